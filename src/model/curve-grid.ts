/**
 * Daily curves cross from workers to statistics on two grids: values in steps, to count how often each occurs, and values
 * as whole multiples of 2^-26, whose sums are exact whatever the order of the scenarios.
 */
export const CURVE_STEP = 0.001;
export const CURVE_UNIT = 1 / 67_108_864;
/** Values below this fit a column of steps. */
export const MOST_VALUE = 2_000_000;

/** A curve value in steps. */
export function toSteps(value: number): number {
  return Math.round(value / CURVE_STEP);
}

/** A curve value in exact units: sums of up to 2^26 scenarios of a value below 2 stay whole numbers below 2^53. */
export function toUnits(value: number): number {
  return Math.round(value / CURVE_UNIT);
}
