import { columnOf, type Values, valueAt } from "./column.ts";
import type { Interval } from "./interval.ts";
import { meanInterval, measureMoments, sdInterval, smallestSdIntervalSize } from "./moments.ts";
import { wilsonInterval } from "./proportion.ts";
import { neededSampleSize, quantile, quantileInterval } from "./quantile.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";

/**
 * Mean (Student t), standard deviation and standard error of the mean (both by the large-sample law) of a sorted column.
 *
 * Shape: sorted [n], ascending, n >= 1, all finite; read only.
 */
export function momentStatistics(sorted: Values, confidence: number): Statistic[] {
  const n = sorted.length;
  const moments = measureMoments(sorted);
  const mean = meanInterval(moments, confidence);
  const sd = sdInterval(moments, confidence);
  const root = Math.sqrt(n);
  const spreadReason =
    moments.sd === undefined
      ? "needs at least 2 scenarios"
      : sd === undefined
        ? `interval needs at least ${smallestSdIntervalSize} scenarios`
        : "";
  return [
    {
      statistic: "mean",
      value: moments.mean,
      ciLow: mean?.low,
      ciHigh: mean?.high,
      n,
      method: "Student t",
      reason: mean === undefined ? "interval needs at least 2 scenarios" : "",
    },
    {
      statistic: "sd",
      value: moments.sd,
      ciLow: sd?.low,
      ciHigh: sd?.high,
      n,
      method: "asymptotic normal",
      reason: spreadReason,
    },
    {
      statistic: "se",
      value: moments.standardError,
      ciLow: sd === undefined ? undefined : sd.low / root,
      ciHigh: sd === undefined ? undefined : sd.high / root,
      n,
      method: "asymptotic normal",
      reason: spreadReason,
    },
  ];
}

/** Smallest and largest value of a sorted column: facts about the sample, which bound nothing beyond it. */
export function extremeStatistics(sorted: Values): Statistic[] {
  const column = columnOf(sorted);
  const n = column.length;
  const rest = {
    ciLow: undefined,
    ciHigh: undefined,
    n,
    method: "sample extreme",
    reason: "the extreme of a sample has no interval",
  };
  return [
    { statistic: "min", value: valueAt(column, 0), ...rest },
    { statistic: "max", value: valueAt(column, n - 1), ...rest },
  ];
}

/** A type-7 quantile with its rank interval; neither when the column is too short for the interval. */
export function quantileStatistic(
  statistic: string,
  sorted: Values,
  probability: number,
  confidence: number,
): Statistic {
  const n = sorted.length;
  const method = "binomial ranks";
  const interval = quantileInterval(sorted, probability, confidence);
  if (interval === undefined) {
    const needed = neededSampleSize(probability, confidence);
    return unavailableStatistic(statistic, n, method, `needs at least ${needed} scenarios`);
  }
  return presentStatistic(statistic, quantile(sorted, probability), interval, n, method);
}

/** A share of scenarios with its Wilson interval. Range: total whole and >= 1, 0 <= count <= total. */
export function shareStatistic(statistic: string, count: number, total: number, confidence: number): Statistic {
  return presentStatistic(statistic, count / total, wilsonInterval(count, total, confidence), total, "Wilson");
}

function presentStatistic(statistic: string, value: number, interval: Interval, n: number, method: string): Statistic {
  return { statistic, value, ciLow: interval.low, ciHigh: interval.high, n, method, reason: "" };
}
