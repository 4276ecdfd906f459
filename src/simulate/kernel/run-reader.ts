import {
  allocateTrajectory,
  type RunTotals,
  TOTAL_COLUMNS,
  type Trajectory,
  viewFirstDays,
} from "../../model/trajectory.ts";
import { recordSeries } from "./fleet-layout.ts";
import type { FleetMemory } from "./fleet-memory.ts";
import type { FleetProgram } from "./fleet-program.ts";

/** Reads out of a fleet's records what runs left. */
export interface RunReader {
  /** The undisturbed run begins anew. */
  forgetUndisturbed(): void;
  /**
   * What a run left that has a seat; before it had one, its days were those of the undisturbed run, in seat 0. Valid until the next call.
   *
   * @param sinceDay first day of its own
   */
  read(seat: number, sinceDay: number, days: number): Trajectory;
}

export function createRunReader({ network, days, layout }: FleetProgram, memory: FleetMemory): RunReader {
  const { numbers, state, totals, recordOf, numbersOf, perDay } = memory;
  const gathered = allocateTrajectory(days, network.counts);
  const totalNames = Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[];
  /** Series of a record by their place in it, in numbers. */
  const series = recordSeries(network).map(([name, width]) => {
    const column = gathered[name];
    return { column, calm: new Float64Array(column.length), width, from: layout.series[name] / 8 };
  });
  /** Days of the undisturbed run that stand in `calm`. */
  let calmDays = 0;

  /** Series out of the records of a seat, days [from, to). */
  function gatherDays(seat: number, from: number, to: number, into: "column" | "calm"): void {
    for (const one of series) {
      for (let at = 0; at < one.width; at++) {
        const first = recordOf(seat, from) + one.from + at;
        pick(numbers, first, perDay, one[into], from * one.width + at, one.width, to - from);
      }
    }
  }

  return {
    forgetUndisturbed() {
      calmDays = 0;
    },
    read(seat, sinceDay, horizonDays) {
      const slept = Math.min(horizonDays, sinceDay);
      if (slept > calmDays) {
        gatherDays(0, calmDays, slept, "calm");
        calmDays = slept;
      }
      for (const { column, calm, width } of series) column.set(calm.subarray(0, slept * width));
      gatherDays(seat, slept, horizonDays, "column");
      const at = numbersOf(seat);
      const gather = (from: Float64Array, stride: number, to: Float64Array): void => {
        for (let entity = 0; entity < to.length; entity++) to[entity] = from[entity * stride + at];
      };
      gather(state.backorder, state.strides.backorder, gathered.openBacklog);
      for (const name of totalNames) gather(totals[name], state.strides[name], gathered[name]);
      return viewFirstDays(gathered, horizonDays);
    },
  };
}

/** Copies numbers that lie so far apart to where they lie so far apart. */
function pick(
  from: Float64Array,
  first: number,
  step: number,
  into: Float64Array,
  intoFirst: number,
  intoStep: number,
  count: number,
): void {
  for (let at = 0, source = first, target = intoFirst; at < count; at++, source += step, target += intoStep) {
    into[target] = from[source];
  }
}
