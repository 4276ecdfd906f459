import { type AttributionOptions, openShares, type Shares, shareScenario, sharesLength } from "./attribute-scenario.ts";
import type { BatchStudy } from "./batch.ts";
import { openNetworks } from "./compile/share-networks.ts";
import { createDesignRunner } from "./design-runner.ts";
import { openUniforms } from "./math/keyed-uniforms.ts";
import { METRICS } from "./metrics/index.ts";
import type { Scenario } from "./model/disruption.ts";
import { createScenarioSampler } from "./sample/scenario-sampler.ts";

/** Shares of scenarios [from, to), one row a scenario and design. */
export interface AttributionBlock extends Shares {
  readonly from: number;
  readonly to: number;
}

/** Makes the function that shares what scenarios cost among the disruptions of each, on every design of a study. */
export function createAttributor(
  study: BatchStudy,
  options: AttributionOptions,
): (from: number, to: number) => AttributionBlock {
  const sampleScenario = createScenarioSampler(study);
  const hazards = study.hazards.length;
  const outcome = new Float64Array(METRICS.length);
  const runners = openNetworks(study.networks).map((network, design) =>
    createDesignRunner(network, study.settings, study.structuralPricePremiumPct[design]),
  );
  return function attributeBlock(from, to) {
    const rows = (to - from) * runners.length;
    const shares = openShares(new Float64Array(sharesLength(rows, hazards)), rows, hazards);
    for (let index = from; index < to; index++) {
      const scenario = sampleScenario(index);
      runners.forEach((runner, design) => {
        const measure = (part: Scenario): Float64Array => {
          runner.run(part);
          runner.measurer.measure(part, runner.trajectory, outcome, 0);
          return outcome;
        };
        const row = (index - from) * runners.length + design;
        const uniforms = openUniforms("attribution", study.settings.seed, index, study.designIds[design]);
        shareScenario(measure, runner.network, scenario, options, uniforms, shares, row);
      });
    }
    return { from, to, ...shares };
  };
}
