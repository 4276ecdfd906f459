import { type BlockOutcome, checkOutcome, listDisruptions, simulationError } from "../batch.ts";
import { openNetworks } from "../compile/share-networks.ts";
import { collectCurves } from "../measure/collect-curves.ts";
import { METRICS } from "../metrics/index.ts";
import type { Scenario } from "../model/disruption.ts";
import { createScenarioSampler } from "../sample/scenario-sampler.ts";
import { findSampler } from "../samplers/index.ts";
import { chooseKernel } from "../simulate/kernel/choose.ts";
import { createShelf } from "../simulate/kernel/shelf.ts";
import type { Exchange } from "./exchange.ts";
import { createPartyDesign, type PartyDesign } from "./party-design.ts";
import type { PartyStudy } from "./party-study.ts";

/**
 * Makes the function that computes one party's part of blocks of a joint study: every scenario of a block at once, day by day, beside
 * the other parties. What it returns depends on the studies of the parties and the scenario numbers alone.
 */
export function createPartyRunner(
  study: PartyStudy,
  exchange: Exchange,
): (from: number, to: number) => Promise<BlockOutcome> {
  const { settings } = study;
  if (settings.eventLosses || settings.attribution !== undefined) {
    throw new RangeError("unsupported eventLosses or attribution, a party cannot leave out what strikes others");
  }
  const sampleScenario = createScenarioSampler(study);
  const { isWeighted } = findSampler(settings.sampler);
  const networks = openNetworks(study.networks);
  const { form } = chooseKernel(study.kernel ?? "simd", networks, settings);
  const shelf = createShelf();
  const designs = networks.map(
    (network, design): PartyDesign => createPartyDesign(network, study, design, form, shelf),
  );
  const days = settings.horizonDays;

  return async function runBlock(from, to) {
    const rows = (to - from) * designs.length;
    const outcomes = new Float64Array(rows * METRICS.length);
    const disruptions: number[] = [];
    const weights = new Float64Array(to - from);
    const collected = collectCurves(designs.length, days, rows, isWeighted);
    const scenarios: Scenario[] = [];
    for (let index = from; index < to; index++) {
      const scenario = sampleScenario(index);
      scenarios.push(scenario);
      weights[index - from] = scenario.weight ?? 1;
      listDisruptions(scenario, index, disruptions);
    }
    for (let design = 0; design < designs.length; design++) {
      const id = study.designIds[design];
      const runs = await designs[design].run(scenarios, (day, outgoing) =>
        exchange({ from, to, design: id, day }, outgoing),
      );
      scenarios.forEach((scenario, index) => {
        const row = index * designs.length + design;
        try {
          const { curves } = runs.measure(scenario, index, outcomes, row * METRICS.length);
          checkOutcome(outcomes, row * METRICS.length);
          collected.add(row, design, curves.service, curves.priceIndex);
        } catch (error) {
          throw simulationError(error, id, scenario.index);
        }
      });
      runs.close();
    }
    return {
      from,
      to,
      weights,
      outcomes,
      eventLosses: new Float64Array(0),
      attribution: new Float64Array(0),
      disruptions: Float64Array.from(disruptions),
      ...collected.finish(),
    };
  };
}
