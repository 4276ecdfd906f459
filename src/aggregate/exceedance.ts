import { isPlain, plainSampling, type Sampling } from "./sampling.ts";
import type { Statistic } from "./statistic.ts";
import { tailStatistics } from "./tail-statistics.ts";
import { weightedTailStatistics } from "./weighted-column.ts";
import { sortSample } from "./weighted-sample.ts";

/** One point of an aggregate exceedance curve. */
export interface ExceedancePoint {
  /** Mean number of periods between exceedances; one scenario is one period. */
  returnPeriod: number;
  /** 1 / returnPeriod. */
  exceedanceProbability: number;
  /** The total loss of a period that is exceeded once in `returnPeriod` periods (AEP). */
  loss: Statistic;
  /** The mean total loss of the worst 1 / returnPeriod of the periods (TVaR). */
  tailLoss: Statistic;
}

/**
 * Aggregate exceedance curve of total losses per period: at return period T the loss is VaR and the tail loss is CVaR, both
 * at level 1 - 1/T, each with its interval or with the number of scenarios it would take.
 *
 * Shapes: losses [n], n >= 1, in scenario order, all finite, one period's total loss per scenario; read only. Range: every
 * return period is above 1 period. Throws RangeError outside. The points keep the order of the return periods.
 *
 * Source: Rockafellar & Uryasev (2002), Journal of Banking & Finance 26 (VaR, CVaR with its atom split); the exceedance
 * reading is the catastrophe modellers': Grossi & Kunreuther (2005), Catastrophe Modeling, chapter 2.
 */
export function aggregateExceedance(
  losses: Float64Array,
  returnPeriods: readonly number[],
  confidence: number,
  sampling: Sampling = plainSampling,
): ExceedancePoint[] {
  const names = { valueAtRisk: "aep", conditionalValueAtRisk: "tvar" };
  const sorted = isPlain(sampling) ? losses.toSorted() : undefined;
  const sample = isPlain(sampling) ? undefined : sortSample(losses, sampling);
  return returnPeriods.map((returnPeriod) => {
    if (!(Number.isFinite(returnPeriod) && returnPeriod > 1)) {
      throw new RangeError(`invalid return period ${returnPeriod}, must be in (1, infinity)`);
    }
    const level = 1 - 1 / returnPeriod;
    const { valueAtRisk, conditionalValueAtRisk } =
      sample === undefined
        ? tailStatistics(sorted as Float64Array, level, "upper", confidence, names)
        : weightedTailStatistics(sample, level, "upper", confidence, names);
    return {
      returnPeriod,
      exceedanceProbability: 1 / returnPeriod,
      loss: valueAtRisk,
      tailLoss: conditionalValueAtRisk,
    };
  });
}
