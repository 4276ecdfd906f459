import { compensatedSum } from "../math/compensated-sum.ts";
import { studentTQuantile } from "../math/student-t-quantile.ts";
import { sideProbability } from "./interval.ts";
import type { PairedColumns } from "./paired-difference.ts";
import { type Estimate, noEstimate } from "./paired-difference.ts";
import { effectiveSampleSize } from "./sampling.ts";
import { skewInterval } from "./skew-interval.ts";
import { smallestTailSize, type Tail } from "./tail.ts";
import { errorOfTotals } from "./weighted-sample.ts";
import { withoutNaN } from "./without-nan.ts";

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
  const isDefined = (_: number, scenario: number): boolean => !Number.isNaN(differences[scenario]);
  const weights = (sampling.weights ?? new Float64Array(differences.length).fill(1)).map((weight, scenario) =>
    isDefined(0, scenario) ? weight : 0,
  );
  const size = sampling.weights === undefined ? pair.n : effectiveSampleSize(weights);
  if (size * (1 - level) < smallestTailSize * (1 - 1e-12)) return noEstimate;
  const sign = tail === "upper" ? 1 : -1;
  const isWeighted = sampling.weights !== undefined;
  const one = tailContributions(first, weights, isWeighted, level, sign, differences);
  const two = tailContributions(second, weights, isWeighted, level, sign, differences);
  const least = 1e-9 * Math.max(Math.abs(one.value), Math.abs(two.value));
  const value = Math.abs(one.value - two.value) <= least ? 0 : one.value - two.value;
  const totals = new Float64Array(Math.ceil(differences.length / sampling.replicateSize));
  for (let scenario = 0; scenario < differences.length; scenario++) {
    if (weights[scenario] === 0) continue;
    const influence = one.influence[scenario] - two.influence[scenario];
    totals[Math.floor(scenario / sampling.replicateSize)] += weights[scenario] * influence;
  }
  const isShort = size * (1 - level) < smallestPairedTailSize * (1 - 1e-12);
  if (isShort || totals.length < 2) return { value, low: undefined, high: undefined };
  const { standardError, skew, replicates } = errorOfTotals(totals, compensatedSum(weights));
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
function tailFreedom(first: Float64Array, second: Float64Array, weights: Float64Array): number {
  const tail = first.map((excess, scenario) => weights[scenario] * (excess - second[scenario])).filter((d) => d !== 0);
  if (tail.length < 3) return 1;
  const mean = compensatedSum(tail) / tail.length;
  const meanSquare = compensatedSum(tail.map((d) => d * d)) / tail.length;
  const spread = compensatedSum(tail.map((d) => (d - mean) * (d - mean)));
  const together = compensatedSum(tail.map((d) => (d - mean) * (d * d - meanSquare)));
  const slope = spread > 0 ? together / spread : 0;
  const residuals = tail.map((d) => d * d - meanSquare - slope * (d - mean));
  const unexplained = compensatedSum(residuals.map((residual) => residual * residual));
  const size = tail.length * meanSquare;
  return Math.min(MOST_FREEDOM, Math.max(1, (2 * size * size) / unexplained));
}

/** Student's law is the normal one long before. */
const MOST_FREEDOM = 1e9;

/** CVaR of a column and the influence of every scenario on it. */
function tailContributions(
  column: Float64Array,
  weights: Float64Array,
  isWeighted: boolean,
  level: number,
  sign: number,
  differences: Float64Array,
): { value: number; influence: Float64Array; excess: Float64Array } {
  const total = compensatedSum(weights);
  const tailWeight = total * (1 - level) * (1 + 1e-12);
  const valueAtRisk = isWeighted
    ? weightedValueAtRisk(column, weights, tailWeight, sign, differences)
    : plainValueAtRisk(column, tailWeight, sign, differences);
  const excess = new Float64Array(column.length);
  const weighted = new Float64Array(column.length);
  for (let scenario = 0; scenario < column.length; scenario++) {
    if (Number.isNaN(differences[scenario])) continue;
    excess[scenario] = Math.max(0, sign * (column[scenario] - valueAtRisk)) / (1 - level);
    weighted[scenario] = excess[scenario] * weights[scenario];
  }
  const mean = compensatedSum(weighted) / total;
  return { value: valueAtRisk + sign * mean, influence: excess.map((value) => sign * (value - mean)), excess };
}

/** The first value from the worst on with which more than the tail is taken, where every scenario counts once. */
function plainValueAtRisk(column: Float64Array, tailSize: number, sign: number, differences: Float64Array): number {
  const defined = column.map((value, scenario) => (Number.isNaN(differences[scenario]) ? Number.NaN : sign * value));
  const sorted = withoutNaN(defined).sort();
  const rank = Math.min(sorted.length, Math.floor(tailSize) + 1);
  return sign * sorted[sorted.length - rank];
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
