import { binomialCdf } from "../math/binomial-distribution.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { studentTTails } from "../math/student-t-distribution.ts";
import {
  type Column,
  columnOf,
  computeColumn,
  countDefined,
  forEachPiece,
  largestOf,
  mapColumn,
  PIECE_ROWS,
  sumGroups,
  sumOf,
  sumOfPowers,
  whereDefined,
} from "./column.ts";
import type { ComparableColumn } from "./contributions.ts";
import { type Interval, sideProbability } from "./interval.ts";
import { isPlain, type Sampling } from "./sampling.ts";
import { errorOfTotals, type ReplicateError, replicateReach } from "./weighted-sample.ts";

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
  readonly differences: Column;
  readonly first: Column;
  readonly second: Column;
}

/** Values closer than this part of the largest one of both columns differ by rounding. */
export const ROUNDING = 1e-9;

/** Pairs the contributions of two columns, scenario by scenario. */
export function pairColumns(one: ComparableColumn, two: ComparableColumn, sampling: Sampling): PairedColumns {
  const [first, second] = [columnOf(one.contributions), columnOf(two.contributions)];
  const least = ROUNDING * Math.max(largestOf(first), largestOf(second));
  const differences = differenceOf(first, second, least);
  return { n: countDefined(differences), sampling, differences, first, second };
}

/** First less second; 0 where they differ by no more than `least`, NaN where either is undefined. */
export function differenceOf(first: Column, second: Column, least: number): Column {
  return computeColumn(first.length, first.workspace, (piece, index) => {
    const [ones, twos] = [first.piece(index), second.piece(index)];
    for (let row = 0; row < piece.length; row++) {
      const difference = ones[row] - twos[row];
      piece[row] = Math.abs(difference) <= least ? 0 : difference;
    }
  });
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
  const { sum, weight } = weightedSum(pair.differences, pair.n, pair.sampling);
  const mean = sum / weight;
  const { totals, count } = totalInfluence(pair.differences, pair.n, mean, pair.sampling);
  if (count < 2) return { mean, interval: undefined, pValue: undefined, error: undefined, method: "paired t" };
  const error = errorOfTotals(totals, weight, count);
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
  forEachPiece(pair.differences, (piece) => {
    for (const difference of piece) {
      if (difference > 0) more += 1;
      else if (difference < 0) fewer += 1;
    }
  });
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
  const { n, sampling, differences } = pair;
  const totalsOf = (column: Column): { totals: Column; count: number } => {
    const { sum, weight } = weightedSum(column, n, sampling);
    return totalInfluence(column, n, sum / weight, sampling);
  };
  const { totals: ofOne } = totalsOf(whereDefined(pair.first, differences));
  const { totals: ofTwo } = totalsOf(whereDefined(pair.second, differences));
  const { totals: ofBoth, count } = totalsOf(differences);
  if (count < 2) return noEstimate;
  const [squaresOfOne, squaresOfTwo, common] = [ofOne, ofTwo, ofBoth].flatMap((totals) => sumOfPowers(totals, 0, [2]));
  const apart = squaresOfOne + squaresOfTwo;
  if (!(common > 0) || !(apart > 0)) return noEstimate;
  const factor = apart / common;
  const logInfluence = computeColumn(ofBoth.length, ofBoth.workspace, (piece, index) => {
    const [ones, twos, both] = [ofOne.piece(index), ofTwo.piece(index), ofBoth.piece(index)];
    for (let row = 0; row < piece.length; row++) {
      const share = (ones[row] * ones[row] + twos[row] * twos[row]) / apart;
      piece[row] = (share - (both[row] * both[row]) / common) * count;
    }
  });
  const { standardError } = errorOfTotals(logInfluence, count, count);
  const reach = replicateReach(count, confidence) * standardError;
  return { value: factor, low: factor * Math.exp(-reach), high: factor * Math.exp(reach) };
}

/** Sums over the `n` scenarios in which a column is defined. */
function weightedSum(column: Column, n: number, { weights }: Sampling): { sum: number; weight: number } {
  const weighted = computeColumn(column.length, column.workspace, (piece, index) => {
    const source = column.piece(index);
    const from = index * PIECE_ROWS;
    for (let row = 0; row < piece.length; row++) {
      const value = source[row];
      piece[row] = Number.isNaN(value) ? 0 : weights === undefined ? value : value * weights[from + row];
    }
  });
  if (weights === undefined) return { sum: sumOf(weighted), weight: n };
  const weightOf = mapColumn(column, (value, scenario) => (Number.isNaN(value) ? 0 : weights[scenario]));
  return { sum: sumOf(weighted), weight: sumOf(weightOf) };
}

/**
 * Sum of weight x (value - mean) by replicate. Where every scenario is one, only the `n` that are defined count; the others are 0.
 */
function totalInfluence(
  column: Column,
  n: number,
  mean: number,
  { replicateSize, weights }: Sampling,
): { totals: Column; count: number } {
  const influence = computeColumn(column.length, column.workspace, (piece, index) => {
    const source = column.piece(index);
    const from = index * PIECE_ROWS;
    for (let row = 0; row < piece.length; row++) {
      const value = source[row] - mean;
      piece[row] = Number.isNaN(value) ? 0 : weights === undefined ? value : value * weights[from + row];
    }
  });
  const totals = sumGroups(influence, replicateSize);
  return { totals, count: replicateSize === 1 ? n : totals.length };
}
