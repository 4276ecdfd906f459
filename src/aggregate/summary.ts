import { type Column, columnOf, computeColumn, forEachValue, sorted, toArray, type Values, valueAt } from "./column.ts";
import { extremeStatistics, momentStatistics, quantileStatistic, shareStatistic } from "./column-statistics.ts";
import { countDurations } from "./duration-counts.ts";
import { quantileTimeStatistic, restrictedMeanStatistic } from "./duration-statistics.ts";
import { isPlain, plainSampling, type Sampling } from "./sampling.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";
import { survivalOf } from "./survival.ts";
import { type TailStatistics, tailStatistics } from "./tail-statistics.ts";
import {
  weightedExtremes,
  weightedMoments,
  weightedQuantileStatistic,
  weightedShare,
  weightedTailStatistics,
} from "./weighted-column.ts";
import { sortSample, type WeightedSample } from "./weighted-sample.ts";
import { weightedKaplanMeier } from "./weighted-survival.ts";

/** Every interval of a summary has this confidence: the convention of the field, and the one its tables are read with. */
export const summaryConfidence = 0.95;

/** Which way a column is bad, and whether its values are flags (0 or 1). */
export interface ColumnOptions {
  worse: "higher" | "lower";
  isFlag: boolean;
}

/** `horizon` bounds the restricted mean, in the unit of the times; without it the largest observed time does. */
export interface DurationOptions {
  horizon?: number | undefined;
}

const columnQuantiles = [
  ["p1", 0.01],
  ["p5", 0.05],
  ["p10", 0.1],
  ["p25", 0.25],
  ["p50", 0.5],
  ["p75", 0.75],
  ["p90", 0.9],
  ["p95", 0.95],
  ["p99", 0.99],
] as const;

// The short durations of a stress test are the scenarios that were never hit; the question is how long the long ones are.
const durationQuantiles = columnQuantiles.filter(([, probability]) => probability >= 0.5);

const tailLevels = [
  [{ valueAtRisk: "var95", conditionalValueAtRisk: "cvar95" }, 0.95],
  [{ valueAtRisk: "var99", conditionalValueAtRisk: "cvar99" }, 0.99],
] as const;

/**
 * The statistics of one column of outcomes, each with its 95 % interval or with the reason why there is none.
 *
 * Numbers: mean, sd, se, min, max, p1 ... p99, var95, cvar95, var99, cvar99 (VaR and CVaR on the worse side). Flags:
 * probability. Shape: values [n], in any order; read only. NaN is a value the scenario does not define: left out, and `n`
 * says so; an empty column gives every statistic without a value. The result depends on the values only, to the last bit,
 * and not on their order. Where scenarios are weighted or share randomisations, `sampling` says so, and intervals come from the
 * spread over independent replicates. Throws RangeError for infinite values and for flags other than 0 and 1.
 */
export function summarizeColumn(
  values: Values,
  options: ColumnOptions,
  sampling: Sampling = plainSampling,
): Statistic[] {
  if (!isPlain(sampling)) return summarizeSample(sortSample(toArray(values), sampling), options);
  const nothing = (): Statistic[] => withoutValues(summarizeColumn(new Float64Array(1), options));
  if (options.isFlag) return summarizeFlags(values) ?? nothing();
  // Adding 0 turns -0, which sorts apart from 0 although it equals it, into 0.
  return sorted([withoutNegativeZero(values)], (column) =>
    column.length === 0 ? nothing() : summarizeNumbers(column, options.worse),
  );
}

function withoutNegativeZero(values: Values): Column {
  const column = columnOf(values);
  return computeColumn(column.length, column.workspace, (piece, index) => {
    const source = column.piece(index);
    for (let row = 0; row < piece.length; row++) piece[row] = source[row] + 0;
  });
}

/**
 * The statistics of durations of which some are only known to exceed the time observed; no censored value is ever averaged.
 *
 * p50, p75, p90, p95, p99 and restrictedMean from the Kaplan-Meier curve, probabilityCensored as a share. Shapes: times
 * [n], isEvent [n] (1 = ended then, 0 = censored then), in any order; read only. Entries with NaN in either are left out
 * and `n` says so; an empty column gives every statistic without a value. Where the curve never falls far enough the
 * reason is "not reached". Throws RangeError for negative or infinite times, flags other than 0 and 1, unequal lengths.
 */
export function summarizeDurations(
  times: Values,
  isEvent: Values | ArrayLike<number>,
  options: DurationOptions = {},
  sampling: Sampling = plainSampling,
): Statistic[] {
  if (isEvent.length !== times.length) {
    throw new RangeError(`invalid isEvent length ${isEvent.length}, must be ${times.length} like times`);
  }
  const ends = columnOf(isEvent);
  if (!isPlain(sampling)) return summarizeWeightedDurations(toArray(times), toArray(ends), options, sampling);
  const counts = countDurations(times, ends);
  const { n } = counts;
  if (n === 0) {
    return withoutValues(summarizeDurations(new Float64Array(1), new Uint8Array(1).fill(1), options));
  }
  const curve = survivalOf(counts, summaryConfidence);
  return [
    ...durationQuantiles.map(([name, probability]) => quantileTimeStatistic(name, curve, probability)),
    restrictedMeanStatistic(curve, options.horizon),
    shareStatistic("probabilityCensored", n - curve.eventCount, n, summaryConfidence),
  ];
}

/** The statistics of a sample that is weighted or comes in replicates; the same list as for a plain column. */
function summarizeSample(sample: WeightedSample, options: ColumnOptions): Statistic[] {
  if (sample.n === 0) return withoutValues(summarizeColumn(new Float64Array(1), options));
  if (options.isFlag) {
    checkFlags(sample.values);
    return [weightedShare("probability", sample, summaryConfidence)];
  }
  checkFinite(sample.values);
  const tail = options.worse === "higher" ? "upper" : "lower";
  return [
    ...weightedMoments(sample, summaryConfidence),
    ...weightedExtremes(sample),
    ...columnQuantiles.map(([name, probability]) =>
      weightedQuantileStatistic(name, sample, probability, summaryConfidence),
    ),
    ...tailLevels.flatMap(([names, level]) => {
      const risk = weightedTailStatistics(sample, level, tail, summaryConfidence, names);
      return [risk.valueAtRisk, risk.conditionalValueAtRisk];
    }),
  ];
}

function summarizeWeightedDurations(
  times: Float64Array,
  isEvent: Float64Array,
  options: DurationOptions,
  sampling: Sampling,
): Statistic[] {
  const survival = weightedKaplanMeier(times, isEvent, sampling, summaryConfidence);
  if (survival.curve.n === 0) {
    return withoutValues(summarizeDurations(new Float64Array(1), new Uint8Array(1).fill(1), options));
  }
  const isCensored = times.map((time, scenario) => (Number.isNaN(time) ? Number.NaN : 1 - isEvent[scenario]));
  return [
    ...durationQuantiles.map(([name, probability]) =>
      quantileTimeStatistic(name, survival.curve, probability, survival),
    ),
    restrictedMeanStatistic(survival.curve, options.horizon, survival),
    weightedShare("probabilityCensored", sortSample(isCensored, sampling), summaryConfidence),
  ];
}

function summarizeNumbers(ascending: Values, worse: ColumnOptions["worse"]): Statistic[] {
  checkFinite(ascending);
  const tail = worse === "higher" ? "upper" : "lower";
  return [
    ...momentStatistics(ascending, summaryConfidence),
    ...extremeStatistics(ascending),
    ...columnQuantiles.map(([name, probability]) => quantileStatistic(name, ascending, probability, summaryConfidence)),
    ...tailLevels.flatMap(([names, level]) => {
      const risk = tailStatistics(ascending, level, tail, summaryConfidence, names);
      return [risk.valueAtRisk, risk.conditionalValueAtRisk];
    }),
  ];
}

function checkFinite(ascending: Values): void {
  const column = columnOf(ascending);
  for (const extreme of [valueAt(column, 0), valueAt(column, column.length - 1)]) {
    if (!Number.isFinite(extreme)) throw new RangeError(`invalid value ${extreme} in a column, must be finite or NaN`);
  }
}

function checkFlags(flags: Values): void {
  forEachValue(flags, (flag) => {
    if (flag !== 0 && flag !== 1 && !Number.isNaN(flag)) {
      throw new RangeError(`invalid flag ${flag}, must be 0, 1 or NaN`);
    }
  });
}

/** Undefined where no scenario defines a flag. */
function summarizeFlags(flags: Values): Statistic[] | undefined {
  checkFlags(flags);
  let [n, count] = [0, 0];
  forEachValue(flags, (flag) => {
    if (Number.isNaN(flag)) return;
    n += 1;
    count += flag;
  });
  return n === 0 ? undefined : [shareStatistic("probability", count, n, summaryConfidence)];
}

/** The same list of statistics for a column in which no scenario defines a value. */
function withoutValues(statistics: readonly Statistic[]): Statistic[] {
  return statistics.map(({ statistic, method }) => unavailableStatistic(statistic, 0, method, "no defined values"));
}

/** VaR and CVaR of the upper tail of a column at any levels, with 95 % intervals; values and sampling as `summarizeColumn`. */
export function summarizeTail(
  values: Values,
  levels: readonly number[],
  sampling: Sampling = plainSampling,
): TailStatistics[] {
  const names = { valueAtRisk: "var", conditionalValueAtRisk: "cvar" };
  if (isPlain(sampling)) {
    return sorted([columnOf(values)], (column) =>
      levels.map((level) => tailStatistics(column, level, "upper", summaryConfidence, names)),
    );
  }
  const sample = sortSample(toArray(values), sampling);
  return levels.map((level) => weightedTailStatistics(sample, level, "upper", summaryConfidence, names));
}
