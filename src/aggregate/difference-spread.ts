import { type Column, columnOf, forEachPiece, joinColumns, largestOf, PIECE_ROWS, sorted, toArray } from "./column.ts";
import { shareStatistic } from "./column-statistics.ts";
import type { ComparableColumn } from "./contributions.ts";
import { differenceOf, type Estimate, noEstimate, ROUNDING } from "./paired-difference.ts";
import { quantile, quantileInterval } from "./quantile.ts";
import { isPlain, type Sampling } from "./sampling.ts";
import type { Statistic } from "./statistic.ts";
import { weightedQuantileStatistic, weightedShare } from "./weighted-column.ts";
import { sortSample } from "./weighted-sample.ts";

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
  const least = ROUNDING * Math.max(...[first, second].map(({ high }) => largestOf(high)));
  const low = differenceOf(columnOf(first.low), columnOf(second.high), least);
  const high = differenceOf(columnOf(first.high), columnOf(second.low), least);
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
  const ofLow = isFlag ? undefined : quantiles(low, sampling, confidence);
  const isCertain = areSame(low, high);
  const ofHigh = isFlag || isCertain ? ofLow : quantiles(high, sampling, confidence);
  const [p5, median, p95] = QUANTILES.map(
    (_, at): Estimate => (ofLow === undefined || ofHigh === undefined ? noEstimate : join(ofLow[at], ofHigh[at])),
  );
  return {
    p5,
    median,
    p95,
    better: sign > 0 ? below() : above(),
    worse: sign > 0 ? above() : below(),
    tie: shareOf((bottom, top) => bottom === 0 && top === 0).value,
    unknown: shareOf((bottom, top) => bottom < top).value ?? 0,
  };
}

function areSame(first: Column, second: Column): boolean {
  for (let from = 0; from < first.length; from += PIECE_ROWS) {
    const [ones, twos] = [first.piece(from / PIECE_ROWS), second.piece(from / PIECE_ROWS)];
    for (let row = 0; row < ones.length; row++) if (!Object.is(ones[row], twos[row])) return false;
  }
  return true;
}

function join(low: Statistic, high: Statistic): Estimate {
  const value = low.value === high.value ? low.value : undefined;
  return { value, low: low.ciLow, high: high.ciHigh };
}

/** What may be true of a difference that lies between two values. */
type Test = (low: number, high: number) => boolean;

/** Share of the scenarios with a difference for which a test holds. */
function share(low: Column, high: Column, test: Test, sampling: Sampling, confidence: number): Statistic {
  if (!isPlain(sampling)) {
    const flags = joinColumns(low, high, (bottom, top) =>
      Number.isNaN(bottom) ? Number.NaN : test(bottom, top) ? 1 : 0,
    );
    return weightedShare("", sortSample(toArray(flags), sampling), confidence);
  }
  let n = 0;
  let count = 0;
  forEachPiece(low, (bottoms, from) => {
    const tops = high.piece(from / PIECE_ROWS);
    for (let row = 0; row < bottoms.length; row++) {
      if (Number.isNaN(bottoms[row])) continue;
      n += 1;
      if (test(bottoms[row], tops[row])) count += 1;
    }
  });
  return shareStatistic("", count, n, confidence);
}

/** The quantiles that are told of differences. */
const QUANTILES = [0.05, 0.5, 0.95];

/** Quantiles of a column, which is sorted once. */
function quantiles(column: Column, sampling: Sampling, confidence: number): Statistic[] {
  if (!isPlain(sampling)) {
    const sample = sortSample(toArray(column), sampling);
    return QUANTILES.map((probability) => weightedQuantileStatistic("", sample, probability, confidence));
  }
  return sorted([column], (ascending) =>
    QUANTILES.map((probability) => {
      const interval = quantileInterval(ascending, probability, confidence);
      const value = interval === undefined ? undefined : quantile(ascending, probability);
      return {
        statistic: "",
        value,
        ciLow: interval?.low,
        ciHigh: interval?.high,
        n: ascending.length,
        method: "",
        reason: "",
      };
    }),
  );
}
