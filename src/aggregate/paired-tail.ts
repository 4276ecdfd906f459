import { compensatedSum } from "../math/compensated-sum.ts";
import type { PairedColumns } from "./paired-difference.ts";
import { type Estimate, noEstimate } from "./paired-difference.ts";
import { effectiveSampleSize } from "./sampling.ts";
import { skewInterval } from "./skew-interval.ts";
import { smallestTailSize, type Tail } from "./tail.ts";
import { errorOfTotals, replicateReach } from "./weighted-sample.ts";

/**
 * Difference of two conditional values at risk on the same scenarios, with its interval: each CVaR is, up to smaller terms,
 * the mean of VaR + (X - VaR)+ / (1 - level), and the differences of these are taken scenario by scenario.
 *
 * Undefined where the tail holds fewer than ten values.
 *
 * Source: Rockafellar & Uryasev (2002), Journal of Banking & Finance 26, Theorem 10; Hall (1992) for the skewness, see
 * `skewInterval`.
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
  const one = tailContributions(first, weights, level, sign, differences);
  const two = tailContributions(second, weights, level, sign, differences);
  const least = 1e-9 * Math.max(Math.abs(one.value), Math.abs(two.value));
  const value = Math.abs(one.value - two.value) <= least ? 0 : one.value - two.value;
  const totals = new Float64Array(Math.ceil(differences.length / sampling.replicateSize));
  for (let scenario = 0; scenario < differences.length; scenario++) {
    if (weights[scenario] === 0) continue;
    const influence = one.influence[scenario] - two.influence[scenario];
    totals[Math.floor(scenario / sampling.replicateSize)] += weights[scenario] * influence;
  }
  if (totals.length < 2) return noEstimate;
  const { standardError, skew, replicates } = errorOfTotals(totals, compensatedSum(weights));
  const interval = skewInterval(value, standardError, skew, replicateReach(replicates, confidence));
  return { value, low: interval.low, high: interval.high };
}

/** CVaR of a column and the influence of every scenario on it. */
function tailContributions(
  column: Float64Array,
  weights: Float64Array,
  level: number,
  sign: number,
  differences: Float64Array,
): { value: number; influence: Float64Array } {
  const order = Uint32Array.from(column.keys()).filter((scenario) => !Number.isNaN(differences[scenario]));
  order.sort((left, right) => sign * (column[right] - column[left]) || left - right);
  const total = compensatedSum(weights);
  const tailWeight = total * (1 - level);
  let taken = 0;
  let valueAtRisk = column[order[0]];
  for (const scenario of order) {
    valueAtRisk = column[scenario];
    taken += weights[scenario];
    if (taken >= tailWeight * (1 - 1e-12)) break;
  }
  const excess = column.map((value, scenario) =>
    Number.isNaN(differences[scenario]) ? 0 : Math.max(0, sign * (value - valueAtRisk)) / (1 - level),
  );
  const mean = compensatedSum(excess.map((value, scenario) => value * weights[scenario])) / total;
  return { value: valueAtRisk + sign * mean, influence: excess.map((value) => sign * (value - mean)) };
}
