/**
 * One number that summarises a column, with its confidence interval, or the reason why there is none.
 *
 * `value`, `ciLow` and `ciHigh` are in the unit of the column; `undefined` means not available, never zero. `reason` is
 * empty when nothing is missing. `n` is the number of values the statistic rests on.
 */
export interface Statistic {
  statistic: string;
  value: number | undefined;
  ciLow: number | undefined;
  ciHigh: number | undefined;
  n: number;
  /** Independent values of equal weight that would carry as much; left out where that is n. */
  effectiveN?: number;
  method: string;
  reason: string;
}

/** A statistic that cannot be given, and why. */
export function unavailableStatistic(statistic: string, n: number, method: string, reason: string): Statistic {
  return { statistic, value: undefined, ciLow: undefined, ciHigh: undefined, n, method, reason };
}
