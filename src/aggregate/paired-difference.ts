import { binomialCdf } from "../math/binomial-distribution.ts";
import { compensatedSum } from "../math/compensated-sum.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { studentTTails } from "../math/student-t-distribution.ts";
import type { ComparableColumn } from "./contributions.ts";
import { type Interval, sideProbability } from "./interval.ts";
import { isPlain, type Sampling } from "./sampling.ts";
import { errorOfTotals, type ReplicateError, replicateReach } from "./weighted-sample.ts";
import { withoutNaN } from "./without-nan.ts";

/** An estimate with its interval; undefined where it cannot be given. */
export interface Estimate {
  readonly value: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export const noEstimate: Estimate = { value: undefined, low: undefined, high: undefined };

/** Two columns side by side, only those scenarios in which both are defined. */
export interface PairedColumns {
  readonly n: number;
  readonly sampling: Sampling;
  /** [scenario] first minus second; NaN where either is undefined; 0 where they differ by rounding alone. */
  readonly differences: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Values closer than this part of the largest one of both columns differ by rounding. */
const ROUNDING = 1e-9;

/** Pairs the contributions of two columns, scenario by scenario. */
export function pairColumns(
  { contributions: first }: ComparableColumn,
  { contributions: second }: ComparableColumn,
  sampling: Sampling,
): PairedColumns {
  const least = ROUNDING * Math.max(largest(first), largest(second));
  let n = 0;
  const differences = first.map((value, scenario) => {
    const difference = value - second[scenario];
    if (!Number.isNaN(difference)) n += 1;
    return Math.abs(difference) <= least ? 0 : difference;
  });
  return { n, sampling, differences, first, second };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Mean of the differences with what its interval and test need. */
export interface MeanDifference {
  readonly mean: number;
  readonly interval: Interval | undefined;
  /** Two-sided, of the hypothesis that the means are equal. */
  readonly pValue: number | undefined;
  readonly error: ReplicateError | undefined;
  readonly method: string;
}

/**
 * Paired interval of a difference in means: the spread of the differences of independent replicates (of scenarios, where they
 * are independent), by Student's law.
 *
 * Source: Law (2015), Simulation Modeling and Analysis, section 10.2.1 (paired-t confidence interval).
 */
export function meanDifference(pair: PairedColumns, confidence: number): MeanDifference {
  const { sum, weight } = weightedSum(pair.differences, pair.sampling);
  const mean = sum / weight;
  const totals = totalInfluence(pair.differences, mean, pair.sampling);
  if (totals.length < 2) return { mean, interval: undefined, pValue: undefined, error: undefined, method: "paired t" };
  const error = errorOfTotals(totals, weight);
  const reach = replicateReach(error.replicates, confidence) * error.standardError;
  const t = mean === 0 ? 0 : mean / error.standardError;
  return {
    mean,
    interval: { low: mean - reach, high: mean + reach },
    pValue: studentTTails(t, error.replicates - 1),
    error,
    method: "paired t",
  };
}

/**
 * The same for flags of independent scenarios, where few scenarios differ: adjusted Wald interval, exact McNemar test.
 *
 * Source: Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37(4), 479-488, eq. 3; McNemar (1947),
 * Psychometrika 12(2), in its exact binomial form.
 */
export function flagDifference(pair: PairedColumns, confidence: number): MeanDifference {
  if (!isPlain(pair.sampling)) return meanDifference(pair, confidence);
  let more = 0;
  let fewer = 0;
  for (const difference of pair.differences) {
    if (difference > 0) more += 1;
    else if (difference < 0) fewer += 1;
  }
  const size = pair.n + 2;
  const up = (more + 1) / size;
  const down = (fewer + 1) / size;
  const centre = up - down;
  const reach = normalQuantile(1 - sideProbability(confidence)) * Math.sqrt((up + down - centre * centre) / size);
  const discordant = more + fewer;
  return {
    mean: (more - fewer) / pair.n,
    interval: { low: Math.max(-1, centre - reach), high: Math.min(1, centre + reach) },
    pValue: discordant === 0 ? 1 : Math.min(1, 2 * binomialCdf(Math.min(more, fewer), discordant, 0.5)),
    error: undefined,
    method: "Bonett-Price, McNemar",
  };
}

/**
 * How many times smaller the variance of the difference is on common scenarios than it would be on independent ones:
 * (Var first + Var second) / Var difference, with its interval by the spread of its logarithm. Below 1 the common scenarios
 * did harm. Undefined where the columns never differ, or where neither varies.
 *
 * Source: Law (2015), Simulation Modeling and Analysis, section 11.2 (common random numbers); interval by the delta method
 * over independent replicates.
 */
export function varianceReduction(pair: PairedColumns, confidence: number): Estimate {
  const { sampling, differences } = pair;
  const isDefined = (scenario: number): boolean => !Number.isNaN(differences[scenario]);
  const first = pair.first.map((value, scenario) => (isDefined(scenario) ? value : Number.NaN));
  const second = pair.second.map((value, scenario) => (isDefined(scenario) ? value : Number.NaN));
  const [one, two, both] = [first, second, differences].map((column) => replicateTotals(column, sampling));
  const count = both.totals.length;
  if (count < 2) return noEstimate;
  const squares = (column: Totals): Float64Array => column.totals.map((total) => total * total);
  const [ofOne, ofTwo, ofBoth] = [squares(one), squares(two), squares(both)];
  const apart = compensatedSum(ofOne) + compensatedSum(ofTwo);
  const common = compensatedSum(ofBoth);
  if (!(common > 0) || !(apart > 0)) return noEstimate;
  const factor = apart / common;
  const logInfluence = ofBoth.map((square, at) => ((ofOne[at] + ofTwo[at]) / apart - square / common) * count);
  const { standardError } = errorOfTotals(logInfluence, count);
  const reach = replicateReach(count, confidence) * standardError;
  return { value: factor, low: factor * Math.exp(-reach), high: factor * Math.exp(reach) };
}

interface Totals {
  readonly totals: Float64Array;
}

function replicateTotals(column: Float64Array, sampling: Sampling): Totals {
  const { sum, weight } = weightedSum(column, sampling);
  return { totals: totalInfluence(column, sum / weight, sampling) };
}

function weightedSum(column: Float64Array, { weights }: Sampling): { sum: number; weight: number } {
  const own = new Float64Array(column.length);
  const weighted = new Float64Array(column.length);
  for (let scenario = 0; scenario < column.length; scenario++) {
    const value = column[scenario];
    if (Number.isNaN(value)) continue;
    own[scenario] = weights?.[scenario] ?? 1;
    weighted[scenario] = value * own[scenario];
  }
  return { sum: compensatedSum(weighted), weight: compensatedSum(own) };
}

/** Sum of weight x (value - mean) by replicate; where every scenario is one, only those that are defined. */
function totalInfluence(column: Float64Array, mean: number, { replicateSize, weights }: Sampling): Float64Array {
  if (replicateSize === 1) {
    const own = new Float64Array(column.length);
    for (let scenario = 0; scenario < column.length; scenario++) {
      own[scenario] = (column[scenario] - mean) * (weights?.[scenario] ?? 1);
    }
    return withoutNaN(own);
  }
  const totals = new Float64Array(Math.ceil(column.length / replicateSize));
  column.forEach((value, scenario) => {
    if (Number.isNaN(value)) return;
    totals[Math.floor(scenario / replicateSize)] += (value - mean) * (weights?.[scenario] ?? 1);
  });
  return totals;
}
