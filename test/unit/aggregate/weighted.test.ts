import { describe, expect, it } from "vitest";
import { effectiveSampleSize, type Sampling } from "../../../src/aggregate/sampling.ts";
import type { Statistic } from "../../../src/aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations } from "../../../src/aggregate/summary.ts";
import { kaplanMeier } from "../../../src/aggregate/survival.ts";
import { weightedKaplanMeier } from "../../../src/aggregate/weighted-survival.ts";
import { type Draws, fourBinomialErrors, openDraws } from "./draws.ts";

const loss = { worse: "higher", isFlag: false } as const;
const flag = { worse: "higher", isFlag: true } as const;
const find = (rows: readonly Statistic[], name: string) => rows.find(({ statistic }) => statistic === name)!;

/** Weights of 1, said explicitly: the weighted path on a plain sample. */
const ones = (n: number): Sampling => ({ replicateSize: 1, weights: new Float64Array(n).fill(1) });

describe("weights of 1 and replicates of 1", () => {
  const draws = openDraws("ones");
  const values = draws.column(2000, () => draws.exponential(1));
  const plain = summarizeColumn(values, loss);
  const weighted = summarizeColumn(values, loss, ones(values.length));

  it("give the values of a plain sample", () => {
    expect(weighted.map(({ statistic }) => statistic)).toEqual(plain.map(({ statistic }) => statistic));
    for (const name of ["mean", "sd", "se", "min", "max", "var95", "cvar95", "cvar99"]) {
      expect(find(weighted, name).value, name).toBeCloseTo(find(plain, name).value!, 3);
    }
  });

  it("give intervals within a few percent of the plain ones", () => {
    for (const name of ["mean", "p50", "p95", "var95", "cvar95"]) {
      const [ours, theirs] = [find(weighted, name), find(plain, name)];
      const width = theirs.ciHigh! - theirs.ciLow!;
      expect(Math.abs(ours.ciLow! - theirs.ciLow!), name).toBeLessThan(0.2 * width);
      expect(Math.abs(ours.ciHigh! - theirs.ciHigh!), name).toBeLessThan(0.2 * width);
    }
    expect(find(weighted, "mean").ciLow).toBeCloseTo(find(plain, "mean").ciLow!, 6);
  });

  it("give Kaplan and Meier's curve, and standard errors close to Greenwood's", () => {
    const ends = draws.column(500, () => draws.exponential(2));
    const times = draws.column(500, () => draws.exponential(1)).map((time, at) => Math.min(time, ends[at]));
    const isEvent = times.map((time, at) => (time < ends[at] ? 1 : 0));
    const theirs = kaplanMeier(times, isEvent, 0.95);
    const ours = weightedKaplanMeier(times, isEvent, ones(500), 0.95).curve;
    expect(ours.steps.length).toBe(theirs.steps.length);
    theirs.steps.forEach((step, at) => {
      expect(ours.steps[at].survival).toBeCloseTo(step.survival, 9);
      if (at > 5 && step.survival > 0.1) expect(ours.steps[at].greenwoodSe / step.greenwoodSe).toBeCloseTo(1, 1);
    });
  });
});

describe("whole-number weights", () => {
  it("count a value as often as they say", () => {
    const draws = openDraws("repeats");
    const values = draws.column(400, () => draws.exponential(1));
    const weights = Float64Array.from(values, (_, at) => 1 + (at % 3));
    const expanded = Float64Array.from([...values].flatMap((value, at) => Array(weights[at]).fill(value)));
    const ours = summarizeColumn(values, loss, { replicateSize: 1, weights });
    const theirs = summarizeColumn(expanded, loss);
    for (const name of ["mean", "var95", "cvar95"])
      expect(find(ours, name).value).toBeCloseTo(find(theirs, name).value!, 9);
    const isEvent = Float64Array.from(values, (_, at) => (at % 4 === 0 ? 0 : 1));
    const expandedEvents = [...isEvent].flatMap((event, at) => Array(weights[at]).fill(event));
    const curve = weightedKaplanMeier(values, isEvent, { replicateSize: 1, weights }, 0.95).curve;
    kaplanMeier(expanded, expandedEvents, 0.95).steps.forEach((step, at) => {
      expect(curve.steps[at].survival).toBeCloseTo(step.survival, 9);
    });
    const restricted = (rows: Statistic[]) => find(rows, "restrictedMean").value!;
    expect(restricted(summarizeDurations(values, isEvent, { horizon: 1 }, { replicateSize: 1, weights }))).toBeCloseTo(
      restricted(summarizeDurations(expanded, expandedEvents, { horizon: 1 })),
      9,
    );
  });

  it("make the sample smaller than it looks, and say so", () => {
    expect(effectiveSampleSize(Float64Array.of(1, 1, 1, 1))).toBe(4);
    expect(effectiveSampleSize(Float64Array.of(9, 1, 1, 1))).toBeCloseTo(144 / 84, 12);
    const row = find(
      summarizeColumn(Float64Array.of(1, 2, 3, 4), loss, { replicateSize: 1, weights: Float64Array.of(9, 1, 1, 1) }),
      "mean",
    );
    expect(row).toMatchObject({ n: 4, method: "Student t, weighted" });
    expect(row.effectiveN).toBeCloseTo(144 / 84, 12);
  });
});

describe("what cannot be known is not given", () => {
  it("with one replicate there is a value and no interval", () => {
    const rows = summarizeColumn(Float64Array.of(1, 2, 3, 4), loss, { replicateSize: 4 });
    expect(find(rows, "mean")).toMatchObject({
      value: 2.5,
      ciLow: undefined,
      reason: "interval needs at least 2 replicates",
    });
    expect(find(rows, "p50")).toMatchObject({ value: undefined, reason: "needs at least 2 replicates" });
  });

  it("a column without values has no statistics, a column of one value has that value", () => {
    const empty = summarizeColumn(new Float64Array(8).fill(Number.NaN), loss, { replicateSize: 2 });
    expect(
      empty.every(({ value, n, reason }) => value === undefined && n === 0 && reason === "no defined values"),
    ).toBe(true);
    const same = summarizeColumn(new Float64Array(400).fill(7), loss, { replicateSize: 2 });
    expect(find(same, "mean")).toMatchObject({ value: 7, ciLow: 7, ciHigh: 7 });
    expect(find(same, "p50")).toMatchObject({ value: 7, ciLow: 7, ciHigh: 7 });
  });
});

const replications = 400;

/** Draws of a loss by scenarios that are tied in pairs or weighted; the truth is known. */
interface Case {
  readonly name: string;
  readonly sampling: (draws: Draws) => { column: Float64Array; sampling: Sampling };
}

const PAIRS: Case = {
  name: "antithetic pairs",
  sampling: (draws) => {
    const column = new Float64Array(600);
    for (let at = 0; at < column.length; at += 2) {
      const u = draws.uniform();
      column[at] = -Math.log(u);
      column[at + 1] = -Math.log(1 - u);
    }
    return { column, sampling: { replicateSize: 2 } };
  },
};
const STRATA: Case = {
  name: "strata of 20",
  sampling: (draws) => ({
    column: Float64Array.from({ length: 600 }, (_, at) => -Math.log((Math.floor(at % 20) + draws.uniform()) / 20)),
    sampling: { replicateSize: 20 },
  }),
};
/** Drawn from an exponential law of mean 2, half of them from that of mean 1: weights stay below 2. */
const TILTED: Case = {
  name: "weighted draws",
  sampling: (draws) => {
    const column = draws.column(600, () => (draws.uniform() < 0.5 ? draws.exponential(1) : draws.exponential(2)));
    const weights = column.map((x) => Math.exp(-x) / (0.5 * Math.exp(-x) + 0.25 * Math.exp(-x / 2)));
    return { column, sampling: { replicateSize: 1, weights } };
  },
};

describe.each([PAIRS, STRATA, TILTED])("95 % intervals of $name cover 95 %", ({ name, sampling }) => {
  const truths = { mean: 1, p90: Math.log(10), var95: Math.log(20), cvar95: Math.log(20) + 1 };
  const held = new Map<string, number>();
  const draws = openDraws(name);
  let share = 0;
  let median = 0;
  for (let replication = 0; replication < replications; replication++) {
    const { column, sampling: how } = sampling(draws);
    const rows = summarizeColumn(column, loss, how);
    for (const [statistic, truth] of Object.entries(truths)) {
      const { ciLow, ciHigh } = find(rows, statistic);
      held.set(statistic, (held.get(statistic) ?? 0) + (ciLow! <= truth && truth <= ciHigh! ? 1 : 0));
    }
    const above = summarizeColumn(
      column.map((x) => (x > 2 ? 1 : 0)),
      flag,
      how,
    )[0];
    if (above.ciLow! <= Math.exp(-2) && Math.exp(-2) <= above.ciHigh!) share++;
    // A quarter of the durations is censored at 0.8.
    const isEvent = column.map((_, at) => (draws.uniform() < 0.25 && column[at] > 0.8 ? 0 : 1));
    const times = column.map((x, at) => (isEvent[at] === 0 ? 0.8 : x));
    const km = find(summarizeDurations(times, isEvent, {}, how), "p75");
    if (km.ciLow! <= Math.log(4) && Math.log(4) <= km.ciHigh!) median++;
  }
  it.each([...Object.keys(truths)])("%s", (statistic) => {
    const coverage = held.get(statistic)! / replications;
    expect(coverage, `${statistic}: ${coverage}`).toBeGreaterThan(0.95 - fourBinomialErrors(0.95, replications));
  });
  it("a share and the Kaplan-Meier 75 % point", () => {
    expect(share / replications).toBeGreaterThan(0.95 - fourBinomialErrors(0.95, replications));
    expect(median / replications).toBeGreaterThan(0.95 - fourBinomialErrors(0.95, replications));
  });
});
