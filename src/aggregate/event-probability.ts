import type { Comparison } from "../model/criterion.ts";
import { compares } from "../model/criterion.ts";
import { forEachValue, toArray, type Values } from "./column.ts";
import { shareStatistic } from "./column-statistics.ts";
import { wilsonInterval } from "./proportion.ts";
import { isPlain, plainSampling, type Sampling } from "./sampling.ts";
import { type Statistic, unavailableStatistic } from "./statistic.ts";
import type { SurvivalCurve } from "./survival.ts";
import { weightedShare } from "./weighted-column.ts";
import { sortSample } from "./weighted-sample.ts";

/**
 * Probability that a column stands to a value as the comparison says, with its Wilson interval.
 *
 * Shape: values [n], in any order; NaN is undefined in that scenario and left out, `n` says so.
 */
export function eventProbability(
  statistic: string,
  values: Values,
  comparison: Comparison,
  value: number,
  confidence: number,
  sampling: Sampling = plainSampling,
): Statistic {
  if (!isPlain(sampling)) {
    const flags = toArray(values).map((item) =>
      Number.isNaN(item) ? Number.NaN : compares(item, comparison, value) ? 1 : 0,
    );
    const sample = sortSample(flags, sampling);
    if (sample.n > 0) return weightedShare(statistic, sample, confidence);
  }
  let count = 0;
  let n = 0;
  forEachValue(values, (item) => {
    if (Number.isNaN(item)) return;
    n += 1;
    if (compares(item, comparison, value)) count += 1;
  });
  if (n === 0) return unavailableStatistic(statistic, 0, "Wilson", "no defined values");
  return shareStatistic(statistic, count, n, confidence);
}

/**
 * The same for durations of which some are cut off: from the Kaplan-Meier curve with its log-log limits, from the counts with
 * Wilson's where nothing was cut off up to the value. Beyond the longest duration seen only an upper bound of survival is
 * known, and nothing but that is said.
 *
 * @param share gives the probability where nothing was cut off, if the scenarios do not count alike
 */
export function durationProbability(
  statistic: string,
  curve: SurvivalCurve,
  comparison: Comparison,
  value: number,
  share?: () => Statistic,
): Statistic {
  const { n, confidence, steps } = curve;
  const isLonger = comparison === ">" || comparison === ">=";
  // P(T > t) and P(T <= t) include the events at t; P(T >= t) and P(T < t) those before.
  const includesEnd = comparison === ">" || comparison === "<=";
  const passed = steps.filter(({ time }) => (includesEnd ? time <= value : time < value));
  const step = passed[passed.length - 1];
  const censored = passed.reduce((sum, item) => sum + item.censored, 0);
  // Censorings at the last time itself come after its events.
  if (censored === 0 || (censored === step.censored && step.time === value)) {
    if (share !== undefined) return share();
    const ended = passed.reduce((sum, item) => sum + item.events, 0);
    return shareStatistic(statistic, isLonger ? n - ended : ended, n, confidence);
  }
  const last = steps[steps.length - 1];
  const method = "Kaplan-Meier, log-log";
  if (step === last && value > last.time && last.survival > 0) {
    // What was cut off last may have ended at once or never: survival lies between 0 and what it was.
    const most = last.upper ?? wilsonInterval(last.atRisk, last.atRisk, confidence).high;
    const reason = `durations are known up to ${last.time} only`;
    return {
      ...unavailableStatistic(statistic, n, method, reason),
      ciLow: isLonger ? 0 : 1 - most,
      ciHigh: isLonger ? most : 1,
    };
  }
  const limits = [step.lower, step.upper];
  const known = limits.every((limit) => limit !== undefined);
  return {
    statistic,
    value: isLonger ? step.survival : 1 - step.survival,
    ciLow: known ? (isLonger ? (step.lower as number) : 1 - (step.upper as number)) : undefined,
    ciHigh: known ? (isLonger ? (step.upper as number) : 1 - (step.lower as number)) : undefined,
    n,
    method,
    reason: known ? "" : "limits not reached",
  };
}
