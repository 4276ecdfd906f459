import type { Network } from "../model/network.ts";
import type { Controls, Segments } from "../model/segments.ts";
import { allocateTrajectory } from "../model/trajectory.ts";
import { simulate } from "./reference.ts";
import { RINGS, type RingColumn, type RingKind, type State } from "./state.ts";

/** Leaves in `state` the evening before day 0 of a run under this demand; what happened until then is not kept. */
export type WarmUp = (segments: Segments, demand: Float64Array, state: State) => void;

/**
 * Makes the warm-up of a design: `days` days from the undisturbed fixed point, after which goods, orders and backorders are
 * those that random or seasonal demand brings with it. Day 0 of the run that goes on from here is the day after them.
 *
 * @param baseline control values of the undisturbed network
 */
export function createWarmUp(network: Network, baseline: Controls, days: number): WarmUp {
  const scratch = allocateTrajectory(days, network.counts);
  return (segments, demand, state) => {
    simulate(network, baseline, segments, demand, state, scratch);
    turnBackRings(state, days);
  };
}

/**
 * After `days` days the clock starts anew: what lies in the slot of day d moves to the slot of day d - `days`.
 *
 * @param runs where the numbers of each run are, from those of the first
 */
export function turnBackRings(
  state: State,
  days: number,
  runs: readonly number[] = Array.from({ length: state.width }, (_, run) => run),
): void {
  for (const kind of Object.keys(RINGS) as RingKind[]) {
    const { length, start, step } = state.rings[kind];
    for (const name of RINGS[kind].columns) {
      for (let at = 0; at < length.length; at++) turnBack(state, name, runs, start[at], step[at], length[at], days);
    }
  }
}

function turnBack(
  state: State,
  name: RingColumn,
  runs: readonly number[],
  start: number,
  step: number,
  length: number,
  days: number,
): void {
  const column = state[name];
  const stride = state.strides[name];
  const ring = new Float64Array(length);
  for (const run of runs) {
    for (let slot = 0; slot < length; slot++) ring[slot] = column[(start + slot * step) * stride + run];
    for (let slot = 0; slot < length; slot++) {
      column[(start + slot * step) * stride + run] = ring[(slot + days) % length];
    }
  }
}
