import { compensatedSum } from "../math/compensated-sum.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { studentTQuantile } from "../math/student-t-quantile.ts";
import { type Column, columnOf, sumOfPowers, type Values } from "./column.ts";
import { sideProbability } from "./interval.ts";
import { effectiveSampleSize, type Sampling } from "./sampling.ts";

/** The defined values of a column with what each counts and which replicate it belongs to, ascending by value. */
export interface WeightedSample {
  readonly n: number;
  /** [n] ascending. */
  readonly values: Float64Array;
  /** [n] which scenario each value is of. */
  readonly scenarios: Uint32Array;
  /** [n] in the order of the values. */
  readonly weights: Float64Array;
  readonly totalWeight: number;
  /** [n] in the order of the values. */
  readonly replicates: Uint32Array;
  /** Independent replicates in the whole column, those without a defined value too. */
  readonly replicateCount: number;
  readonly replicateSize: number;
  readonly isWeighted: boolean;
  readonly effectiveN: number;
}

/** Sorts the defined values of a column [scenario] together with their weights; ties stay in scenario order. */
export function sortSample(values: Float64Array, { replicateSize, weights }: Sampling): WeightedSample {
  const order = new Uint32Array(values.length);
  let n = 0;
  for (let scenario = 0; scenario < values.length; scenario++)
    if (!Number.isNaN(values[scenario])) order[n++] = scenario;
  const kept = order.subarray(0, n).sort((left, right) => values[left] - values[right] || left - right);
  const own = Float64Array.from(kept, (scenario) => weights?.[scenario] ?? 1);
  return {
    n,
    values: Float64Array.from(kept, (scenario) => values[scenario] + 0), // -0 becomes 0
    scenarios: kept,
    weights: own,
    totalWeight: compensatedSum(own),
    replicates: Uint32Array.from(kept, (scenario) => Math.floor(scenario / replicateSize)),
    replicateCount: Math.ceil(values.length / replicateSize),
    replicateSize,
    isWeighted: weights !== undefined,
    effectiveN: effectiveSampleSize(own),
  };
}

/** What the spread over independent replicates says about an estimate. */
export interface ReplicateError {
  /** [replicate] totals of weight x influence; they sum to about 0. */
  readonly totals: Column;
  readonly standardError: number;
  /** Skewness of the totals over the root of their number: how lopsided the law of the estimate is. */
  readonly skew: number;
  readonly replicates: number;
}

/**
 * Standard error of an estimate that is, up to smaller terms, the weighted mean of influence values: whatever ties the
 * scenarios of a replicate together is in its total, and the totals are independent.
 *
 * se^2 = R / (R - 1) sum over replicates (sum w psi)^2 / (sum w)^2. Shape: influence [n] in the order of the sample.
 * Undefined with fewer than two replicates.
 *
 * Source: Wolter (2007), Introduction to Variance Estimation, chapter 6 (linearisation over clusters); Owen (2013), Monte
 * Carlo theory, methods and examples, section 17.3 (replicated randomisations).
 */
export function replicateError(sample: WeightedSample, influence: Float64Array): ReplicateError | undefined {
  const { replicateCount, totalWeight, replicates, weights } = sample;
  if (replicateCount < 2 || !(totalWeight > 0)) return undefined;
  const totals = new Float64Array(replicateCount);
  for (let index = 0; index < influence.length; index++) totals[replicates[index]] += weights[index] * influence[index];
  return errorOfTotals(totals, totalWeight);
}

/** The same from totals that were made elsewhere; of those that are 0 for nothing, `count` leaves out. */
export function errorOfTotals(values: Values, totalWeight: number, count = values.length): ReplicateError {
  const totals = columnOf(values);
  const [squares, cubes] = sumOfPowers(totals, 0, [2, 3]);
  const spread = Math.sqrt(squares / count);
  return {
    totals,
    standardError: Math.sqrt((squares * count) / (count - 1)) / totalWeight,
    skew: spread === 0 ? 0 : cubes / count / (spread * spread * spread) / Math.sqrt(count),
    replicates: count,
  };
}

/** The quantile of Student's law that an interval over so many replicates reaches. */
export function replicateReach(replicates: number, confidence: number): number {
  return studentTQuantile(1 - sideProbability(confidence), replicates - 1);
}

/**
 * Independent trials that would know a share as well as this sample does: share (1 - share) / se^2, less what few
 * replicates do not know about se. Where the share is 0 or 1 no spread is seen, and the size of the sample by its weights
 * stands.
 *
 * Source: Korn & Graubard (1998), Survey Methodology 24(2), 193-201.
 */
export function effectiveTrials(share: number, error: ReplicateError, effectiveN: number, confidence: number): number {
  const { standardError, replicates } = error;
  if (share <= 0 || share >= 1) return effectiveN;
  const ratio = normalQuantile(1 - sideProbability(confidence)) / replicateReach(replicates, confidence);
  const trials = (share * (1 - share) * ratio * ratio) / (standardError * standardError);
  return Math.min(trials, MOST_TRIALS);
}

/** Where every replicate agrees to the last scenario; beyond it the limits of a share do not move. */
const MOST_TRIALS = 1e9;

/** How the intervals of a sample came about, for the method column. */
export function describeReplicates({ replicateSize, replicateCount, isWeighted }: WeightedSample): string {
  const parts = [];
  if (isWeighted) parts.push("weighted");
  if (replicateSize > 1) parts.push(`${replicateCount} replicates of ${replicateSize}`);
  return parts.join(", ");
}
