import type { Sampling } from "./sampling.ts";

/**
 * A column of outcomes made ready to be compared with another one scenario by scenario.
 *
 * The weighted mean of `contributions` is the column's mean. Of durations, some of which are cut off, it is the mean up to
 * `horizon`, and `low` and `high` say between which values the scenario's own value lies up to there.
 */
export interface ComparableColumn {
  /** [scenario]; NaN where undefined. */
  readonly contributions: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A column that is known in every scenario in which it is defined. */
export function comparableValues(values: Float64Array): ComparableColumn {
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
  times: Float64Array,
  isSeen: Float64Array,
  horizon: number,
  { weights }: Sampling,
): ComparableColumn | undefined {
  const order = new Uint32Array(times.length);
  let n = 0;
  for (let scenario = 0; scenario < times.length; scenario++) {
    if (!Number.isNaN(times[scenario]) && !Number.isNaN(isSeen[scenario])) order[n++] = scenario;
  }
  if (n === 0) return undefined;
  const sorted = order.subarray(0, n).sort((left, right) => times[left] - times[right] || left - right);
  const weightOf = (scenario: number): number => weights?.[scenario] ?? 1;

  // One step a distinct time: what was at risk, what ended, survival after it.
  const steps: { time: number; from: number; to: number; atRisk: number; ended: number; survival: number }[] = [];
  const left = new Float64Array(n + 1);
  for (let place = n - 1; place >= 0; place--) left[place] = left[place + 1] + weightOf(sorted[place]);
  let survival = 1;
  for (let from = 0; from < n; ) {
    const time = times[sorted[from]];
    let to = from;
    let ended = 0;
    for (; to < n && times[sorted[to]] === time; to++) if (isSeen[sorted[to]] === 1) ended += weightOf(sorted[to]);
    const atRisk = left[from];
    const isLast = ended > 0 && to === n && sorted.subarray(from, to).every((scenario) => isSeen[scenario] === 1);
    survival = isLast ? 0 : survival * (1 - ended / atRisk);
    steps.push({ time, from, to, atRisk, ended, survival });
    from = to;
  }
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

  const contributions = new Float64Array(times.length).fill(Number.NaN);
  const low = contributions.slice();
  const high = contributions.slice();
  let passed = 0; // what survivors of the steps so far have gained
  steps.forEach(({ time, from, to, atRisk, ended, survival: after }, index) => {
    const isBeyond = time >= horizon;
    const gain = ended > 0 && after > 0 ? (areas[index] * ended) / (atRisk * (atRisk - ended)) : 0;
    const loss = areas[index] / atRisk;
    for (let place = from; place < to; place++) {
      const scenario = sorted[place];
      const isEnd = isSeen[scenario] === 1;
      const own = isBeyond ? passed : passed + (isEnd ? -loss : gain);
      contributions[scenario] = mean + left[0] * own;
      low[scenario] = Math.min(time, horizon);
      high[scenario] = isEnd ? low[scenario] : horizon;
    }
    if (!isBeyond) passed += gain;
  });
  return { contributions, low, high };
}
