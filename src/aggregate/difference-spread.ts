import { shareStatistic } from "./column-statistics.ts";
import type { ComparableColumn } from "./contributions.ts";
import { type Estimate, noEstimate } from "./paired-difference.ts";
import { quantile, quantileInterval } from "./quantile.ts";
import { isPlain, type Sampling } from "./sampling.ts";
import type { Statistic } from "./statistic.ts";
import { weightedQuantileStatistic, weightedShare } from "./weighted-column.ts";
import { sortSample } from "./weighted-sample.ts";
import { withoutNaN } from "./without-nan.ts";

/** How the differences of single scenarios lie: quantiles, and how often which column is better. */
export interface DifferenceSpread {
  readonly p5: Estimate;
  readonly median: Estimate;
  readonly p95: Estimate;
  /** Probability that the first column is better than the second; ties and what is unknown do not count. */
  readonly better: Estimate;
  readonly worse: Estimate;
  readonly tie: number | undefined;
  /** Part of the scenarios in which durations were cut off before they could be told apart. */
  readonly unknown: number;
}

/** Values closer than this part of the largest one of both columns are equal. */
const ROUNDING = 1e-9;

/**
 * Quantiles of the differences and the probability of being better. A duration that was cut off lies between two values, and
 * so does its difference: a figure is given where both ends agree, else only the interval from the lower limit at the one end
 * to the upper limit at the other.
 *
 * Source: Manski (2003), Partial Identification of Probability Distributions, chapter 1 (worst-case bounds).
 */
export function measureSpread(
  first: ComparableColumn,
  second: ComparableColumn,
  worse: "higher" | "lower",
  isFlag: boolean,
  sampling: Sampling,
  confidence: number,
): DifferenceSpread {
  const least = ROUNDING * Math.max(...[first, second].map(({ high }) => largest(high)));
  const clean = (value: number): number => (Math.abs(value) <= least ? 0 : value);
  const low = first.low.map((value, scenario) => clean(value - second.high[scenario]));
  const high = first.high.map((value, scenario) => clean(value - second.low[scenario]));
  const sign = worse === "higher" ? 1 : -1;
  const shareOf = (test: Test): Statistic => share(low, high, test, sampling, confidence);
  // Better for sure, better perhaps; worse likewise.
  const below = (): Estimate =>
    join(
      shareOf((_, top) => top < 0),
      shareOf((bottom) => bottom < 0),
    );
  const above = (): Estimate =>
    join(
      shareOf((bottom) => bottom > 0),
      shareOf((_, top) => top > 0),
    );
  const quantileOfLow = isFlag ? undefined : quantiles(low, sampling, confidence);
  const isCertain = low.every((value, scenario) => Object.is(value, high[scenario]));
  const quantileOfHigh = isFlag || isCertain ? quantileOfLow : quantiles(high, sampling, confidence);
  const spread = (probability: number): Estimate =>
    quantileOfLow === undefined || quantileOfHigh === undefined
      ? noEstimate
      : join(quantileOfLow(probability), quantileOfHigh(probability));
  return {
    p5: spread(0.05),
    median: spread(0.5),
    p95: spread(0.95),
    better: sign > 0 ? below() : above(),
    worse: sign > 0 ? above() : below(),
    tie: shareOf((bottom, top) => bottom === 0 && top === 0).value,
    unknown: shareOf((bottom, top) => bottom < top).value ?? 0,
  };
}

function join(low: Statistic, high: Statistic): Estimate {
  const value = low.value === high.value ? low.value : undefined;
  return { value, low: low.ciLow, high: high.ciHigh };
}

/** What may be true of a difference that lies between two values. */
type Test = (low: number, high: number) => boolean;

/** Share of the scenarios with a difference for which a test holds. */
function share(low: Float64Array, high: Float64Array, test: Test, sampling: Sampling, confidence: number): Statistic {
  if (!isPlain(sampling)) {
    const flags = low.map((value, at) => (Number.isNaN(value) ? Number.NaN : test(value, high[at]) ? 1 : 0));
    return weightedShare("", sortSample(flags, sampling), confidence);
  }
  let n = 0;
  let count = 0;
  for (let at = 0; at < low.length; at++) {
    if (Number.isNaN(low[at])) continue;
    n += 1;
    if (test(low[at], high[at])) count += 1;
  }
  return shareStatistic("", count, n, confidence);
}

/** Quantiles of a column, which is sorted once. */
function quantiles(column: Float64Array, sampling: Sampling, confidence: number): (probability: number) => Statistic {
  if (!isPlain(sampling)) {
    const sample = sortSample(column, sampling);
    return (probability) => weightedQuantileStatistic("", sample, probability, confidence);
  }
  const sorted = withoutNaN(column).sort();
  return (probability) => {
    const interval = quantileInterval(sorted, probability, confidence);
    const value = interval === undefined ? undefined : quantile(sorted, probability);
    return {
      statistic: "",
      value,
      ciLow: interval?.low,
      ciHigh: interval?.high,
      n: sorted.length,
      method: "",
      reason: "",
    };
  };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
