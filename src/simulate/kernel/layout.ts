import { columnsByteLength, viewColumns } from "../../model/columns.ts";
import { NETWORK_COLUMNS, type Network, networkByteLength, viewNetwork } from "../../model/network.ts";
import { CONTROL_COLUMNS } from "../../model/segments.ts";
import {
  COST_KINDS,
  TOTAL_COLUMNS,
  type Trajectory,
  trajectoryByteLength,
  viewFirstDays,
  viewTrajectory,
} from "../../model/trajectory.ts";
import { STATE_COLUMNS } from "../state.ts";

/** Scenarios that a vector of two doubles computes side by side. */
export const SCENARIOS = 2;

/** Columns that hold a number of each scenario side by side: [entity x scenario]. */
export type PairColumn = keyof typeof STATE_COLUMNS | keyof typeof CONTROL_COLUMNS | keyof typeof TOTAL_COLUMNS;

/** What adds up over a day, or is carried along all day: a vector each. */
export const SUMS = [
  "goodsUsd",
  "production",
  "freight",
  "tariff",
  "carbon",
  "holding",
  "expedite",
  "emissions",
  "spoiled",
] as const;
export type Sum = (typeof SUMS)[number];

/** Integers that change with the day: addresses in bytes, one for each scenario. */
export const CELLS = ["day", "demand0", "demand1", "market0", "market1", "cost0", "cost1", "day0", "day1"] as const;
export type Cell = (typeof CELLS)[number];

const LINE_BYTES = 64;
const PAGE_BYTES = 65_536;

/** Where everything lies in the kernel's memory, in bytes. */
export interface Layout {
  readonly byteLength: number;
  readonly cells: Readonly<Record<Cell, number>>;
  readonly sums: Readonly<Record<Sum, number>>;
  /** Days modulo each length of a ring: [length] integers. */
  readonly clock: number;
  readonly ringLengths: readonly number[];
  readonly pairs: Readonly<Record<PairColumn, number>>;
  /** From the first to the last number that changes from day to day. */
  readonly memory: { readonly from: number; readonly to: number };
  readonly network: Readonly<Record<string, number>>;
  /** [lane], [process]... numbers of their ring lengths, for code that does not know them. */
  readonly clockOf: Readonly<Record<RingKind, number>>;
  /** Trajectories, the run and its undisturbed twin of each scenario, and where their series begin. */
  readonly trajectories: readonly (readonly [run: number, undisturbed: number])[];
  readonly series: Readonly<Record<string, number>>;
  readonly demands: readonly number[];
  /** Days a trajectory has room for. */
  readonly days: number;
}

/** Rings by whose length a day is taken. */
export const RING_KINDS = {
  lane: "laneRingLength",
  process: "processRingLength",
  recycling: "processRecyclingRingLength",
  market: "marketRingLength",
} as const;
export type RingKind = keyof typeof RING_KINDS;

/** @param days longest run, warm-up or horizon */
export function layOut(network: Network, days: number): Layout {
  let end = 0;
  const take = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return at;
  };
  const { counts } = network;
  const ringLengths = [...new Set(Object.values(RING_KINDS).flatMap((name) => [...network[name]]))]
    .filter((length) => length > 0)
    .sort((left, right) => left - right);
  const cells = recordOf(CELLS, () => take(4));
  const clock = take(4 * ringLengths.length);
  const from = take(0);
  const doubled = pairLengths(counts);
  const offsets = (table: typeof STATE_COLUMNS | typeof CONTROL_COLUMNS | typeof TOTAL_COLUMNS) => {
    const base = take(columnsByteLength(table, doubled));
    const views = Object.entries(viewColumns(table, doubled, new ArrayBuffer(columnsByteLength(table, doubled))));
    return Object.fromEntries(views.map(([name, { byteOffset }]) => [name, base + byteOffset]));
  };
  const pairs = { ...offsets(STATE_COLUMNS), ...offsets(CONTROL_COLUMNS), ...offsets(TOTAL_COLUMNS) } as Record<
    PairColumn,
    number
  >;
  const to = take(0);
  const sums = recordOf(SUMS, (sum) => (sum === "goodsUsd" ? pairs.goodsUsd : take(16)));
  const networkBase = take(networkByteLength(counts));
  const shape = viewNetwork(counts, network.constants, new ArrayBuffer(networkByteLength(counts)));
  const networkOffsets = Object.fromEntries(
    Object.keys(NETWORK_COLUMNS).map((name) => [
      name,
      networkBase + (shape[name as keyof Network] as Float64Array).byteOffset,
    ]),
  );
  const clockOf = recordOf(Object.keys(RING_KINDS) as RingKind[], (kind) => take(4 * network[RING_KINDS[kind]].length));
  const bytes = trajectoryByteLength(days, counts);
  const trajectories = Array.from({ length: SCENARIOS }, () => [take(bytes), take(bytes)] as const);
  const trajectory = viewTrajectory(days, counts, new ArrayBuffer(bytes));
  const series = Object.fromEntries(
    Object.entries(trajectory)
      .filter(([, column]) => column instanceof Float64Array)
      .map(([name, column]) => [name, (column as Float64Array).byteOffset]),
  );
  const demands = Array.from({ length: SCENARIOS }, () => take(8 * days * counts.markets));
  return {
    byteLength: Math.ceil(end / PAGE_BYTES) * PAGE_BYTES,
    cells,
    sums,
    clock,
    ringLengths,
    pairs,
    memory: { from, to },
    network: networkOffsets,
    clockOf,
    trajectories,
    series,
    demands,
    days,
  };
}

/** Bytes of a day of costs. */
export const COST_DAY_BYTES = 8 * COST_KINDS.length;

/** Views of a trajectory of the kernel's memory, of `days` days. */
export function viewRun(layout: Layout, network: Network, buffer: ArrayBuffer, base: number, days: number): Trajectory {
  return viewFirstDays(viewTrajectory(layout.days, network.counts, buffer, base), days);
}

/** Lengths of columns that hold a number of each scenario. */
export function pairLengths(counts: Network["counts"]): Record<string, number> {
  const doubled = Object.entries(counts).map(([name, count]) => [name, count * SCENARIOS]);
  return { ...Object.fromEntries(doubled), one: SCENARIOS };
}

function recordOf<Key extends string>(keys: readonly Key[], value: (key: Key) => number): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, number>;
}
