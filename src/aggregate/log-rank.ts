import { normalCdf } from "../math/normal-distribution.ts";
import { studentTTails } from "../math/student-t-distribution.ts";
import { type Column, columnOf, forEachPair, forEachValue, joinColumns, sumGroups, type Values } from "./column.ts";
import { plainSampling, type Sampling } from "./sampling.ts";

/** Durations of one group: times and whether their end was seen, by scenario; NaN is undefined. */
export interface Durations {
  readonly times: Values;
  readonly isEvent: Values | ArrayLike<number>;
}

/** Whether two survival curves are one and the same. */
export interface LogRank {
  readonly n: number;
  /** Events of the first group, and how many it would have had if both shared one hazard. */
  readonly observed: number;
  readonly expected: number;
  /** (observed - expected) over its standard deviation for independent groups; above 0 the first group recovers sooner. */
  readonly z: number | undefined;
  /** Two-sided. */
  readonly pValue: number | undefined;
  /** The same with the standard deviation of pairs, scenario by scenario (or replicate by replicate). */
  readonly pairedZ: number | undefined;
  readonly pairedPValue: number | undefined;
}

/**
 * Log-rank test of two groups that live through the same scenarios.
 *
 * Observed minus expected events of the first group, summed over event times with hypergeometric variances: the textbook test,
 * which takes the groups as independent. Designs share their scenarios, so that the textbook variance is too large (or, where
 * they react oppositely, too small): `paired` sums each scenario's influence on both curves first.
 *
 * Shapes: [scenario], both groups alike; read only. With weights, events and numbers at risk are sums of weights and only the
 * paired test is given; of replicates by Student's law, from two on. Undefined z where no event tells the groups apart.
 *
 * Source: Mantel (1966), Cancer Chemotherapy Reports 50; Klein & Moeschberger (2003), Survival Analysis, section 7.3; pairs: Jung
 * (1999), Lifetime Data Analysis 5(1), 67-79.
 */
export function logRank(first: Durations, second: Durations, sampling: Sampling = plainSampling): LogRank {
  const { replicateSize, weights } = sampling;
  const groups = [first, second].map(({ times, isEvent }) => ({ times: columnOf(times), isEvent: columnOf(isEvent) }));
  const times = sortedTimes(groups);
  const at = new Map(times.map((time, step) => [time, step]));
  const [own, theirs] = groups.map((group) => count(group, at, times.length, weights));
  let observed = 0;
  let expected = 0;
  let variance = 0;
  // [step] what an event adds and what a scenario at risk takes, for each group.
  const gains = [new Float64Array(times.length), new Float64Array(times.length)];
  const takes = [new Float64Array(times.length), new Float64Array(times.length)];
  for (let step = 0; step < times.length; step++) {
    const [one, two] = [own.atRisk[step], theirs.atRisk[step]];
    const atRisk = one + two;
    const events = own.events[step] + theirs.events[step];
    observed += own.events[step];
    if (!(atRisk > 0)) continue;
    expected += (events * one) / atRisk;
    if (atRisk > 1) variance += (events * one * two * (atRisk - events)) / (atRisk * atRisk * (atRisk - 1));
    if (one <= 0 || two <= 0) continue;
    // Weight of the step, one x two / atRisk, over the number at risk in each group.
    gains[0][step] = two / atRisk;
    gains[1][step] = one / atRisk;
    takes[0][step] = (gains[0][step] * own.events[step]) / one;
    takes[1][step] = (gains[1][step] * theirs.events[step]) / two;
  }
  const cumulated = takes.map(cumulate);
  const [ofFirst, ofSecond] = groups.map((group, which) =>
    ofScenarios(group, (time, isEnd) => {
      const step = at.get(time) as number;
      return (isEnd ? gains[which][step] : 0) - cumulated[which][step];
    }),
  );
  let n = 0;
  forEachPair(ofFirst, ofSecond, (one, two) => {
    if (!Number.isNaN(one) || !Number.isNaN(two)) n += 1;
  });
  const influence = joinColumns(
    ofFirst,
    ofSecond,
    (one, two, scenario) => (weights?.[scenario] ?? 1) * (orZero(one) - orZero(two)),
  );
  const totals = sumGroups(influence, replicateSize);
  const difference = observed - expected;
  const z = weights === undefined && variance > 0 ? difference / Math.sqrt(variance) : undefined;
  const pairedZ = overSpread(difference, totals, replicateSize);
  const pairedPValue =
    replicateSize === 1 || pairedZ === undefined ? twoSided(pairedZ) : studentTTails(pairedZ, totals.length - 1);
  return { n, observed, expected, z, pValue: twoSided(z), pairedZ, pairedPValue };
}

/** The difference over the spread of its totals; of replicates, which are few, with the divisor of a sample. */
function overSpread(difference: number, totals: Column, replicateSize: number): number | undefined {
  let squares = 0;
  forEachValue(totals, (total) => {
    squares += total * total;
  });
  const replicates = totals.length;
  if (!(squares > 0) || (replicateSize > 1 && replicates < 2)) return undefined;
  const variance = replicateSize === 1 ? squares : (squares * replicates) / (replicates - 1);
  return difference / Math.sqrt(variance);
}

/** Durations of a group as columns. */
interface Group {
  readonly times: Column;
  readonly isEvent: Column;
}

/** What a function says of every scenario's duration; NaN where it has none. */
function ofScenarios({ times, isEvent }: Group, of: (time: number, isEnd: boolean) => number): Column {
  return joinColumns(times, isEvent, (time, flag) =>
    Number.isNaN(time) || Number.isNaN(flag) ? Number.NaN : of(time, flag === 1),
  );
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

/** Distinct times of both groups, ascending. */
function sortedTimes(groups: readonly Group[]): number[] {
  const all = new Set<number>();
  for (const group of groups) {
    forEachValue(
      ofScenarios(group, (time) => time),
      (time) => {
        if (!Number.isNaN(time)) all.add(time); // a set takes -0 for 0
      },
    );
  }
  return [...Float64Array.from(all).sort()];
}

/** Events at each time and what is at risk just before it. */
function count(
  { times, isEvent }: Group,
  at: ReadonlyMap<number, number>,
  steps: number,
  weights: Float64Array | undefined,
): { events: Float64Array; atRisk: Float64Array } {
  const events = new Float64Array(steps);
  const leaving = new Float64Array(steps);
  forEachPair(times, isEvent, (time, flag, scenario) => {
    if (Number.isNaN(time) || Number.isNaN(flag)) return;
    const step = at.get(time) as number;
    const weight = weights?.[scenario] ?? 1;
    leaving[step] += weight;
    if (flag === 1) events[step] += weight;
  });
  const atRisk = new Float64Array(steps);
  let left = 0;
  for (let step = steps - 1; step >= 0; step--) {
    left += leaving[step];
    atRisk[step] = left;
  }
  return { events, atRisk };
}

function cumulate(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}

function twoSided(z: number | undefined): number | undefined {
  return z === undefined ? undefined : 2 * normalCdf(-Math.abs(z));
}
