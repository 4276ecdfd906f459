import type { Network } from "../model/network.ts";
import { type Controls, EDIT_CANCEL, type Segments } from "../model/segments.ts";
import { allocateTrajectory, clearTotals, type Trajectory, viewFirstDays } from "../model/trajectory.ts";
import { acceptOrders, type BoundaryColumns, type Crossing, handOver, takeOver } from "./cross-boundary.ts";
import { applyChangePoint } from "./edit.ts";
import { runDay } from "./reference.ts";
import { createParcel, type DayRun } from "./run.ts";
import { allocateState, copyState, resetState } from "./state.ts";
import { turnBackRings } from "./warm-up.ts";

/**
 * Many runs of one network that go through the same days together, each in step with runs of other networks: what crosses between
 * them stands in letters. All begin at the undisturbed fixed point.
 */
export interface Fleet {
  readonly size: number;
  /**
   * A column of what others said in the evening before: the runs' numbers stand in a message from `at` on, and are read until the day has passed.
   */
  hear(column: number, message: Float64Array, at: number): void;
  /** Writes a column of what is said to others in the evening after into a message, from `at` on, where nobody else writes. */
  say(column: number, into: Float64Array, at: number): void;
  /** [day x market] units: the demand of a run from now on. */
  setDemand(index: number, demand: Float64Array): void;
  /**
   * Clears what runs add to and starts the clock at day 0.
   *
   * @param segments [run]
   */
  begin(segments: readonly Segments[]): void;
  /** The evening before day 0: what was ordered before is said once more, nothing was shipped. */
  openEvening(): void;
  /**
   * One day of all runs, from letters of the evening before to those of the evening after: what others shipped yesterday is on its way,
   * change points come into force, what others ordered is known, the day passes, goods leave the dock.
   */
  pass(day: number): void;
  /** The morning of the day after the last one: what was shipped on it is on its way. Nothing more is said. */
  closeEvening(day: number): void;
  /** The last of `days` days of a warm-up was the evening before day 0. */
  turnBack(days: number): void;
  /** Puts all runs where those of another fleet of the same size and make are. */
  copyFrom(other: Fleet): void;
  /** What a run left, cut to so many days. Valid until the next call. */
  trajectory(index: number, days: number): Trajectory;
  /** Nobody looks at the fleet any more. */
  close(): void;
}

/** No change point is left. */
const NEVER = -1;

/** Change points of many runs, as their days come. */
export interface Changes {
  /** [place] day of the next change point; below 0 where there is none. */
  readonly nextDay: Int32Array;
  /** Whose change points count in a place from a day on. */
  follow(place: number, segments: Segments, fromDay: number): void;
  /** Puts change points of a day into force; what they change is `at` numbers behind the first of its column. */
  apply(run: DayRun, place: number, day: number, at: number): void;
  /** Writes into letters what the next change point, due tomorrow, withdraws of a run's orders. */
  sayWithdrawn(letters: Float64Array, room: number, columns: BoundaryColumns, place: number): void;
}

export function followChanges(places: number): Changes {
  const followed: (Segments | undefined)[] = Array.from({ length: places });
  const next = new Int32Array(places);
  const nextDay = new Int32Array(places).fill(NEVER);
  const segmentsOf = (place: number): Segments => {
    const own = followed[place];
    if (own === undefined) throw new RangeError(`invalid place ${place}, nobody is there`);
    return own;
  };
  const turnTo = (place: number, { count, days }: Segments, change: number): void => {
    next[place] = change;
    nextDay[place] = change < count ? days[change] : NEVER;
  };
  return {
    nextDay,
    follow(place, segments, fromDay) {
      followed[place] = segments;
      let change = 0;
      while (change < segments.count && segments.days[change] < fromDay) change += 1;
      turnTo(place, segments, change);
    },
    apply(run, place, day, at) {
      const own = segmentsOf(place);
      let change = next[place];
      for (; change < own.count && own.days[change] === day; change++) applyChangePoint(run, own, change, day, at);
      turnTo(place, own, change);
    },
    sayWithdrawn(letters, room, { sent }, place) {
      for (const { lane, column } of sent.orders) {
        letters[(column + 1) * room + place] = withdrawnOf(segmentsOf(place), next[place], lane);
      }
    },
  };
}

/** The part of a lane's orders that a change point withdraws. */
function withdrawnOf({ editStart, editKind, editIndex, editFraction }: Segments, change: number, lane: number): number {
  for (let edit = editStart[change]; edit < editStart[change + 1]; edit++) {
    if (editKind[edit] === EDIT_CANCEL && editIndex[edit] === lane) return editFraction[edit];
  }
  return 0;
}

/**
 * A fleet that the reference simulates, one run after the other.
 *
 * @param days the longest run, warm-up or horizon
 */
export function openReferenceFleet(
  network: Network,
  baseline: Controls,
  days: number,
  size: number,
  columns: BoundaryColumns,
): Fleet {
  const { sharesPrices } = network.constants;
  const parcel = createParcel();
  const runs = Array.from({ length: size }, (): DayRun => {
    const state = allocateState(network);
    resetState(network, baseline, state);
    const trajectory = allocateTrajectory(days, network.counts);
    const demand = new Float64Array(days * network.counts.markets);
    return { network, state, trajectory, totals: trajectory, demand, parcel };
  });
  const letters = new Float64Array(columns.count * size);
  const crossing: Crossing = { units: 0, usd: 0 };
  let changes = followChanges(0);

  function takeOverAll(run: DayRun, index: number, day: number): void {
    for (const { lane, column } of columns.received.shipments) {
      const units = letters[column * size + index];
      const agreedUsd = units * network.laneBoundaryUsdPerUnit[lane];
      const usd = sharesPrices ? letters[(column + 1) * size + index] : agreedUsd;
      takeOver(run, lane, units, usd, day, 0);
    }
  }

  function acceptAll(run: DayRun, index: number): void {
    for (const { lane, column } of columns.received.orders) {
      acceptOrders(run, lane, letters[column * size + index], letters[(column + 1) * size + index], 0);
    }
  }

  function sayOrders({ state }: DayRun, index: number, tomorrow: number): void {
    for (const { lane, column } of columns.sent.orders) {
      letters[column * size + index] = state.delayedOrder[lane];
      letters[(column + 1) * size + index] = 0;
    }
    if (changes.nextDay[index] === tomorrow) changes.sayWithdrawn(letters, size, columns, index);
  }

  const fleet: Fleet & { readonly runs: readonly DayRun[] } = {
    runs,
    size,
    hear: (column, message, at) => letters.set(message.subarray(at, at + size), column * size),
    say: (column, into, at) => into.set(letters.subarray(column * size, (column + 1) * size), at),
    setDemand: (index, demand) => runs[index].demand.set(demand),
    begin(segments) {
      changes = followChanges(size);
      for (const [index, own] of segments.entries()) changes.follow(index, own, 0);
      for (const { trajectory } of runs) {
        clearTotals(trajectory);
        trajectory.dayCostUsd.fill(0);
        trajectory.dayEmissionsTonnes.fill(0);
        trajectory.daySpoiledUsd.fill(0);
      }
    },
    openEvening() {
      letters.fill(0);
      for (const [index, run] of runs.entries()) sayOrders(run, index, 0);
    },
    pass(day) {
      for (let index = 0; index < size; index++) {
        const run = runs[index];
        if (day > 0) takeOverAll(run, index, day - 1);
        if (changes.nextDay[index] === day) changes.apply(run, index, day, 0);
        acceptAll(run, index);
        runDay(run, day);
        for (const { lane, column } of columns.sent.shipments) {
          handOver(run, lane, day, 0, crossing);
          letters[column * size + index] = crossing.units;
          if (sharesPrices) letters[(column + 1) * size + index] = crossing.usd;
        }
        sayOrders(run, index, day + 1);
      }
    },
    closeEvening(day) {
      for (const [index, run] of runs.entries()) {
        takeOverAll(run, index, day - 1);
        if (changes.nextDay[index] === day) changes.apply(run, index, day, 0);
        acceptAll(run, index);
      }
    },
    turnBack(warmUpDays) {
      for (const { state } of runs) turnBackRings(state, warmUpDays);
    },
    copyFrom(other) {
      const { runs: from } = other as typeof fleet;
      for (const [index, { state }] of runs.entries()) copyState(from[index].state, state);
    },
    trajectory(index, horizonDays) {
      const { state, trajectory } = runs[index];
      trajectory.openBacklog.set(state.backorder);
      return viewFirstDays(trajectory, horizonDays);
    },
    close() {},
  };
  return fleet;
}
