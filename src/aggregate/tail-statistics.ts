import type { Values } from "./column.ts";
import { neededSampleSize } from "./quantile.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";
import {
  conditionalValueAtRiskInterval,
  measureTail,
  neededTailSampleSize,
  type Tail,
  valueAtRiskInterval,
} from "./tail.ts";

/** VaR and CVaR of one tail at one level, ready to be reported. */
export interface TailStatistics {
  valueAtRisk: Statistic;
  conditionalValueAtRisk: Statistic;
}

/**
 * VaR with its rank interval and CVaR with its skewness-corrected influence-function interval, each not available (value too) when the column
 * is too short for its interval, with the number of scenarios it would take.
 *
 * Shape: sorted [n], ascending, n >= 1, all finite; read only. Range: 0 < level < 1, 0 < confidence < 1; throws RangeError
 * outside. `names` are the two statistics' names.
 */
export function tailStatistics(
  sorted: Values,
  level: number,
  tail: Tail,
  confidence: number,
  names: { valueAtRisk: string; conditionalValueAtRisk: string },
): TailStatistics {
  const n = sorted.length;
  const risk = measureTail(sorted, level, tail);
  const ranks = valueAtRiskInterval(sorted, level, tail, confidence);
  const influence = conditionalValueAtRiskInterval(risk, confidence);
  return {
    valueAtRisk:
      ranks === undefined
        ? unavailableStatistic(
            names.valueAtRisk,
            n,
            "binomial ranks",
            `needs at least ${neededSampleSize(level, confidence)} scenarios`,
          )
        : {
            statistic: names.valueAtRisk,
            value: risk.valueAtRisk,
            ciLow: ranks.low,
            ciHigh: ranks.high,
            n,
            method: "binomial ranks",
            reason: "",
          },
    conditionalValueAtRisk:
      influence === undefined
        ? unavailableStatistic(
            names.conditionalValueAtRisk,
            n,
            "influence function, skewness removed",
            `needs at least ${neededTailSampleSize(level)} scenarios`,
          )
        : {
            statistic: names.conditionalValueAtRisk,
            value: risk.conditionalValueAtRisk,
            ciLow: influence.low,
            ciHigh: influence.high,
            n,
            method: "influence function, skewness removed",
            reason: "",
          },
  };
}
