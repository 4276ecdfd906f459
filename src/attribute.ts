import { exactShapley, sampledShapley, type Worth } from "./aggregate/shapley.ts";
import { type BatchStudy, createDesignRunner, type DesignRunner } from "./batch.ts";
import { openNetworks } from "./compile/share-networks.ts";
import { openUniforms } from "./math/keyed-uniforms.ts";
import { METRICS, metricIndex } from "./metrics/index.ts";
import type { Disruption, Scenario } from "./model/disruption.ts";
import { createScenarioSampler } from "./sample/scenario-sampler.ts";

/** What is shared among hazards. All are exactly 0 in a scenario without disruptions. */
export const ATTRIBUTED_METRICS = ["lostRevenueUsd", "timeToRecoverDays", "peakInflationPct", "meanInflationPct"];
const COLUMNS = ATTRIBUTED_METRICS.map(metricIndex);
const VALUES = ATTRIBUTED_METRICS.length;

export interface AttributionOptions {
  /** All coalitions are valued up to so many disruptions that touch the design; beyond, orders are sampled. */
  readonly exactUpTo: number;
  /** Orders drawn, each followed by its reverse. */
  readonly orderPairs: number;
}

/** Shares of one design in scenarios [from, to), arrays row-major. */
export interface AttributionBlock {
  readonly from: number;
  readonly to: number;
  /** [scenario x design x value] the metrics of the whole scenario. */
  readonly totals: Float64Array;
  /** [scenario x design x hazard x value] Shapley shares, a disruption's to its own hazard. */
  readonly own: Float64Array;
  /** The same with what a disruption set off counted to the hazard at the beginning. */
  readonly root: Float64Array;
  /** [scenario x design x hazard x value] what is gone when the hazard's own disruptions are. */
  readonly leftOut: Float64Array;
  /** [scenario x design x hazard x value] variance of `own` from sampled orders. */
  readonly variances: Float64Array;
}

/**
 * Makes the function that shares what scenarios cost among the disruptions of each: the game of which a coalition's worth is
 * what the design suffers from these disruptions alone, under the same demand. A disruption of a hazard that touches
 * nothing of a design gets exactly 0 without a run.
 */
export function createAttributor(
  study: BatchStudy,
  options: AttributionOptions,
): (from: number, to: number) => AttributionBlock {
  const sampleScenario = createScenarioSampler(study);
  const hazards = study.hazards.length;
  const runners = openNetworks(study.networks).map((network, design) =>
    createDesignRunner(network, study.settings, study.structuralPricePremiumPct[design]),
  );
  return function attributeBlock(from, to) {
    const rows = (to - from) * runners.length;
    const size = rows * hazards * VALUES;
    const block = {
      from,
      to,
      totals: new Float64Array(rows * VALUES),
      own: new Float64Array(size),
      root: new Float64Array(size),
      leftOut: new Float64Array(size),
      variances: new Float64Array(size),
    };
    for (let index = from; index < to; index++) {
      const scenario = sampleScenario(index);
      runners.forEach((runner, design) => {
        const row = (index - from) * runners.length + design;
        const uniforms = openUniforms("attribution", study.settings.seed, index, study.designIds[design]);
        attributeScenario(runner, scenario, hazards, options, uniforms, block, row);
      });
    }
    return block;
  };
}

function attributeScenario(
  runner: DesignRunner,
  scenario: Scenario,
  hazards: number,
  { exactUpTo, orderPairs }: AttributionOptions,
  uniforms: () => number,
  block: AttributionBlock,
  row: number,
): void {
  const { hazardEffectStart } = runner.network;
  const isTouching = ({ hazard }: Disruption): boolean => hazardEffectStart[hazard] < hazardEffectStart[hazard + 1];
  const players = scenario.disruptions.filter(isTouching);
  if (players.length === 0) return;
  const worth = worthOf(runner, scenario, players);
  const all = players.map((_, player) => player);
  const total = worth(all);
  block.totals.set(total, row * VALUES);
  const { shares, variances } =
    players.length <= exactUpTo
      ? exactShapley(players.length, VALUES, worth)
      : sampledShapley(players.length, VALUES, worth, orderPairs, uniforms);
  const at = (hazard: number, value: number): number => (row * hazards + hazard) * VALUES + value;
  players.forEach((disruption, player) => {
    const root = rootOf(disruption, scenario);
    for (let value = 0; value < VALUES; value++) {
      block.own[at(disruption.hazard, value)] += shares[player * VALUES + value];
      block.root[at(root.hazard, value)] += shares[player * VALUES + value];
      block.variances[at(disruption.hazard, value)] += variances[player * VALUES + value];
    }
  });
  for (const hazard of new Set(players.map((player) => player.hazard))) {
    const rest = worth(all.filter((player) => players[player].hazard !== hazard));
    for (let value = 0; value < VALUES; value++) block.leftOut[at(hazard, value)] = total[value] - rest[value];
  }
}

/** Runs coalitions of disruptions, each at most once. */
function worthOf(runner: DesignRunner, scenario: Scenario, players: readonly Disruption[]): Worth {
  const known = new Map<string, Float64Array>([["", new Float64Array(VALUES)]]);
  const outcome = new Float64Array(METRICS.length);
  return (coalition) => {
    const key = coalition.join(" ");
    const found = known.get(key);
    if (found !== undefined) return found;
    // Positions of what set a disruption off do not hold in a part of the list; nothing that is simulated needs them.
    const disruptions = coalition.map((player) => {
      const { triggeredBy: _, ...rest } = players[player];
      return rest;
    });
    const part = { ...scenario, disruptions };
    runner.run(part);
    runner.measurer.measure(part, runner.trajectory, outcome, 0);
    const values = Float64Array.from(COLUMNS, (column) => outcome[column]);
    known.set(key, values);
    return values;
  };
}

/** The disruption that began what set this one off; itself where it came by itself. */
function rootOf(disruption: Disruption, { disruptions }: Scenario): Disruption {
  let root = disruption;
  while (root.triggeredBy !== undefined) root = disruptions[root.triggeredBy];
  return root;
}
