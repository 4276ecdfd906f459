import { quantileSorted } from "simple-statistics";
import { binomialCdf } from "../math/binomial-distribution.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { columnOf, type Values, valueAt } from "./column.ts";
import { type Interval, sideProbability } from "./interval.ts";

/** Ranks (1 = smallest value) of the two order statistics that bound a quantile. */
export interface RankInterval {
  lowerRank: number;
  upperRank: number;
}

/**
 * Sample quantile of a sorted column, linear between the order statistics around (n - 1) p (type 7).
 *
 * Shape: sorted [n], ascending, n >= 1, all finite; read only. Range: 0 <= probability <= 1. Throws outside.
 *
 * Source: Hyndman & Fan (1996), The American Statistician 50(4), definition 7.
 */
export function quantile(sorted: Values, probability: number): number {
  const column = columnOf(sorted);
  const { length } = column;
  const place = (length - 1) * probability;
  // The library reads the length and these ranks only; its type says number[].
  const ranks: { length: number; [rank: number]: number } = { length };
  for (const rank of [0, Math.floor(place), Math.ceil(place), length - 1]) {
    if (rank >= 0 && rank < length) ranks[rank] = valueAt(column, rank);
  }
  return quantileSorted(ranks as unknown as number[], probability);
}

/**
 * Ranks l < u of the equal-tailed interval [x(l), x(u)] that holds the quantile with at least the given confidence,
 * whatever the law; undefined when the column is too short for such ranks to exist.
 *
 * l is the largest rank with P(Bin(n, p) <= l - 1) <= a/2 and u the smallest with P(Bin(n, p) <= u - 1) >= 1 - a/2,
 * where a = 1 - confidence. Ties only make the interval safer. Range: n whole and >= 0, 0 < probability < 1,
 * 0 < confidence < 1; throws RangeError outside.
 *
 * Source: Conover (1999), Practical Nonparametric Statistics, section 3.2; Hahn & Meeker (1991), Statistical Intervals,
 * section 5.2.
 */
export function quantileRanks(n: number, probability: number, confidence: number): RankInterval | undefined {
  const side = sideProbability(confidence);
  checkProbability(probability);
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`invalid n ${n}, must be a whole number from 0`);
  if (!hasRanks(n, probability, side)) return undefined;

  // The normal law puts both ranks within a few places; the search walks out from there in doubling steps.
  const spread = normalQuantile(1 - side) * Math.sqrt(n * probability * (1 - probability));
  const firstTooHigh = firstRank(
    1,
    n,
    n * probability - spread,
    (rank) => binomialCdf(rank - 1, n, probability) > side,
  );
  const upperRank = firstRank(
    1,
    n,
    n * probability + spread,
    (rank) => binomialCdf(rank - 1, n, probability) >= 1 - side,
  );
  return { lowerRank: firstTooHigh - 1, upperRank };
}

/**
 * Exact probability that the interval between two order statistics holds the quantile of a continuous law,
 * P(l <= Bin(n, p) <= u - 1).
 *
 * Range: 1 <= lowerRank < upperRank <= n, 0 < probability < 1.
 *
 * Source: Conover (1999), Practical Nonparametric Statistics, section 3.2.
 */
export function rankCoverage(n: number, probability: number, lowerRank: number, upperRank: number): number {
  return binomialCdf(upperRank - 1, n, probability) - binomialCdf(lowerRank - 1, n, probability);
}

/**
 * Smallest number of values for which `quantileRanks` exists: 72 for the 5 % or 95 % quantile at 95 % confidence, 368 for
 * the 1 % or 99 % quantile.
 *
 * The extremes bound the quantile when p^n <= a/2 and (1 - p)^n <= a/2. Range: 0 < probability < 1, 0 < confidence < 1;
 * throws RangeError outside.
 */
export function neededSampleSize(probability: number, confidence: number): number {
  const side = sideProbability(confidence);
  checkProbability(probability);
  const rarer = Math.max(probability, 1 - probability);
  // The quotient is right to a few units; the exact condition decides.
  let n = Math.max(1, Math.floor(Math.log(side) / Math.log(rarer)) - 1);
  while (!hasRanks(n, probability, side)) n++;
  return n;
}

/**
 * Interval of a quantile between two order statistics of a sorted column; undefined when the column is too short.
 *
 * Shape: sorted [n], ascending; read only.
 */
export function quantileInterval(sorted: Values, probability: number, confidence: number): Interval | undefined {
  const ranks = quantileRanks(sorted.length, probability, confidence);
  if (ranks === undefined) return undefined;
  const column = columnOf(sorted);
  return { low: valueAt(column, ranks.lowerRank - 1), high: valueAt(column, ranks.upperRank - 1) };
}

function checkProbability(probability: number): void {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`invalid probability ${probability}, must be in (0, 1)`);
  }
}

/** Whether the smallest and the largest of n values lie outside the quantile, each with all but the side probability. */
function hasRanks(n: number, probability: number, side: number): boolean {
  if (n < 1) return false;
  return binomialCdf(0, n, probability) <= side && binomialCdf(n - 1, n, probability) >= 1 - side;
}

/**
 * The first rank in [first, last] that passes a test which, once passed, stays passed; `last` is taken to pass. Starts at
 * a guess, steps outwards 1, 2, 4 ... and halves what is left.
 */
function firstRank(first: number, last: number, guess: number, passes: (rank: number) => boolean): number {
  let high = Math.max(first, Math.min(last, Math.floor(guess)));
  let low = first - 1;
  if (passes(high)) {
    for (let step = 1; high > first; step *= 2) {
      const next = Math.max(first, high - step);
      if (!passes(next)) {
        low = next;
        break;
      }
      high = next;
    }
  } else {
    low = high;
    for (let step = 1; ; step *= 2) {
      high = Math.min(last, low + step);
      if (high === last || passes(high)) break;
      low = high;
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
