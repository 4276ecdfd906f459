import { forEachPair, type Values } from "./column.ts";

/** Durations by their length. */
export interface DurationCounts {
  readonly n: number;
  readonly eventCount: number;
  /** [step] distinct times, ascending. */
  readonly times: Float64Array;
  /** [step] how many ended then, and how many were cut off. */
  readonly events: Float64Array;
  readonly censored: Float64Array;
}

/**
 * Counts durations by their length; those with NaN as time or flag are left out. What it takes in memory grows with the distinct
 * times, of which durations in days have few.
 *
 * Shapes: times [scenario], isEvent [scenario], 1 where the time is the duration, 0 where observation ended first. Throws RangeError
 * for negative or infinite times and for other flags.
 */
export function countDurations(times: Values, isEvent: Values): DurationCounts {
  const stepOf = new Map<number, number>();
  const found: { readonly time: number; events: number; censored: number }[] = [];
  let [n, eventCount] = [0, 0];
  forEachPair(times, isEvent, (time, flag, scenario) => {
    if (Number.isNaN(time) || Number.isNaN(flag)) return;
    checkDuration(time, flag, scenario);
    let step = stepOf.get(time);
    if (step === undefined) {
      step = found.push({ time: time + 0, events: 0, censored: 0 }) - 1; // -0 becomes 0
      stepOf.set(time, step);
    }
    n += 1;
    eventCount += flag;
    if (flag === 1) found[step].events += 1;
    else found[step].censored += 1;
  });
  found.sort((left, right) => left.time - right.time);
  return {
    n,
    eventCount,
    times: Float64Array.from(found, ({ time }) => time),
    events: Float64Array.from(found, ({ events }) => events),
    censored: Float64Array.from(found, ({ censored }) => censored),
  };
}

/** A time and its flag, as they must be. */
export function checkDuration(time: number, flag: number, scenario: number): void {
  if (!(Number.isFinite(time) && time >= 0)) {
    throw new RangeError(`invalid times[${scenario}] ${time}, must be in [0, infinity)`);
  }
  if (flag !== 0 && flag !== 1) throw new RangeError(`invalid isEvent[${scenario}] ${flag}, must be 0 or 1`);
}
