import { normalQuantile } from "../math/normal-quantile.ts";
import { columnOf, computeColumn, headOf, reversedEndOf, sumOf, sumOfPowers, type Values, valueAt } from "./column.ts";
import { type Interval, sideProbability } from "./interval.ts";
import { nearWhole } from "./near-whole.ts";
import { quantileRanks } from "./quantile.ts";
import { skewInterval } from "./skew-interval.ts";

/** Which end of the column is the bad one: `upper` for losses, `lower` for service levels. */
export type Tail = "upper" | "lower";

/**
 * Fewest values, counted as n (1 - level), a tail must hold before its CVaR is given.
 *
 * CVaR is the mean of those values alone, and its standard error rests on their spread, which k values of an exponential
 * tail (kurtosis 9) know to sqrt(2 / k) of itself: 45 % at ten. From ten on the interval below covers what it says; with
 * fewer, spread and skewness are guesses.
 */
export const smallestTailSize = 10;

/** What lies beyond VaR in one tail of a column, in the unit of the column. */
export interface TailRisk {
  n: number;
  level: number;
  tail: Tail;
  valueAtRisk: number;
  conditionalValueAtRisk: number;
  /** Standard error of CVaR; its n is the whole column, but only the tail informs it. */
  conditionalStandardError: number;
  /** Skewness of (X - VaR)+ over the root of n, >= 0: how lopsided the law of CVaR is, to the bad side. */
  conditionalSkew: number;
}

/**
 * VaR and CVaR of one tail of a sorted column.
 *
 * VaR is the inverse distribution function: the smallest x with F(x) >= level, which is the order statistic of rank
 * ceil(n level). CVaR is the mean of the worst 1 - level of the probability; where that share ends inside the atom at VaR
 * the atom is split, so CVaR = VaR + E[(X - VaR)+] / (1 - level). For the lower tail everything is mirrored: VaR is the
 * largest x that at least `level` of the values reach or exceed.
 * The standard error is sd((X - VaR)+) / ((1 - level) sqrt(n)), the spread of the estimator's influence function.
 *
 * Shape: sorted [n], ascending, n >= 1, all finite; read only. Range: 0 < level < 1. Throws RangeError outside.
 *
 * Source: Rockafellar & Uryasev (2002), Journal of Banking & Finance 26, Prop. 8 and Theorem 10; standard error: Manistre
 * & Hancock (2005), North American Actuarial Journal 9(2) (the same variance, written by tail variance and CVaR - VaR).
 */
export function measureTail(sorted: Values, level: number, tail: Tail): TailRisk {
  const column = columnOf(sorted);
  const n = column.length;
  if (n === 0) throw new RangeError("missing values: the tail of an empty column");
  checkLevel(level);

  const body = nearWhole(n * level);
  const beyond = n - Math.max(1, Math.ceil(body));
  const isUpper = tail === "upper";
  const valueAtRisk = valueAt(column, isUpper ? n - 1 - beyond : beyond);

  // The worst first.
  const worst = isUpper ? reversedEndOf(column, beyond) : headOf(column, beyond);
  const excesses = computeColumn(beyond, column.workspace, (piece, index) => {
    const source = worst.piece(index);
    for (let row = 0; row < piece.length; row++) {
      piece[row] = isUpper ? source[row] - valueAtRisk : valueAtRisk - source[row];
    }
  });
  const tailSize = n - body;
  const sumOfExcesses = sumOf(excesses);
  const largestExcess = beyond === 0 ? 0 : valueAt(excesses, 0);
  // No mean of excesses is above the largest one; rounding could carry it one bit beyond.
  const meanExcess = Math.min(largestExcess, sumOfExcesses / tailSize);

  // The n - beyond values up to VaR have an excess of zero.
  const columnMean = sumOfExcesses / n;
  const [squares, cubes] = sumOfPowers(excesses, columnMean, [2, 3]);
  const sumOfSquares = squares + (n - beyond) * columnMean * columnMean;
  const sdOfExcess = n < 2 ? 0 : Math.sqrt(sumOfSquares / (n - 1));
  const sumOfCubes = cubes - (n - beyond) * columnMean * columnMean * columnMean;
  const spread = Math.sqrt(sumOfSquares / n);

  return {
    n,
    level,
    tail,
    valueAtRisk,
    conditionalValueAtRisk: isUpper ? valueAtRisk + meanExcess : valueAtRisk - meanExcess,
    conditionalStandardError: (sdOfExcess / tailSize) * Math.sqrt(n),
    conditionalSkew: spread === 0 ? 0 : sumOfCubes / n / (spread * spread * spread) / Math.sqrt(n),
  };
}

/**
 * Interval of VaR between two order statistics of a sorted column, free of any assumption about the law; undefined when
 * the column is shorter than `neededSampleSize(level, confidence)`.
 *
 * Shape: sorted [n], ascending; read only. Range: 0 < level < 1, 0 < confidence < 1; throws RangeError outside.
 *
 * Source: Conover (1999), Practical Nonparametric Statistics, section 3.2.
 */
export function valueAtRiskInterval(
  sorted: Values,
  level: number,
  tail: Tail,
  confidence: number,
): Interval | undefined {
  const column = columnOf(sorted);
  const n = column.length;
  const ranks = quantileRanks(n, level, confidence);
  if (ranks === undefined) return undefined;
  const { lowerRank, upperRank } = ranks;
  return tail === "upper"
    ? { low: valueAt(column, lowerRank - 1), high: valueAt(column, upperRank - 1) }
    : { low: valueAt(column, n - upperRank), high: valueAt(column, n - lowerRank) };
}

/**
 * Interval of CVaR from the spread and the skewness of its influence function; undefined when the tail holds fewer than
 * ten values.
 *
 * The law of a tail's mean leans to the bad side, and the symmetric interval CVaR -+ z se, which ignores it, covers 81 to
 * 90 % with ten values in the tail. With the skewness taken out a nominal 95 % covers 95 to 96 % at ten values, 93 to 96 % at
 * 30 and more, for normal, exponential, lognormal and Pareto (shape 3) laws; docs/statistics.md has the table.
 *
 * Source: Trindade, Uryasev, Shapiro & Zrazhevsky (2007), Journal of Banking & Finance 31, asymptotic normality of the
 * sample CVaR; Hall (1992) for the skewness, see `skewInterval`.
 */
export function conditionalValueAtRiskInterval(risk: TailRisk, confidence: number): Interval | undefined {
  const side = sideProbability(confidence);
  if (risk.n < neededTailSampleSize(risk.level)) return undefined;
  return conditionalInterval(risk, normalQuantile(1 - side));
}

/** The same at a given reach, for whatever made standard error and skew. */
export function conditionalInterval(
  risk: Pick<TailRisk, "tail" | "conditionalValueAtRisk" | "conditionalStandardError" | "conditionalSkew">,
  reach: number,
): Interval {
  const { tail, conditionalValueAtRisk: value, conditionalStandardError, conditionalSkew } = risk;
  const worse = skewInterval(0, conditionalStandardError, conditionalSkew, reach);
  return tail === "upper"
    ? { low: value + worse.low, high: value + worse.high }
    : { low: value - worse.high, high: value - worse.low };
}

/** Smallest column whose tail beyond `level` holds ten values: 200 at 95 %, 1,000 at 99 %. */
export function neededTailSampleSize(level: number): number {
  checkLevel(level);
  return Math.ceil(nearWhole(smallestTailSize / (1 - level)));
}

function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level ${level}, must be in (0, 1)`);
}
