import { baselineControls } from "../model/baseline.ts";
import type { Network } from "../model/network.ts";
import type { Segments } from "../model/segments.ts";
import { allocateTrajectory, clearTotals, type Trajectory, viewFirstDays } from "../model/trajectory.ts";
import type { KernelForm } from "../simulate/kernel/kernel.ts";
import { compilePair, DISTURBED, openPairSimulator, type PairProgram } from "../simulate/kernel/pair.ts";
import { SCENARIOS } from "../simulate/kernel/records.ts";
import { runDay } from "../simulate/reference.ts";
import { createParcel, type DayRun } from "../simulate/run.ts";
import { allocateState, copyState, resetState } from "../simulate/state.ts";
import { turnBackRings } from "../simulate/warm-up.ts";

/** Where a run of a fleet is. */
export interface Seat {
  readonly run: DayRun;
  /** Which of the runs that lie side by side in its state. */
  readonly at: number;
}

/** Many runs of one network that go through the same days together. All begin at the undisturbed fixed point. */
export interface Fleet {
  /** [day x market] units: the demand of a run from now on. */
  setDemand(index: number, demand: Float64Array): void;
  /**
   * Clears what runs add to and starts the clock at day 0.
   *
   * @param segments [run] all that will be applied
   */
  begin(segments: readonly Segments[]): readonly Seat[];
  /** Runs that are simulated together: from a multiple of this on. */
  readonly width: number;
  /** One day of the runs from `first` on that are simulated together. */
  runDay(first: number, day: number): void;
  /** Leaves in the trajectories what has added up. */
  end(): void;
  /** The last of `days` days of a warm-up was the evening before day 0. */
  turnBack(days: number): void;
  /** Puts all runs where those of another fleet of the same size and make are. */
  copyFrom(other: Fleet): void;
  /** Trajectory of a run, cut to so many days. */
  trajectory(index: number, days: number): Trajectory;
}

/** Opens fleets of a network. */
export type FleetYard = (size: number) => Fleet;

/**
 * Makes what opens fleets.
 *
 * @param days the longest run, warm-up or horizon
 * @param form of generated code; absent: the reference simulates
 */
export function createFleetYard(network: Network, days: number, form: KernelForm | undefined): FleetYard {
  if (form === undefined) return (size) => openReferenceFleet(network, days, size);
  const program = compilePair(network, baselineControls(network), days, form);
  return (size) => openPairFleet(program, size);
}

function openReferenceFleet(network: Network, days: number, size: number): Fleet {
  const baseline = baselineControls(network);
  const parcel = createParcel();
  const runs = Array.from({ length: size }, (): DayRun => {
    const state = allocateState(network);
    resetState(network, baseline, state);
    const trajectory = allocateTrajectory(days, network.counts);
    const demand = new Float64Array(days * network.counts.markets);
    return { network, state, trajectory, totals: trajectory, demand, parcel };
  });
  const fleet = {
    runs,
    setDemand: (index: number, demand: Float64Array) => runs[index].demand.set(demand),
    begin() {
      for (const { trajectory } of runs) {
        clearTotals(trajectory);
        trajectory.dayCostUsd.fill(0);
        trajectory.dayEmissionsTonnes.fill(0);
        trajectory.daySpoiledUsd.fill(0);
      }
      return runs.map((run) => ({ run, at: 0 }));
    },
    width: 1,
    runDay: (first: number, day: number) => runDay(runs[first], day),
    end() {
      for (const { state, trajectory } of runs) trajectory.openBacklog.set(state.backorder);
    },
    turnBack(warmUpDays: number) {
      for (const { state } of runs) turnBackRings(state, warmUpDays);
    },
    copyFrom(other: Fleet) {
      const { runs: from } = other as typeof fleet;
      for (const [index, { state }] of runs.entries()) copyState(from[index].state, state);
    },
    trajectory: (index: number, horizonDays: number) => viewFirstDays(runs[index].trajectory, horizonDays),
  };
  return fleet;
}

/** Two runs a simulator; where their number is odd the last has one that meets nobody, and nobody looks at it. */
function openPairFleet(program: PairProgram, size: number): Fleet {
  const pairs = Array.from({ length: Math.ceil(size / SCENARIOS) }, () => openPairSimulator(program));
  const pairOf = (index: number) => pairs[Math.floor(index / SCENARIOS)];
  let runs: (readonly DayRun[])[] = [];
  const fleet = {
    pairs,
    setDemand: (index: number, demand: Float64Array) => pairOf(index).setDemand(index % SCENARIOS, demand),
    begin(segments: readonly Segments[]) {
      runs = pairs.map((pair, at) => {
        const own = segments.slice(at * SCENARIOS, (at + 1) * SCENARIOS);
        return pair.begin(own, DISTURBED, 0);
      });
      return runs.flatMap((own) => own.map((run, at) => ({ run, at })));
    },
    width: SCENARIOS,
    runDay: (first: number, day: number) => pairOf(first).runDays(DISTURBED, day, day + 1),
    end() {
      for (const [index, pair] of pairs.entries()) pair.end(runs[index]);
    },
    turnBack(warmUpDays: number) {
      for (const { state } of pairs) turnBackRings(state, warmUpDays);
    },
    copyFrom(other: Fleet) {
      const { pairs: from } = other as typeof fleet;
      for (const [index, { memory }] of pairs.entries()) memory.set(from[index].memory);
    },
    trajectory: (index: number, days: number) => pairOf(index).trajectory(index % SCENARIOS, DISTURBED, days),
  };
  return fleet;
}
