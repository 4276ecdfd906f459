import { columnOf, sorted, toArray, type Values, valueAt } from "./column.ts";
import { isPlain, plainSampling, type Sampling } from "./sampling.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";
import { summarizeTail } from "./summary.ts";
import { sortSample } from "./weighted-sample.ts";

/** An exceedance table, [rank] each: a loss that occurred, how rarely it is reached, and the mean of all at least as large. */
export interface LossRanks {
  /** Mean number of periods between periods with this loss or more: periods over rank. */
  readonly returnPeriod: Float64Array;
  readonly loss: Float64Array;
  /** TVaR: the mean of the losses up to this rank. */
  readonly tailLoss: Float64Array;
}

/**
 * Exceedance table of the losses of as many periods, largest first: rank i of N has return period N / i. With weights, rank
 * means the sum of weights so far.
 *
 * Shape: losses [period], n >= 1, finite; read only.
 *
 * Source: the convention of catastrophe models: Grossi & Kunreuther (2005), Catastrophe Modeling, chapter 2; OasisLMF ktools
 * ordleccalc, "full uncertainty".
 */
export function rankLosses(losses: Values, sampling: Sampling = plainSampling): LossRanks {
  const { values, weights, totalWeight, n } = sortSample(toArray(losses), sampling);
  if (n === 0) throw new RangeError("missing values: the exceedance table of an empty column");
  const ranks = { returnPeriod: new Float64Array(n), loss: new Float64Array(n), tailLoss: new Float64Array(n) };
  let weight = 0;
  let sum = 0;
  let carry = 0; // of Neumaier's sum
  for (let index = n - 1; index >= 0; index--) {
    weight += weights[index];
    const product = values[index] * weights[index];
    const next = sum + product;
    carry += Math.abs(sum) >= Math.abs(product) ? sum - next + product : product - next + sum;
    sum = next;
    // The last rank holds everything: its return period is 1 however the weights round.
    const rank = n - 1 - index;
    ranks.returnPeriod[rank] = index === 0 ? 1 : totalWeight / weight;
    ranks.loss[rank] = values[index];
    ranks.tailLoss[rank] = (sum + carry) / weight;
  }
  return ranks;
}

/**
 * The loss of a return period, linear in return period between ranks; undefined beyond the rarest.
 *
 * Source: OasisLMF ktools, leccalc at requested return periods.
 */
export function lossAt({ returnPeriod: periods, loss }: LossRanks, returnPeriod: number): number | undefined {
  return lossBetween(
    periods.length,
    (rank) => periods[rank],
    (rank) => loss[rank],
    returnPeriod,
  );
}

/** The same where return periods and losses are told by rank. */
function lossBetween(
  ranks: number,
  periodOf: (rank: number) => number,
  lossOf: (rank: number) => number,
  returnPeriod: number,
): number | undefined {
  // Return periods fall from the first rank on.
  let low = 0;
  let high = ranks - 1;
  if (returnPeriod > periodOf(0) * (1 + 1e-12) || returnPeriod < periodOf(high) * (1 - 1e-12)) return undefined;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (periodOf(middle) >= returnPeriod) low = middle;
    else high = middle - 1;
  }
  const next = low + 1;
  if (next === ranks || periodOf(low) <= returnPeriod) return lossOf(low);
  const part = (returnPeriod - periodOf(next)) / (periodOf(low) - periodOf(next));
  return lossOf(next) + part * (lossOf(low) - lossOf(next));
}

/** The losses of some return periods, one scenario a period. */
function lossesAt(losses: Values, returnPeriods: readonly number[], sampling: Sampling): (number | undefined)[] {
  if (!isPlain(sampling)) {
    const ranks = rankLosses(losses, sampling);
    return returnPeriods.map((returnPeriod) => lossAt(ranks, returnPeriod));
  }
  return sorted([columnOf(losses)], (ascending) => {
    const n = ascending.length;
    if (n === 0) throw new RangeError("missing values: the exceedance table of an empty column");
    const periodOf = (rank: number): number => n / (rank + 1);
    const lossOf = (rank: number): number => valueAt(ascending, n - 1 - rank) + 0; // -0 becomes 0
    return returnPeriods.map((returnPeriod) => lossBetween(n, periodOf, lossOf, returnPeriod));
  });
}

/** One point of an exceedance curve. */
export interface ExceedancePoint {
  /** Mean number of periods between exceedances; one scenario is one period. */
  readonly returnPeriod: number;
  /** The loss that is reached once in `returnPeriod` periods. */
  readonly loss: Statistic;
  /** The mean loss of the worst 1 / returnPeriod of the periods (TVaR). */
  readonly tailLoss: Statistic;
}

/**
 * Exceedance curve at given return periods, each point with its interval or with the reason why it has none: the loss with the
 * rank interval of the quantile 1 - 1 / T, the tail loss with the interval of CVaR at that level.
 *
 * Shapes: losses [period] in scenario order, one period a scenario, n >= 1, finite; read only. Range: every return period is above
 * 1 period. Throws RangeError outside.
 *
 * Source: `rankLosses`, `lossAt`; intervals as in `tailStatistics`.
 */
export function exceedanceCurve(
  losses: Values,
  returnPeriods: readonly number[],
  sampling: Sampling = plainSampling,
): ExceedancePoint[] {
  for (const returnPeriod of returnPeriods) {
    if (Number.isFinite(returnPeriod) && returnPeriod > 1) continue;
    throw new RangeError(`invalid return period ${returnPeriod}, must be in (1, infinity)`);
  }
  const reached = lossesAt(losses, returnPeriods, sampling);
  const tails = summarizeTail(
    losses,
    returnPeriods.map((returnPeriod) => 1 - 1 / returnPeriod),
    sampling,
  );
  return returnPeriods.map((returnPeriod, at) => {
    const { valueAtRisk, conditionalValueAtRisk } = tails[at];
    const own = reached[at];
    // Interpolation between two ranks stays within the interval, but for a rank at its end.
    const loss =
      valueAtRisk.value === undefined || own === undefined
        ? valueAtRisk
        : { ...valueAtRisk, value: own, ...widen(valueAtRisk, own) };
    return { returnPeriod, loss, tailLoss: conditionalValueAtRisk };
  });
}

function widen({ ciLow, ciHigh }: Statistic, value: number): Pick<Statistic, "ciLow" | "ciHigh"> {
  return {
    ciLow: ciLow === undefined ? undefined : Math.min(ciLow, value),
    ciHigh: ciHigh === undefined ? undefined : Math.max(ciHigh, value),
  };
}

/** Points of a curve that is not known, with the reason. */
export function unknownCurve(returnPeriods: readonly number[], n: number, reason: string): ExceedancePoint[] {
  return returnPeriods.map((returnPeriod) => {
    const none = unavailableStatistic("", n, "", reason);
    return { returnPeriod, loss: none, tailLoss: none };
  });
}
