import type { Sampling } from "./sampling.ts";
import { logLogBand, type RestrictedMean, restrictedMean, type SurvivalCurve, type SurvivalStep } from "./survival.ts";
import { errorOfTotals, replicateReach, sortSample, type WeightedSample } from "./weighted-sample.ts";

/** A Kaplan-Meier curve whose standard errors come from replicates, and what its area needs. */
export interface WeightedSurvival {
  readonly curve: SurvivalCurve;
  readonly sample: WeightedSample;
  /** [n] 1 where the time is the duration itself, in the order of the sample. */
  readonly isEvent: Uint8Array;
  /** [n] step of each time. */
  readonly stepOf: Int32Array;
}

/**
 * Kaplan-Meier curve of durations that are weighted or come in replicates. At-risk, event and censored numbers are sums of
 * weights; the standard error takes the place of Greenwood's, its influence function summed over each replicate.
 *
 * Shapes and ranges as `kaplanMeier`; values and flags are those of the sample. Undefined with fewer than two replicates.
 *
 * Source: Reid (1981), Annals of Statistics 9(1) (influence function of the Kaplan-Meier estimate); Williams (1995), Biometrics
 * 51(4), 1363-1366 (the same over clusters); with weights Xie & Liu (2005), Statistics in Medicine 24(20).
 */
export function weightedKaplanMeier(
  times: Float64Array,
  isEvent: ArrayLike<number>,
  sampling: Sampling,
  confidence: number,
): WeightedSurvival {
  const defined = times.map((time, scenario) => (Number.isNaN(isEvent[scenario]) ? Number.NaN : time));
  const sample = sortSample(defined, sampling);
  const flags = Uint8Array.from(sample.scenarios, (scenario) => isEvent[scenario]);
  const { values, weights, n } = sample;
  const steps: SurvivalStep[] = [];
  const stepOf = new Int32Array(n);
  let atRisk = sample.totalWeight;
  let survival = 1;
  let hazard = 0;
  let eventCount = 0;
  for (let from = 0; from < n; ) {
    const time = values[from];
    let events = 0;
    let leaving = 0;
    let to = from;
    for (; to < n && values[to] === time; to++) {
      leaving += weights[to];
      if (flags[to] === 1) {
        events += weights[to];
        eventCount += 1;
      }
      stepOf[to] = steps.length;
    }
    const isEnd = to === n && leaving === events;
    survival = isEnd ? 0 : survival * Math.max(0, 1 - events / atRisk);
    hazard += events / atRisk;
    steps.push({
      time,
      atRisk,
      events,
      censored: leaving - events,
      survival,
      greenwoodSe: 0,
      lower: undefined,
      upper: undefined,
      cumulativeHazard: hazard,
    });
    atRisk = to === n ? 0 : Math.max(Number.MIN_VALUE, atRisk - leaving);
    from = to;
  }
  const result = { curve: { n, eventCount, confidence, steps }, sample, isEvent: flags, stepOf };
  if (sample.replicateCount >= 2) addErrors(result, confidence);
  return result;
}

/**
 * Mean of min(T, horizon) with the standard error over replicates; undefined where the curve is unknown before the horizon
 * or there are fewer than two replicates.
 */
export function weightedRestrictedMean(survival: WeightedSurvival, horizon: number): RestrictedMean | undefined {
  const mean = restrictedMean(survival.curve, horizon);
  if (mean === undefined || survival.sample.replicateCount < 2) return undefined;
  const { steps } = survival.curve;
  // Area under the curve from each step to the horizon.
  const area = new Float64Array(steps.length);
  let right = 0;
  for (let step = steps.length - 1; step >= 0; step--) {
    const end = Math.min(horizon, step + 1 < steps.length ? steps[step + 1].time : horizon);
    right += steps[step].survival * Math.max(0, end - steps[step].time);
    area[step] = right;
  }
  const jump = steps.map(({ atRisk, events }, step) => (area[step] * events) / (atRisk * atRisk));
  const before = cumulate(jump);
  const totals = new Float64Array(survival.sample.replicateCount);
  const { weights, replicates } = survival.sample;
  for (let index = 0; index < weights.length; index++) {
    const step = survival.stepOf[index];
    const own = survival.isEvent[index] === 1 ? area[step] / steps[step].atRisk : 0;
    totals[replicates[index]] += weights[index] * (before[step] - own);
  }
  return { ...mean, standardError: errorOfTotals(totals, 1).standardError };
}

/** Standard errors and log-log bands of every step. */
function addErrors({ curve, sample, isEvent, stepOf }: WeightedSurvival, confidence: number): void {
  const { steps } = curve;
  const { weights, replicates, replicateCount } = sample;
  // While a scenario is at risk its share of log S(t) is the common sum H(t) of dN / Y^2; from its own time on, H there
  // less 1 / Y for its event.
  const common = cumulate(steps.map(({ atRisk, events }) => events / (atRisk * atRisk)));
  const squares = new Float64Array(steps.length);
  const [starts, order] = groupByReplicate(replicates, replicateCount);
  const gone = new Float64Array(steps.length);
  const settled = new Float64Array(steps.length);
  for (let replicate = 0; replicate < replicateCount; replicate++) {
    let left = 0;
    const first = starts[replicate];
    const last = starts[replicate + 1];
    for (let at = first; at < last; at++) {
      const index = order[at];
      const step = stepOf[index];
      const own = isEvent[index] === 1 ? 1 / steps[step].atRisk : 0;
      left += weights[index];
      gone[step] += weights[index];
      settled[step] += weights[index] * (common[step] - own);
    }
    let fixed = 0;
    for (let step = 0; step < steps.length; step++) {
      left -= gone[step];
      fixed += settled[step];
      gone[step] = 0;
      settled[step] = 0;
      const total = fixed + left * common[step];
      squares[step] += total * total;
    }
  }
  const reach = replicateReach(replicateCount, confidence);
  steps.forEach((step, at) => {
    const relative = Math.sqrt((squares[at] * replicateCount) / (replicateCount - 1));
    const band = logLogBand(step.survival, relative, reach);
    step.greenwoodSe = step.survival * relative;
    step.lower = band?.low;
    step.upper = band?.high;
  });
}

/** Places of the sample by replicate: those of replicate r are order[starts[r]] to order[starts[r + 1] - 1]. */
function groupByReplicate(replicates: Uint32Array, count: number): [Uint32Array, Uint32Array] {
  const starts = new Uint32Array(count + 1);
  for (const replicate of replicates) starts[replicate + 1] += 1;
  for (let replicate = 0; replicate < count; replicate++) starts[replicate + 1] += starts[replicate];
  const next = starts.slice();
  const order = new Uint32Array(replicates.length);
  replicates.forEach((replicate, index) => {
    order[next[replicate]++] = index;
  });
  return [starts, order];
}

function cumulate(values: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(values, (value) => (sum += value));
}
