import type { Interval } from "./interval.ts";

/**
 * Interval of an estimate whose law is lopsided: the t statistic is made symmetric by Hall's cubic, which is inverted at
 * -+ reach. With skew 0 it is value -+ reach x standardError.
 *
 * @param skew skewness of the independent contributions over the root of their number
 * @param reach quantile of the normal or Student's law
 *
 * Source: Hall (1992), Journal of the Royal Statistical Society B 54(1), 221-228, on the removal of skewness by
 * transformation.
 */
export function skewInterval(value: number, standardError: number, skew: number, reach: number): Interval {
  return {
    low: value - standardError * invertCubic(reach, skew),
    high: value - standardError * invertCubic(-reach, skew),
  };
}

/** T with T + s T^2 / 3 + s^2 T^3 / 27 + s / 6 = target. */
function invertCubic(target: number, skew: number): number {
  // Below this the cube root of 1 + 1e-7 has lost the digits that the cubic would add.
  if (Math.abs(skew) < 1e-7) return target;
  return (3 / skew) * (Math.cbrt(1 + skew * (target - skew / 6)) - 1);
}
