/** A confidence interval, both ends included, in the unit of what it surrounds; `low <= high`. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * The share of probability left on each side of an equal-tailed interval, (1 - confidence) / 2.
 *
 * Range: 0 < confidence < 1. Throws RangeError outside.
 */
export function sideProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`invalid confidence ${confidence}, must be in (0, 1)`);
  }
  return (1 - confidence) / 2;
}
