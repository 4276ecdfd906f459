import { NETWORK_COLUMNS, type Network } from "../../model/network.ts";
import {
  COST_KINDS,
  type Trajectory,
  trajectoryByteLength,
  viewFirstDays,
  viewTrajectory,
} from "../../model/trajectory.ts";
import { EMPTY_FRACTION } from "../run.ts";
import { RINGS, type RingKind } from "../state.ts";
import type { Numbering } from "./numbering.ts";
import { layOutRecords, PAIR_BYTES, type PairPlaces, SCENARIOS } from "./records.ts";
import { placeRings, type RingGroup } from "./ring-places.ts";

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
const DAY_CELLS = ["day", "demand0", "demand1", "market0", "market1", "cost0", "cost1", "day0", "day1"] as const;
/**
 * In a fleet: where all letters begin, bytes of a column of them, where today's demand of the first run is, bytes to that of the next; then of the pair whose turn
 * it is its number, how far it lies behind the first one, and its place in the letters.
 */
const FLEET_CELLS = ["letters", "columnBytes", "demands", "demandBytes", "pairNumber", "pair", "letter"] as const;
export const CELLS = [...DAY_CELLS, ...FLEET_CELLS] as const;
export type Cell = (typeof CELLS)[number];

const LINE_BYTES = 64;
const PAGE_BYTES = 65_536;

/** Where everything lies in the kernel's memory, in bytes. */
export interface Layout {
  readonly byteLength: number;
  readonly cells: Readonly<Record<Cell, number>>;
  readonly sums: Readonly<Record<Sum, number>>;
  /** Two integers for each clock: today's slot of such a ring and yesterday's, bytes from the first. */
  readonly clock: number;
  readonly clocks: readonly Clock[];
  readonly pairs: PairPlaces;
  /** Vectors of one number that code reads from memory: to build one takes three instructions, to read it one. */
  readonly constants: { readonly base: number; readonly values: readonly number[] };
  /** From the first to the last number that changes from day to day. */
  readonly memory: { readonly from: number; readonly to: number };
  /**
   * Columns of the network. Its numbers stand there once for each scenario, to be read as a vector; only once where all of them
   * are read from end to end, and memory is what takes time.
   */
  readonly network: Readonly<Record<string, number>>;
  readonly copies: number;
  readonly rings: Readonly<Record<RingKind, RingGroup>>;
  /** [lane], [process]... records of four integers on their rings, for code that does not know them. */
  readonly ringRecords: Readonly<Record<RingKind, number>>;
  /** Numbers of stocks and lanes in the order of the network that was compiled, where code has numbers of its own for them. */
  readonly order: Readonly<Record<"stocks" | "lanes" | "lanesByDestination", number>> | undefined;
  /** Trajectories, the run and its undisturbed twin of each scenario, and where their series begin. */
  readonly trajectories: readonly (readonly [run: number, undisturbed: number])[];
  readonly series: Readonly<Record<string, number>>;
  readonly demands: readonly number[];
  /** Days a trajectory has room for. */
  readonly days: number;
  /** Where many pairs are in one memory. */
  readonly fleet?: FleetLayout;
}

/**
 * A fleet's pairs lie one behind the other: places of `pairs` are those of the first. What runs leave day by day is one record a day
 * behind the state of their pair, [day x scenario], so that a day of a pair touches few lines of memory; `series` are places in a record.
 */
export interface FleetLayout {
  readonly pairBytes: number;
  /** Bytes from a pair's beginning to its records. */
  readonly records: number;
  readonly recordBytes: number;
}

/** What all rings of so many slots, so many bytes apart, have in common: where in them today is. */
export interface Clock {
  readonly length: number;
  readonly stepBytes: number;
}
export const CLOCK_BYTES = 8;

/** What a record tells of a ring, in bytes: its first slot, from slot to slot, all of it, and where its clock is. */
export const RING_RECORD = { start: 0, step: 4, length: 8, clock: 12 } as const;
export const RING_RECORD_BYTES = 16;

/**
 * @param days longest run, warm-up or horizon
 * @param numbering of the network, where it has other numbers than the one that was compiled
 */
export function layOut(network: Network, days: number, numbering?: Numbering): Layout {
  let end = 0;
  const take = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return at;
  };
  const { counts } = network;
  const cells = recordOf(CELLS, () => take(4));
  const from = take(0);
  const pairs = layOutRecords(network.counts, take, numbering !== undefined);
  const rings = placeRings(network, pairs);
  const clocks = clocksOf(rings);
  const to = take(0);
  const sums = recordOf(SUMS, (sum) => (sum === "goodsUsd" ? pairs.goodsUsd.base : take(16)));
  const clock = take(CLOCK_BYTES * clocks.length);
  const values = [EMPTY_FRACTION, network.constants.restockDays];
  const constants = { base: take(PAIR_BYTES * values.length), values };
  const copies = numbering === undefined ? SCENARIOS : 1;
  const networkOffsets = Object.fromEntries(
    Object.entries(NETWORK_COLUMNS).map(([name, [type]]) => {
      const { length } = network[name as keyof typeof NETWORK_COLUMNS];
      return [name, take((type === "f64" ? 8 * copies : 4) * length)];
    }),
  );
  const ringRecords = recordOf(Object.keys(RINGS) as RingKind[], (kind) =>
    take(RING_RECORD_BYTES * network[RINGS[kind].length].length),
  );
  const order = numbering && {
    stocks: take(4 * counts.stocks),
    lanes: take(4 * counts.lanes),
    lanesByDestination: take(4 * counts.lanes),
  };
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
    clocks,
    pairs,
    constants,
    memory: { from, to },
    network: networkOffsets,
    copies,
    rings,
    ringRecords,
    order,
    trajectories,
    series,
    demands,
    days,
  };
}

/** Where a clock is, by the length of a ring and the bytes from slot to slot. */
export function clockPlace({ clock, clocks }: Pick<Layout, "clock" | "clocks">, length: number, step: number): number {
  return clock + CLOCK_BYTES * Math.max(0, findClock(clocks, length, step));
}

function findClock(clocks: readonly Clock[], length: number, step: number): number {
  return clocks.findIndex((clock) => clock.length === length && clock.stepBytes === step);
}

function clocksOf(rings: Layout["rings"]): Clock[] {
  const clocks: Clock[] = [];
  for (const group of Object.values(rings)) {
    for (const [length, stepBytes] of group.stepBytes) {
      if (length > 0 && findClock(clocks, length, stepBytes) < 0) clocks.push({ length, stepBytes });
    }
  }
  return clocks;
}

/** Bytes of a day of costs. */
export const COST_DAY_BYTES = 8 * COST_KINDS.length;

/** Views of a trajectory of the kernel's memory, of `days` days. */
export function viewRun(layout: Layout, network: Network, buffer: ArrayBuffer, base: number, days: number): Trajectory {
  return viewFirstDays(viewTrajectory(layout.days, network.counts, buffer, base), days);
}

function recordOf<Key extends string>(keys: readonly Key[], value: (key: Key) => number): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, number>;
}
