import { betaQuantile } from "../math/beta-quantile.ts";
import { type Interval, sideProbability } from "./interval.ts";
import { quantile } from "./quantile.ts";
import { effectiveTrials, replicateError, type WeightedSample } from "./weighted-sample.ts";

/** Forgiven when cumulated weights are compared with a probability: they are sums of rounded numbers. */
const SLACK = 1e-12;

/** Running totals of the weights, [n], in the order of the values. */
export function cumulateWeights({ weights }: WeightedSample): Float64Array {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** Place of the smallest value that at least `probability` of the weight does not exceed. */
export function placeOf(cumulated: Float64Array, probability: number): number {
  const last = cumulated.length - 1;
  const target = probability * cumulated[last] * (1 - SLACK);
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cumulated[middle] >= target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A quantile with its interval; the interval is undefined when the sample is too small for it. */
export interface WeightedQuantile {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/**
 * Quantile of a sample that is weighted or comes in replicates: type 7 without weights, the inverse of the weighted
 * distribution function with them (or where `isInverse` asks for it). Its limits are the values at the Clopper-Pearson limits of
 * the probability, for as many independent trials as know the share below the quantile equally well.
 *
 * Source: Woodruff (1952), JASA 47(260) (limits of a quantile by those of its share); Korn & Graubard (1998), Survey
 * Methodology 24(2) (effective trials).
 */
export function weightedQuantile(
  sample: WeightedSample,
  cumulated: Float64Array,
  probability: number,
  confidence: number,
  isInverse = sample.isWeighted,
): WeightedQuantile {
  const { values, totalWeight, effectiveN } = sample;
  const place = placeOf(cumulated, probability);
  const value = isInverse ? values[place] : quantile(values, probability);
  const bound = values[place];
  let below = 0;
  const influence = new Float64Array(values.length);
  for (let index = 0; index < values.length && values[index] <= bound; index++) below = cumulated[index];
  const share = below / totalWeight;
  for (let index = 0; index < values.length; index++) influence[index] = (values[index] <= bound ? 1 : 0) - share;
  const error = replicateError(sample, influence);
  if (error === undefined) return { value, interval: undefined };
  const trials = effectiveTrials(share, error, effectiveN, confidence);
  const limits = shareLimits(probability, trials, confidence);
  // The extremes of the sample bound the quantile only if the limits of its probability lie inside the sample.
  const side = sideProbability(confidence);
  const isReached = (rarer: number): boolean => trials * Math.log(rarer) <= Math.log(side);
  if (!isReached(probability) || !isReached(1 - probability)) return { value, interval: undefined };
  return {
    value,
    interval: { low: values[placeOf(cumulated, limits.low)], high: values[placeOf(cumulated, limits.high)] },
  };
}

/** Clopper and Pearson's limits of a share for any positive number of trials. */
export function shareLimits(share: number, trials: number, confidence: number): Interval {
  const side = sideProbability(confidence);
  const hits = share * trials;
  return {
    low: hits <= 0 ? 0 : betaQuantile(side, hits, trials - hits + 1),
    high: hits >= trials ? 1 : betaQuantile(1 - side, hits + 1, trials - hits),
  };
}
