import { exactShapley, sampledShapley, type Worth } from "./aggregate/shapley.ts";
import { metricIndex } from "./metrics/index.ts";
import { type Disruption, rootOf, type Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";

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

/** Shares of rows, one a scenario and design; arrays row-major. */
export interface Shares {
  /** [row x value] the metrics of the whole scenario. */
  readonly totals: Float64Array;
  /** [row x hazard x value] Shapley shares, a disruption's to its own hazard. */
  readonly own: Float64Array;
  /** The same with what a disruption set off counted to the hazard at the beginning. */
  readonly root: Float64Array;
  /** [row x hazard x value] what is gone when the hazard's own disruptions are. */
  readonly leftOut: Float64Array;
  /** [row x hazard x value] variance of `own` from sampled orders. */
  readonly variances: Float64Array;
}

/** Length of the shares of `rows` in one array. */
export function sharesLength(rows: number, hazards: number): number {
  return rows * VALUES * (1 + 4 * hazards);
}

/** The shares that lie in one array one behind the other. */
export function openShares(packed: Float64Array, rows: number, hazards: number): Shares {
  const wide = rows * hazards * VALUES;
  const start = rows * VALUES;
  const part = (place: number): Float64Array => packed.subarray(start + place * wide, start + (place + 1) * wide);
  return { totals: packed.subarray(0, start), own: part(0), root: part(1), leftOut: part(2), variances: part(3) };
}

/**
 * Shares what a scenario costs a design among its disruptions: the game of which a coalition's worth is what the design suffers
 * from these disruptions alone, under the same demand. A disruption of a hazard that touches nothing of the design gets
 * exactly 0 without a run.
 *
 * @param measure runs and measures a scenario on the design: [metric], overwritten by the next call
 * @param row of `shares`, which hold zeros there
 */
export function shareScenario(
  measure: (scenario: Scenario) => Float64Array,
  { hazardEffectStart }: Pick<Network, "hazardEffectStart">,
  scenario: Scenario,
  { exactUpTo, orderPairs }: AttributionOptions,
  uniforms: () => number,
  shares: Shares,
  row: number,
): void {
  const hazards = hazardEffectStart.length - 1;
  const isTouching = ({ hazard }: Disruption): boolean => hazardEffectStart[hazard] < hazardEffectStart[hazard + 1];
  const players = scenario.disruptions.filter(isTouching);
  if (players.length === 0) return;
  const worth = worthOf(measure, scenario, players);
  const all = players.map((_, player) => player);
  const total = worth(all);
  shares.totals.set(total, row * VALUES);
  const { shares: parts, variances } =
    players.length <= exactUpTo
      ? exactShapley(players.length, VALUES, worth)
      : sampledShapley(players.length, VALUES, worth, orderPairs, uniforms);
  const at = (hazard: number, value: number): number => (row * hazards + hazard) * VALUES + value;
  players.forEach((disruption, player) => {
    const root = rootOf(disruption, scenario);
    for (let value = 0; value < VALUES; value++) {
      shares.own[at(disruption.hazard, value)] += parts[player * VALUES + value];
      shares.root[at(root.hazard, value)] += parts[player * VALUES + value];
      shares.variances[at(disruption.hazard, value)] += variances[player * VALUES + value];
    }
  });
  for (const hazard of new Set(players.map((player) => player.hazard))) {
    const rest = worth(all.filter((player) => players[player].hazard !== hazard));
    for (let value = 0; value < VALUES; value++) shares.leftOut[at(hazard, value)] = total[value] - rest[value];
  }
}

/** Runs coalitions of disruptions, each at most once. */
function worthOf(
  measure: (scenario: Scenario) => Float64Array,
  scenario: Scenario,
  players: readonly Disruption[],
): Worth {
  const known = new Map<string, Float64Array>([["", new Float64Array(VALUES)]]);
  return (coalition) => {
    const key = coalition.join(" ");
    const found = known.get(key);
    if (found !== undefined) return found;
    // Positions of what set a disruption off do not hold in a part of the list; nothing that is simulated needs them.
    const disruptions = coalition.map((player) => {
      const { triggeredBy: _, ...rest } = players[player];
      return rest;
    });
    const outcome = measure({ ...scenario, disruptions });
    const values = Float64Array.from(COLUMNS, (column) => outcome[column]);
    known.set(key, values);
    return values;
  };
}
