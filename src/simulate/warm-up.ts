import type { Network } from "../model/network.ts";
import type { Controls, Segments } from "../model/segments.ts";
import { allocateTrajectory } from "../model/trajectory.ts";
import { simulate } from "./reference.ts";
import { RINGS, type State } from "./state.ts";

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
    turnBackRings(network, state, days);
  };
}

/** After `days` days the clock starts anew: what lies in the slot of day d moves to the slot of day d - `days`. */
export function turnBackRings(network: Network, state: State, days: number): void {
  for (const ring of RINGS) {
    for (const column of ring.columns) {
      turnBack(state[column], state.width, network[ring.start], network[ring.length], days);
    }
  }
}

function turnBack(column: Float64Array, width: number, starts: Int32Array, lengths: Int32Array, days: number): void {
  for (let ring = 0; ring < starts.length; ring++) {
    const start = starts[ring] * width;
    const slots = lengths[ring] * width;
    if (slots === 0) continue;
    const turned = (days % lengths[ring]) * width;
    const ahead = column.slice(start, start + turned);
    column.copyWithin(start, start + turned, start + slots);
    column.set(ahead, start + slots - turned);
  }
}
