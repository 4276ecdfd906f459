import { type Column, joinColumns, toArray, type Values } from "./column.ts";
import { countDurations } from "./duration-counts.ts";
import type { Sampling } from "./sampling.ts";

/**
 * A column of outcomes made ready to be compared with another one scenario by scenario.
 *
 * The weighted mean of `contributions` is the column's mean. Of durations, some of which are cut off, it is the mean up to
 * `horizon`, and `low` and `high` say between which values the scenario's own value lies up to there.
 */
export interface ComparableColumn {
  /** [scenario]; NaN where undefined. */
  readonly contributions: Values;
  readonly low: Values;
  readonly high: Values;
}

/** A column that is known in every scenario in which it is defined. */
export function comparableValues(values: Values): ComparableColumn {
  return { contributions: values, low: values, high: values };
}

/**
 * Durations up to a horizon, some cut off before it. Contributions are infinitesimal-jackknife pseudo-values of the area under
 * the Kaplan-Meier curve: mean + the influence of the scenario. Where nothing is cut off they are min(duration, horizon).
 *
 * @param times [scenario]; NaN is undefined
 * @param isSeen [scenario] 1 where the time is the duration, 0 where observation ended first
 * @returns undefined where the horizon lies beyond what the curve knows
 *
 * Source: Andersen, Hansen & Klein (2004), Lifetime Data Analysis 10, 335-350 (pseudo-values of the restricted mean); Reid
 * (1981), Annals of Statistics 9, 78-92 (influence functions for censored data).
 */
export function comparableDurations(
  times: Values,
  isSeen: Values,
  horizon: number,
  { weights }: Sampling,
): ComparableColumn | undefined {
  const { total, steps } =
    weights === undefined ? plainSteps(times, isSeen) : weightedSteps(toArray(times), toArray(isSeen), weights);
  if (steps.length === 0) return undefined;
  const last = steps[steps.length - 1];
  if (horizon > last.time && last.survival > 0) return undefined;

  // Area under the curve to the right of every step, up to the horizon.
  const areas = new Float64Array(steps.length);
  let area = 0;
  let end = horizon;
  for (let index = steps.length - 1; index >= 0; index--) {
    if (steps[index].time < horizon) {
      area += steps[index].survival * (end - steps[index].time);
      end = steps[index].time;
      areas[index] = area;
    }
  }
  const mean = Math.min(horizon, area + end);

  // [step] of a scenario that ends there, and of one that is cut off there.
  const ofEnded = new Float64Array(steps.length);
  const ofCutOff = new Float64Array(steps.length);
  let passed = 0; // what survivors of the steps so far have gained
  steps.forEach(({ time, atRisk, ended, survival: after }, index) => {
    const isBeyond = time >= horizon;
    const gain = ended > 0 && after > 0 ? (areas[index] * ended) / (atRisk * (atRisk - ended)) : 0;
    const loss = areas[index] / atRisk;
    ofEnded[index] = mean + total * (isBeyond ? passed : passed - loss);
    ofCutOff[index] = mean + total * (isBeyond ? passed : passed + gain);
    if (!isBeyond) passed += gain;
  });

  const stepOf = new Map(steps.map(({ time }, index) => [time, index]));
  const ofScenarios = (value: (time: number, isEnd: boolean) => number): Column =>
    joinColumns(times, isSeen, (time, flag) =>
      Number.isNaN(time) || Number.isNaN(flag) ? Number.NaN : value(time, flag === 1),
    );
  return {
    contributions: ofScenarios((time, isEnd) => (isEnd ? ofEnded : ofCutOff)[stepOf.get(time) as number]),
    low: ofScenarios((time) => Math.min(time, horizon)),
    high: ofScenarios((time, isEnd) => (isEnd ? Math.min(time, horizon) : horizon)),
  };
}

/** A distinct time: what was at risk, what ended, survival after it. */
interface Step {
  readonly time: number;
  readonly atRisk: number;
  readonly ended: number;
  readonly survival: number;
}

/** The steps of the Kaplan-Meier curve, and what was at risk at first. */
interface Steps {
  readonly total: number;
  readonly steps: readonly Step[];
}

function plainSteps(times: Values, isSeen: Values): Steps {
  const counts = countDurations(times, isSeen);
  const steps: Step[] = [];
  let atRisk = counts.n;
  let survival = 1;
  counts.times.forEach((time, index) => {
    const [ended, cutOff] = [counts.events[index], counts.censored[index]];
    survival = ended === atRisk ? 0 : survival * (1 - ended / atRisk);
    steps.push({ time, atRisk, ended, survival });
    atRisk -= ended + cutOff;
  });
  return { total: counts.n, steps };
}

function weightedSteps(times: Float64Array, isSeen: Float64Array, weights: Float64Array): Steps {
  const order = new Uint32Array(times.length);
  let n = 0;
  for (let scenario = 0; scenario < times.length; scenario++) {
    if (!Number.isNaN(times[scenario]) && !Number.isNaN(isSeen[scenario])) order[n++] = scenario;
  }
  const sorted = order.subarray(0, n).sort((left, right) => times[left] - times[right] || left - right);
  const left = new Float64Array(n + 1);
  for (let place = n - 1; place >= 0; place--) left[place] = left[place + 1] + weights[sorted[place]];
  const steps: Step[] = [];
  let survival = 1;
  for (let from = 0; from < n; ) {
    const time = times[sorted[from]];
    let to = from;
    let ended = 0;
    for (; to < n && times[sorted[to]] === time; to++) if (isSeen[sorted[to]] === 1) ended += weights[sorted[to]];
    const atRisk = left[from];
    const isLast = ended > 0 && to === n && sorted.subarray(from, to).every((scenario) => isSeen[scenario] === 1);
    survival = isLast ? 0 : survival * (1 - ended / atRisk);
    steps.push({ time, atRisk, ended, survival });
    from = to;
  }
  return { total: left[0], steps };
}
