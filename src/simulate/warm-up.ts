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
  const spare = new Float64Array(Math.max(1, ...RINGS.map(({ length }) => network[length].reduce(larger, 0))));
  return (segments, demand, state) => {
    simulate(network, baseline, segments, demand, state, scratch);
    for (const ring of RINGS) {
      for (const column of ring.columns) {
        turnBack(state[column], network[ring.start], network[ring.length], days, spare);
      }
    }
  };
}

/** What lies in the slot of day d moves to the slot of day d - `days`. */
function turnBack(
  column: Float64Array,
  starts: Int32Array,
  lengths: Int32Array,
  days: number,
  spare: Float64Array,
): void {
  for (let ring = 0; ring < starts.length; ring++) {
    const start = starts[ring];
    const length = lengths[ring];
    for (let slot = 0; slot < length; slot++) spare[slot] = column[start + ((slot + days) % length)];
    for (let slot = 0; slot < length; slot++) column[start + slot] = spare[slot];
  }
}

function larger(left: number, right: number): number {
  return Math.max(left, right);
}
