import { studentTQuantile } from "../math/student-t-quantile.ts";
import {
  type Column,
  computeColumn,
  kept,
  mapColumn,
  negated,
  PIECE_ROWS,
  sorted,
  sumGroups,
  sumOf,
  toArray,
  valueAt,
  whereDefined,
} from "./column.ts";
import { sideProbability } from "./interval.ts";
import type { PairedColumns } from "./paired-difference.ts";
import { type Estimate, noEstimate } from "./paired-difference.ts";
import { effectiveSampleSize } from "./sampling.ts";
import { skewInterval } from "./skew-interval.ts";
import { smallestTailSize, type Tail } from "./tail.ts";
import { errorOfTotals } from "./weighted-sample.ts";

/** Fewest values, counted as n (1 - level), tails must hold before the difference of their CVaRs gets an interval. */
const smallestPairedTailSize = 50;

/**
 * Difference of two conditional values at risk on the same scenarios, with its interval: each CVaR is, up to smaller terms,
 * the mean of VaR + (X - VaR)+ / (1 - level), and the differences of these are taken scenario by scenario.
 *
 * Undefined where the tail holds fewer than ten values; without an interval where it holds fewer than 50, as with 20 it covers too little
 * (docs/statistics.md has the table).
 *
 * Source: Rockafellar & Uryasev (2002), Journal of Banking & Finance 26, Theorem 10; Hall (1992) for the skewness, see
 * `skewInterval`; Student's law with the degrees of freedom of `tailFreedom`.
 */
export function tailDifference(pair: PairedColumns, level: number, tail: Tail, confidence: number): Estimate {
  const { sampling, differences, first, second } = pair;
  const isWeighted = sampling.weights !== undefined;
  const given = sampling.weights;
  const weights = computeColumn(differences.length, differences.workspace, (piece, index) => {
    const source = differences.piece(index);
    const from = index * PIECE_ROWS;
    for (let row = 0; row < piece.length; row++) {
      piece[row] = Number.isNaN(source[row]) ? 0 : given === undefined ? 1 : given[from + row];
    }
  });
  const total = isWeighted ? sumOf(weights) : pair.n;
  const size = isWeighted ? effectiveSampleSize(toArray(weights)) : pair.n;
  if (size * (1 - level) < smallestTailSize * (1 - 1e-12)) return noEstimate;
  const sign = tail === "upper" ? 1 : -1;
  const one = tailContributions(first, weights, total, isWeighted, level, sign, differences);
  const two = tailContributions(second, weights, total, isWeighted, level, sign, differences);
  const least = 1e-9 * Math.max(Math.abs(one.value), Math.abs(two.value));
  const value = Math.abs(one.value - two.value) <= least ? 0 : one.value - two.value;
  const weighted = computeColumn(differences.length, differences.workspace, (piece, index) => {
    const [ones, twos, counts] = [one.excess.piece(index), two.excess.piece(index), weights.piece(index)];
    for (let row = 0; row < piece.length; row++) {
      const influence = sign * (ones[row] - one.mean) - sign * (twos[row] - two.mean);
      piece[row] = counts[row] === 0 ? 0 : counts[row] * influence;
    }
  });
  const totals = sumGroups(weighted, sampling.replicateSize);
  const isShort = size * (1 - level) < smallestPairedTailSize * (1 - 1e-12);
  if (isShort || totals.length < 2) return { value, low: undefined, high: undefined };
  const { standardError, skew, replicates } = errorOfTotals(totals, total);
  const freedom = Math.min(replicates - 1, tailFreedom(one.excess, two.excess, weights));
  const reach = studentTQuantile(1 - sideProbability(confidence), freedom);
  const interval = skewInterval(value, standardError, skew, reach);
  return { value, low: interval.low, high: interval.high };
}

/**
 * Degrees of freedom of the standard error: how well the few scenarios in either tail know the spread of their differences d, as
 * far as that is not told by their mean, which `skewInterval` takes care of: 2 (sum d^2)^2 over the sum of the squared residuals
 * of d^2 regressed on d.
 *
 * Source: Satterthwaite (1946), Biometrics Bulletin 2(6), 110-114: degrees of freedom from the variance of a variance.
 */
function tailFreedom(first: Column, second: Column, weights: Column): number {
  // Few scenarios lie in either tail: they are looked at again and again.
  const apart = computeColumn(first.length, first.workspace, (piece, index) => {
    const [ones, twos, counts] = [first.piece(index), second.piece(index), weights.piece(index)];
    for (let row = 0; row < piece.length; row++) {
      const d = counts[row] * (ones[row] - twos[row]);
      piece[row] = d === 0 ? Number.NaN : d;
    }
  });
  return kept(apart, freedomOf);
}

/** Shape: tail [n], the differences of the scenarios in either tail. */
function freedomOf(tail: Column): number {
  const n = tail.length;
  if (n < 3) return 1;
  const sum = (of: (d: number) => number): number => sumOf(mapColumn(tail, of));
  const mean = sum((d) => d) / n;
  const meanSquare = sum((d) => d * d) / n;
  const spread = sum((d) => (d - mean) * (d - mean));
  const together = sum((d) => (d - mean) * (d * d - meanSquare));
  const slope = spread > 0 ? together / spread : 0;
  const residualOf = (d: number): number => d * d - meanSquare - slope * (d - mean);
  const unexplained = sum((d) => residualOf(d) * residualOf(d));
  const size = n * meanSquare;
  return Math.min(MOST_FREEDOM, Math.max(1, (2 * size * size) / unexplained));
}

/** Student's law is the normal one long before. */
const MOST_FREEDOM = 1e9;

/** CVaR of a column and the influence of every scenario on it. */
function tailContributions(
  column: Column,
  weights: Column,
  total: number,
  isWeighted: boolean,
  level: number,
  sign: number,
  differences: Column,
): { value: number; mean: number; excess: Column } {
  const tailWeight = total * (1 - level) * (1 + 1e-12);
  const defined = whereDefined(column, differences);
  const valueAtRisk = isWeighted
    ? weightedValueAtRisk(toArray(column), toArray(weights), tailWeight, sign, toArray(differences))
    : plainValueAtRisk(sign > 0 ? defined : negated(defined), tailWeight, sign);
  const excess = computeColumn(column.length, column.workspace, (piece, index) => {
    const source = defined.piece(index);
    for (let row = 0; row < piece.length; row++) {
      const beyond = sign * (source[row] - valueAtRisk);
      piece[row] = beyond > 0 ? beyond / (1 - level) : 0;
    }
  });
  const weighted = computeColumn(column.length, column.workspace, (piece, index) => {
    const [source, counts] = [excess.piece(index), weights.piece(index)];
    for (let row = 0; row < piece.length; row++) piece[row] = source[row] * counts[row];
  });
  const mean = sumOf(weighted) / total;
  return { value: valueAtRisk + sign * mean, mean, excess };
}

/** The first value from the worst on with which more than the tail is taken, where every scenario counts once. */
function plainValueAtRisk(losses: Column, tailSize: number, sign: number): number {
  return sorted([losses], (ascending) => {
    const rank = Math.min(ascending.length, Math.floor(tailSize) + 1);
    return sign * valueAt(ascending, ascending.length - rank);
  });
}

/** The same for weighted scenarios. */
function weightedValueAtRisk(
  column: Float64Array,
  weights: Float64Array,
  tailWeight: number,
  sign: number,
  differences: Float64Array,
): number {
  const order = Uint32Array.from(column.keys()).filter((scenario) => !Number.isNaN(differences[scenario]));
  order.sort((left, right) => sign * (column[right] - column[left]) || left - right);
  let taken = 0;
  for (const scenario of order) {
    taken += weights[scenario];
    if (taken > tailWeight) return column[scenario];
  }
  return column[order[order.length - 1]];
}
