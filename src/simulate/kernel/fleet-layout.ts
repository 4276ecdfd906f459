import type { Network } from "../../model/network.ts";
import { COST_KINDS } from "../../model/trajectory.ts";
import { type Layout, layOut } from "./layout.ts";
import { type PairPlaces, SCENARIOS } from "./records.ts";

const LINE_BYTES = 64;

/** What a run leaves day by day. */
type Series =
  | "demand"
  | "servedOnTime"
  | "servedLate"
  | "lost"
  | "soldCostUsd"
  | "dayCostUsd"
  | "dayEmissionsTonnes"
  | "daySpoiledUsd";

/** Series of a day's record: so many numbers a day each. */
export function recordSeries({
  counts,
}: Pick<Network, "counts">): readonly (readonly [name: Series, numbers: number])[] {
  const { markets } = counts;
  return [
    ["demand", markets],
    ["servedOnTime", markets],
    ["servedLate", markets],
    ["lost", markets],
    ["soldCostUsd", markets],
    ["dayCostUsd", COST_KINDS.length],
    ["dayEmissionsTonnes", 1],
    ["daySpoiledUsd", 1],
  ];
}

/**
 * Where everything lies in the memory of a fleet: what is there once, then the pairs. What there is behind the last pair code is told
 * by cells: layout and code are the same for fleets of any size.
 *
 * @param days longest run, warm-up or horizon
 */
export function layOutFleet(network: Network, days: number): Layout {
  const alone = layOut(network, 0);
  const { from, to } = alone.memory;
  const first = toLine(alone.byteLength);
  const shift = first - from;
  const pairs = Object.fromEntries(
    Object.entries(alone.pairs).map(([name, place]) => [name, { ...place, base: place.base + shift }]),
  ) as PairPlaces;
  let numbers = 0;
  const series: Record<string, number> = {};
  for (const [name, count] of recordSeries(network)) {
    series[name] = 8 * numbers;
    numbers += count;
  }
  const recordBytes = toLine(8 * numbers * SCENARIOS) / SCENARIOS;
  const records = toLine(to - from);
  return {
    ...alone,
    byteLength: first,
    pairs,
    sums: { ...alone.sums, goodsUsd: pairs.goodsUsd.base },
    memory: { from: first, to: to + shift },
    trajectories: [],
    series,
    demands: [],
    days,
    fleet: { pairBytes: records + days * SCENARIOS * recordBytes, records, recordBytes },
  };
}

function toLine(bytes: number): number {
  return Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
}
