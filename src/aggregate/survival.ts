import { normalQuantile } from "../math/normal-quantile.ts";
import { columnOf, forEachPair, type Values } from "./column.ts";
import { checkDuration, countDurations, type DurationCounts } from "./duration-counts.ts";
import { type Interval, sideProbability } from "./interval.ts";

/** What happened at one observed time, and the survival from that time until the next. */
export interface SurvivalStep {
  time: number;
  /** Still under observation just before this time. */
  atRisk: number;
  events: number;
  /** Lost from view at this time, after its events. */
  censored: number;
  /** Kaplan-Meier estimate of P(T > time). */
  survival: number;
  greenwoodSe: number;
  /** Log-log limits of `survival`; undefined where it is 1 or 0, because the transform has no value there. */
  lower: number | undefined;
  upper: number | undefined;
  /** Nelson-Aalen estimate of the cumulative hazard. */
  cumulativeHazard: number;
}

/** A survival curve: one step for each distinct observed time, ascending. Before the first step survival is 1. */
export interface SurvivalCurve {
  n: number;
  eventCount: number;
  confidence: number;
  steps: SurvivalStep[];
}

/** Limits of a time; undefined means that the curve's limit never gets there inside the observation ("not reached"). */
export interface TimeInterval {
  low: number | undefined;
  high: number | undefined;
}

/** A mean time up to a horizon, with its standard error. */
export interface RestrictedMean {
  horizon: number;
  value: number;
  standardError: number;
}

/** Forgiven when a survival is compared with a probability, so that 0.5 computed as 0.5000000000000001 is not missed. */
const survivalSlack = 1e-12;

/**
 * Kaplan-Meier curve of durations of which some are only known to exceed the time observed.
 *
 * Shapes: times [n], isEvent [n], n >= 1; read only, in any order. `isEvent` is 1 where the time is the duration itself
 * and 0 where observation ended first (right-censored). Range: times finite and >= 0; 0 is legal (nothing had to recover).
 * Events come before censorings of the same time. Throws RangeError for other values or unequal lengths.
 *
 * Source: Kaplan & Meier (1958), JASA 53(282), eq. 2b; Greenwood (1926); limits by log(-log S): Kalbfleisch & Prentice
 * (2002), The Statistical Analysis of Failure Time Data, section 1.4; hazard: Nelson (1972), Technometrics 14(4);
 * Aalen (1978), Annals of Statistics 6(4).
 */
export function kaplanMeier(times: Values, isEvent: Values | ArrayLike<number>, confidence: number): SurvivalCurve {
  if (times.length === 0) throw new RangeError("missing times: the survival curve of an empty column");
  if (isEvent.length !== times.length) {
    throw new RangeError(`invalid isEvent length ${isEvent.length}, must be ${times.length} like times`);
  }
  const ends = columnOf(isEvent);
  forEachPair(times, ends, checkDuration);
  return survivalOf(countDurations(times, ends), confidence);
}

/** The same of durations that have been counted, at least one. */
export function survivalOf({ n, eventCount, ...counts }: DurationCounts, confidence: number): SurvivalCurve {
  const z = normalQuantile(1 - sideProbability(confidence));
  const steps: SurvivalStep[] = [];
  let atRisk = n;
  let survival = 1;
  let greenwoodSum = 0;
  let cumulativeHazard = 0;
  // Between two censorings the product telescopes: S = S(last censoring) * left / at risk then. Taken that way it rounds
  // twice however many steps lie between, and without censoring it is the empirical survival function to the bit.
  let survivalAtLastCensoring = 1;
  let atRiskAfterLastCensoring = n;

  counts.times.forEach((time, step) => {
    const [events, censored] = [counts.events[step], counts.censored[step]];
    const left = atRisk - events;
    if (events > 0) {
      survival = (survivalAtLastCensoring * left) / atRiskAfterLastCensoring;
      cumulativeHazard += events / atRisk;
      if (left > 0) greenwoodSum += events / (atRisk * left);
    }
    const band = logLogBand(survival, Math.sqrt(greenwoodSum), z);
    steps.push({
      time,
      atRisk,
      events,
      censored,
      survival,
      // At survival 0 Greenwood's sum is infinite, but its product with survival squared tends to 0.
      greenwoodSe: survival * Math.sqrt(greenwoodSum),
      lower: band?.low,
      upper: band?.high,
      cumulativeHazard,
    });
    atRisk = left - censored;
    if (censored > 0) {
      survivalAtLastCensoring = survival;
      atRiskAfterLastCensoring = atRisk;
    }
  });
  return { n, eventCount, confidence, steps };
}

/** The step in force at a time (the last one at or before it); undefined before the first, where survival is 1. */
export function survivalStepAt(curve: SurvivalCurve, time: number): SurvivalStep | undefined {
  let low = 0;
  let high = curve.steps.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (curve.steps[middle].time <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : curve.steps[low - 1];
}

/**
 * The time by which a share `probability` has had the event: the smallest t with S(t) <= 1 - probability, no midpoints;
 * undefined when survival never falls that far ("not reached").
 *
 * Range: 0 < probability < 1; throws RangeError outside.
 *
 * Source: Klein & Moeschberger (2003), Survival Analysis, section 4.5.
 */
export function quantileTime(curve: SurvivalCurve, probability: number): number | undefined {
  const remaining = remainingShare(probability);
  return curve.steps.find((step) => step.survival <= remaining)?.time;
}

/**
 * Limits of `quantileTime` by inverting the log-log band: the first times at which the lower and the upper limit of the
 * survival curve fall to 1 - probability. Each is undefined when its limit never gets there.
 *
 * Range: 0 < probability < 1; throws RangeError outside.
 *
 * Source: Brookmeyer & Crowley (1982), Biometrics 38(1), with the log-log band; Klein & Moeschberger (2003), Survival
 * Analysis, section 4.5.
 */
export function quantileTimeInterval(curve: SurvivalCurve, probability: number): TimeInterval {
  const remaining = remainingShare(probability);
  return {
    low: curve.steps.find((step) => step.lower !== undefined && step.lower <= remaining)?.time,
    high: curve.steps.find((step) => step.upper !== undefined && step.upper <= remaining)?.time,
  };
}

/**
 * Mean of min(T, horizon), the area under the survival curve up to the horizon, with its Greenwood-type standard error
 * sqrt(sum over event times of (area to the right)^2 d / (n (n - d))).
 *
 * Undefined when the horizon lies beyond the last observed time and survival is not 0 there: the curve is unknown from
 * that time on. Range: horizon finite and >= 0; throws RangeError outside.
 *
 * Source: Klein & Moeschberger (2003), Survival Analysis, eq. 4.5.1 and 4.5.2.
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): RestrictedMean | undefined {
  if (!(Number.isFinite(horizon) && horizon >= 0)) {
    throw new RangeError(`invalid horizon ${horizon}, must be in [0, infinity)`);
  }
  const { steps } = curve;
  const last = steps[steps.length - 1];
  if (horizon > last.time && last.survival > 0) return undefined;

  // Right to left, so that every area to the right is at hand when its event time comes.
  let end = horizon;
  let area = 0;
  let variance = 0;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (step.time >= horizon) continue;
    area += step.survival * (end - step.time);
    end = step.time;
    const left = step.atRisk - step.events;
    if (step.events > 0 && left > 0) variance += (area * area * step.events) / (step.atRisk * left);
  }
  // Survival is at most 1, so the area is at most the horizon; rounding could carry it one bit beyond.
  return { horizon, value: Math.min(horizon, area + end), standardError: Math.sqrt(variance) };
}

/**
 * Interval of a restricted mean, inside [0, horizon] where the mean must lie: value -+ reach standard errors, the normal
 * quantile unless another is given.
 */
export function restrictedMeanInterval(
  mean: RestrictedMean,
  confidence: number,
  quantile = normalQuantile(1 - sideProbability(confidence)),
): Interval {
  const reach = quantile * mean.standardError;
  return { low: Math.max(0, mean.value - reach), high: Math.min(mean.horizon, mean.value + reach) };
}

/**
 * S^exp(-+ reach x relativeError / |log S|), the limits that are symmetric in log(-log S); `relativeError` is that of S, by
 * Greenwood sqrt(sum d / (n (n - d))).
 */
export function logLogBand(survival: number, relativeError: number, reach: number): Interval | undefined {
  if (survival <= 0 || survival >= 1) return undefined;
  const logSurvival = Math.log(survival);
  const width = (reach * relativeError) / Math.abs(logSurvival);
  return { low: Math.exp(logSurvival * Math.exp(width)), high: Math.exp(logSurvival * Math.exp(-width)) };
}

function remainingShare(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`invalid probability ${probability}, must be in (0, 1)`);
  }
  return 1 - probability + survivalSlack;
}
