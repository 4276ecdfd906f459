import { compensatedSum } from "../math/compensated-sum.ts";
import { extremeStatistics } from "./column-statistics.ts";
import { measureMoments, sdInterval, smallestSdIntervalSize } from "./moments.ts";
import { effectiveSampleSize } from "./sampling.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";
import { conditionalInterval, smallestTailSize, type Tail } from "./tail.ts";
import { cumulateWeights, placeOf, shareLimits, weightedQuantile } from "./weighted-quantile.ts";
import {
  describeReplicates,
  effectiveTrials,
  replicateError,
  replicateReach,
  type WeightedSample,
} from "./weighted-sample.ts";

const FEW_REPLICATES = "interval needs at least 2 replicates";

/** Value with or without limits, as a statistic of a sample. */
function statisticOf(
  statistic: string,
  sample: WeightedSample,
  method: string,
  value: number | undefined,
  limits: { low: number; high: number } | undefined,
  reason: string,
): Statistic {
  return {
    statistic,
    value,
    ciLow: limits?.low,
    ciHigh: limits?.high,
    n: sample.n,
    effectiveN: sample.effectiveN,
    method: `${method}, ${describeReplicates(sample)}`,
    reason: limits === undefined ? reason : "",
  };
}

/**
 * Mean, standard deviation and standard error of the mean of a sample that is weighted or comes in replicates; intervals by
 * the spread over replicates.
 *
 * The mean is sum(w x) / sum(w): with weights it is off by about 1 / n of its standard error, and a constant column has its
 * constant. Source: Hesterberg (1995), Technometrics 37(2) (ratio estimate); `replicateError`.
 */
export function weightedMoments(sample: WeightedSample, confidence: number): Statistic[] {
  const { values, weights, totalWeight, n } = sample;
  const mean = clamp(compensatedSum(values.map((value, index) => value * weights[index])) / totalWeight, values);
  const deviations = values.map((value) => value - mean);
  const squares = deviations.map((deviation) => deviation * deviation);
  const variance = compensatedSum(squares.map((square, index) => square * weights[index])) / totalWeight;
  const sd = n < 2 ? undefined : Math.sqrt(Math.max(0, variance) * (n / (n - 1)));
  const error = replicateError(sample, deviations);
  if (error === undefined) {
    return [
      statisticOf("mean", sample, "Student t", mean, undefined, FEW_REPLICATES),
      statisticOf("sd", sample, "linearised", sd, undefined, FEW_REPLICATES),
      statisticOf("se", sample, "asymptotic normal", undefined, undefined, "needs at least 2 replicates"),
    ];
  }
  const reach = replicateReach(error.replicates, confidence);
  const around = (value: number, se: number) => ({ low: value - reach * se, high: value + reach * se });
  const sdError =
    sd === undefined || sd === 0
      ? 0
      : (replicateError(
          sample,
          squares.map((square) => (square - variance) / (2 * sd)),
        )?.standardError ?? 0);
  const sdLimits = sd === undefined ? undefined : around(sd, sdError);
  // The standard error is the standard deviation of the replicates' totals in another unit.
  const ofTotals = measureMoments(error.totals);
  const totalsInterval = sdInterval(ofTotals, confidence);
  const scale = Math.sqrt(error.replicates) / totalWeight;
  return [
    statisticOf("mean", sample, "Student t", mean, around(mean, error.standardError), ""),
    statisticOf(
      "sd",
      sample,
      "linearised",
      sd,
      sdLimits === undefined ? undefined : { low: Math.max(0, sdLimits.low), high: sdLimits.high },
      "needs at least 2 scenarios",
    ),
    statisticOf(
      "se",
      sample,
      "asymptotic normal",
      error.standardError,
      totalsInterval === undefined ? undefined : { low: totalsInterval.low * scale, high: totalsInterval.high * scale },
      `interval needs at least ${smallestSdIntervalSize} replicates`,
    ),
  ];
}

/** Smallest and largest value seen, whatever they count. */
export function weightedExtremes(sample: WeightedSample): Statistic[] {
  return extremeStatistics(sample.values).map((statistic) => ({ ...statistic, effectiveN: sample.effectiveN }));
}

const QUANTILE_METHOD = "effective trials";

export function weightedQuantileStatistic(
  statistic: string,
  sample: WeightedSample,
  probability: number,
  confidence: number,
): Statistic {
  const { value, interval } = weightedQuantile(sample, cumulateWeights(sample), probability, confidence);
  const method = `${QUANTILE_METHOD}, ${describeReplicates(sample)}`;
  if (interval === undefined)
    return { ...unavailableStatistic(statistic, sample.n, method, tooFew(sample)), effectiveN: sample.effectiveN };
  return statisticOf(statistic, sample, QUANTILE_METHOD, value, interval, "");
}

/** VaR by the share beyond it, CVaR by the spread of its influence function over replicates, its skewness removed. */
export function weightedTailStatistics(
  sample: WeightedSample,
  level: number,
  tail: Tail,
  confidence: number,
  names: { valueAtRisk: string; conditionalValueAtRisk: string },
): { valueAtRisk: Statistic; conditionalValueAtRisk: Statistic } {
  const side = tail === "upper" ? sample : mirror(sample);
  const sign = tail === "upper" ? 1 : -1;
  const cumulated = cumulateWeights(side);
  const { value, interval } = weightedQuantile(side, cumulated, level, confidence, true);
  const { values, weights, totalWeight } = side;
  const excess = values.map((item) => Math.max(0, item - value));
  const meanExcess = compensatedSum(excess.map((item, index) => item * weights[index])) / (totalWeight * (1 - level));
  const beyond = placeOf(cumulated, level) + 1;
  const error = replicateError(
    side,
    excess.map((item) => item / (1 - level) - meanExcess),
  );
  const worst = sign * (value + Math.min(meanExcess, excess[excess.length - 1]));
  const reach = error === undefined ? 0 : replicateReach(error.replicates, confidence);
  const isKnown = error !== undefined && effectiveSampleSize(weights.subarray(beyond)) >= smallestTailSize * (1 - 1e-9);
  const limits = !isKnown
    ? undefined
    : conditionalInterval(
        {
          tail,
          conditionalValueAtRisk: worst,
          conditionalStandardError: error.standardError,
          conditionalSkew: error.skew,
        },
        reach,
      );
  const lowHigh =
    interval === undefined ? undefined : sign === 1 ? interval : { low: -interval.high, high: -interval.low };
  return {
    valueAtRisk: statisticOf(
      names.valueAtRisk,
      sample,
      QUANTILE_METHOD,
      lowHigh === undefined ? undefined : sign * value,
      lowHigh,
      tooFew(sample),
    ),
    conditionalValueAtRisk: statisticOf(
      names.conditionalValueAtRisk,
      sample,
      "influence function, skewness removed",
      limits === undefined ? undefined : worst,
      limits,
      tooFew(sample),
    ),
  };
}

/** A share of the weight with limits for as many trials as know it equally well. */
export function weightedShare(statistic: string, sample: WeightedSample, confidence: number): Statistic {
  const { values, weights, totalWeight } = sample;
  const share = clamp(compensatedSum(values.map((value, index) => value * weights[index])) / totalWeight, values);
  const error = replicateError(
    sample,
    values.map((value) => value - share),
  );
  const limits =
    error === undefined
      ? undefined
      : shareLimits(share, effectiveTrials(share, error, sample.effectiveN, confidence), confidence);
  return statisticOf(statistic, sample, "Clopper-Pearson by effective trials", share, limits, FEW_REPLICATES);
}

function tooFew(sample: WeightedSample): string {
  if (sample.replicateCount < 2) return "needs at least 2 replicates";
  return sample.isWeighted ? "too few weighted scenarios this far out" : "too few scenarios this far out";
}

/** No mean lies outside its values; rounding could carry it one bit beyond. */
function clamp(mean: number, sorted: Float64Array): number {
  return Math.max(sorted[0], Math.min(sorted[sorted.length - 1], mean));
}

/** The same sample with every value negated, ascending again. */
function mirror(sample: WeightedSample): WeightedSample {
  return {
    ...sample,
    values: sample.values.map((value) => 0 - value).reverse(),
    scenarios: sample.scenarios.slice().reverse(),
    weights: sample.weights.slice().reverse(),
    replicates: sample.replicates.slice().reverse(),
  };
}
