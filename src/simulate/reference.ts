import type { Network } from "../model/network.ts";
import type { Controls, Segments } from "../model/segments.ts";
import { COST_KINDS, clearTotals, type Trajectory } from "../model/trajectory.ts";
import { account } from "./account.ts";
import { arrive } from "./arrive.ts";
import { applyChangePoint } from "./edit.ts";
import { makeAndShip } from "./make-and-ship.ts";
import { order } from "./order.ts";
import { createParcel, type DayRun } from "./run.ts";
import { sell } from "./sell.ts";
import { setDemand } from "./set-demand.ts";
import { spoil } from "./spoil.ts";
import { resetState, type State } from "./state.ts";

/** Called at the end of each day with the state as it then is; must not change it. */
export type DayObserver = (day: number, state: State) => void;

/**
 * Runs a network from its undisturbed fixed point through a scenario, one day after the other, and leaves what happened in
 * `trajectory`. This is the readable truth; faster kernels must give the same bits. Nothing is allocated.
 *
 * @param baseline control values of the undisturbed network
 * @param demand [day x market] units, row-major; its days are those of the trajectory
 */
export function simulate(
  network: Network,
  baseline: Controls,
  segments: Segments,
  demand: Float64Array,
  state: State,
  trajectory: Trajectory,
  observe?: DayObserver,
): void {
  resetState(network, baseline, state);
  simulateFrom(network, segments, demand, state, trajectory, observe);
}

/**
 * Like `simulate`, but from the state as it is given.
 *
 * @param fromDay first day to simulate; what the trajectory says of the days before, and its totals, stand
 */
export function simulateFrom(
  network: Network,
  segments: Segments,
  demand: Float64Array,
  state: State,
  trajectory: Trajectory,
  observe?: DayObserver,
  fromDay = 0,
): void {
  const run: DayRun = { network, state, trajectory, totals: trajectory, demand, parcel: createParcel() };
  trajectory.dayCostUsd.fill(0, fromDay * COST_KINDS.length);
  trajectory.dayEmissionsTonnes.fill(0, fromDay);
  trajectory.daySpoiledUsd.fill(0, fromDay);
  if (fromDay === 0) clearTotals(trajectory);
  let change = 0;
  for (let day = fromDay; day < trajectory.days; day++) {
    while (change < segments.count && segments.days[change] === day) {
      applyChangePoint(run, segments, change, day);
      change += 1;
    }
    runDay(run, day);
    observe?.(day, state);
  }
  trajectory.openBacklog.set(state.backorder);
}

/** One day between two change points. */
export function runDay(run: DayRun, day: number): void {
  setDemand(run, day);
  spoil(run, day);
  arrive(run, day);
  order(run);
  makeAndShip(run, day);
  sell(run, day);
  account(run, day);
}
