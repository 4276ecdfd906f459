import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureMoments } from "../../../src/aggregate/moments.ts";
import { clopperPearsonInterval, wilsonInterval } from "../../../src/aggregate/proportion.ts";
import { quantile } from "../../../src/aggregate/quantile.ts";
import type { Statistic } from "../../../src/aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations } from "../../../src/aggregate/summary.ts";
import { kaplanMeier, quantileTime, restrictedMean } from "../../../src/aggregate/survival.ts";
import { measureTail } from "../../../src/aggregate/tail.ts";
import { openDraws } from "./draws.ts";

const loss = { worse: "higher", isFlag: false } as const;
const service = { worse: "lower", isFlag: false } as const;
const flag = { worse: "higher", isFlag: true } as const;

function pick(statistics: readonly Statistic[], name: string): Statistic {
  const found = statistics.find(({ statistic }) => statistic === name);
  if (found === undefined) throw new Error(`no statistic named ${name}`);
  return found;
}

describe("summarizeColumn of numbers", () => {
  const draws = openDraws("summary");
  const values = draws.column(2000, () => draws.exponential(100));
  const sorted = values.slice().sort();

  it("lists moments, extremes, quantiles and tails in a fixed order", () => {
    expect(summarizeColumn(values, loss).map(({ statistic }) => statistic)).toEqual([
      ...["mean", "sd", "se", "min", "max"],
      ...["p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"],
      ...["var95", "cvar95", "var99", "cvar99"],
    ]);
  });

  it("says by which method each interval was made", () => {
    const methods = new Set(summarizeColumn(values, loss).map(({ method }) => method));
    expect([...methods]).toEqual([
      "Student t",
      "asymptotic normal",
      "sample extreme",
      "binomial ranks",
      "influence function, skewness removed",
    ]);
  });

  it("gives every statistic a value and, but for the extremes, an interval around it when scenarios are plenty", () => {
    for (const { statistic, value, ciLow, ciHigh, n, reason } of summarizeColumn(values, loss)) {
      expect(n).toBe(2000);
      expect(value).toBeDefined();
      if (statistic === "min" || statistic === "max") {
        expect([ciLow, ciHigh, reason]).toEqual([undefined, undefined, "the extreme of a sample has no interval"]);
        continue;
      }
      expect(reason).toBe("");
      expect(ciLow).toBeLessThanOrEqual(value as number);
      expect(ciHigh).toBeGreaterThanOrEqual(value as number);
    }
  });

  it("takes its numbers from the functions of this folder", () => {
    const summary = summarizeColumn(values, loss);
    const moments = measureMoments(sorted);
    expect(pick(summary, "mean").value).toBe(moments.mean);
    expect(pick(summary, "sd").value).toBe(moments.sd);
    expect(pick(summary, "se").value).toBe(moments.standardError);
    expect(pick(summary, "se").ciHigh).toBe((pick(summary, "sd").ciHigh as number) / Math.sqrt(2000));
    expect(pick(summary, "min").value).toBe(sorted[0]);
    expect(pick(summary, "max").value).toBe(sorted[1999]);
    expect(pick(summary, "p75").value).toBe(quantile(sorted, 0.75));
    expect(pick(summary, "var99").value).toBe(measureTail(sorted, 0.99, "upper").valueAtRisk);
    expect(pick(summary, "cvar95").value).toBe(measureTail(sorted, 0.95, "upper").conditionalValueAtRisk);
  });

  it("looks for VaR and CVaR on the worse side: low for a service level, high for a loss", () => {
    const summary = summarizeColumn(values, service);
    const risk = measureTail(sorted, 0.95, "lower");
    expect(pick(summary, "var95").value).toBe(risk.valueAtRisk);
    expect(pick(summary, "cvar95").value).toBe(risk.conditionalValueAtRisk);
    expect(pick(summary, "var95").value).toBeLessThan(pick(summary, "p50").value as number);
    expect(pick(summary, "p95").value).toBe(pick(summarizeColumn(values, loss), "p95").value);
  });

  it("is the same to the bit in whatever order the scenarios arrive", () => {
    const column = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 500 });
    const shuffled = column.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([first, second]) => {
        const summary = summarizeColumn(Float64Array.from(first), loss);
        expect(summarizeColumn(Float64Array.from(second), loss)).toStrictEqual(summary);
      }),
    );
  });

  it("knows no negative zero: a column of both zeros is a column of zeros", () => {
    const zeros = Float64Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? -0 : 0));
    expect(summarizeColumn(zeros, loss)).toStrictEqual(summarizeColumn(new Float64Array(400), loss));
    expect(summarizeDurations(zeros, zeros)).toStrictEqual(
      summarizeDurations(new Float64Array(400), new Float64Array(400)),
    );
  });

  it("leaves the column it is given as it was", () => {
    const before = values.slice();
    summarizeColumn(values, loss);
    expect(values).toEqual(before);
  });

  it("has neither value nor interval for a quantile or tail that the scenarios are too few for, and says how many", () => {
    const summary = summarizeColumn(values.slice(0, 100), loss);
    for (const [name, needed] of [
      ["p1", 368],
      ["p99", 368],
      ["var99", 368],
      ["cvar95", 200],
      ["cvar99", 1000],
    ] as const) {
      expect(pick(summary, name)).toMatchObject({
        value: undefined,
        ciLow: undefined,
        ciHigh: undefined,
        n: 100,
        reason: `needs at least ${needed} scenarios`,
      });
    }
    expect(pick(summary, "p95").reason).toBe("");
    expect(pick(summary, "var95").reason).toBe("");
  });

  it("of a single scenario is its value and no error bar", () => {
    const summary = summarizeColumn(Float64Array.of(42), loss);
    expect(pick(summary, "mean")).toMatchObject({ value: 42, reason: "interval needs at least 2 scenarios" });
    expect(pick(summary, "sd")).toMatchObject({ value: undefined, reason: "needs at least 2 scenarios" });
    expect(pick(summary, "p50")).toMatchObject({ value: undefined, reason: "needs at least 6 scenarios" });
    for (const { ciLow, ciHigh } of summary) expect([ciLow, ciHigh]).toEqual([undefined, undefined]);
  });

  it("of few scenarios gives the sd without an interval", () => {
    const summary = summarizeColumn(values.slice(0, 20), loss);
    expect(pick(summary, "sd")).toMatchObject({ ciLow: undefined, reason: "interval needs at least 30 scenarios" });
    expect(pick(summary, "sd").value).toBeGreaterThan(0);
  });

  it("of equal values has that value everywhere and intervals of width zero", () => {
    const summary = summarizeColumn(new Float64Array(1000).fill(0.1), loss);
    for (const { statistic, value, ciLow, ciHigh } of summary) {
      const expected = statistic === "sd" || statistic === "se" ? 0 : 0.1;
      expect(value).toBe(expected);
      if (statistic !== "min" && statistic !== "max") expect([ciLow, ciHigh]).toEqual([expected, expected]);
    }
  });

  it("leaves out scenarios without a value, and n says so", () => {
    const holes = Float64Array.from([Number.NaN, ...values, Number.NaN]);
    expect(summarizeColumn(holes, loss)).toStrictEqual(summarizeColumn(values, loss));
  });

  it("of no defined value at all has no statistic, and says why", () => {
    for (const empty of [new Float64Array(0), Float64Array.of(Number.NaN)]) {
      const summary = summarizeColumn(empty, loss);
      expect(summary.map(({ statistic, method }) => [statistic, method])).toEqual(
        summarizeColumn(values, loss).map(({ statistic, method }) => [statistic, method]),
      );
      for (const entry of summary) {
        expect(entry).toMatchObject({ value: undefined, ciLow: undefined, ciHigh: undefined, n: 0 });
        expect(entry.reason).toBe("no defined values");
      }
    }
  });

  it("refuses infinite values", () => {
    expect(() => summarizeColumn(Float64Array.of(1, Number.POSITIVE_INFINITY), loss)).toThrow("invalid value Infinity");
    expect(() => summarizeColumn(Float64Array.of(1, Number.NEGATIVE_INFINITY), loss)).toThrow(
      "invalid value -Infinity",
    );
  });
});

describe("summarizeColumn of flags", () => {
  it("is the share of ones with its Wilson interval", () => {
    const flags = Float64Array.from({ length: 263 }, (_, index) => (index < 81 ? 1 : 0));
    const wilson = wilsonInterval(81, 263, 0.95);
    expect(summarizeColumn(flags, flag)).toEqual([
      {
        statistic: "probability",
        value: 81 / 263,
        ciLow: wilson.low,
        ciHigh: wilson.high,
        n: 263,
        method: "Wilson",
        reason: "",
      },
    ]);
    expect(wilson).not.toEqual(clopperPearsonInterval(81, 263, 0.95));
  });

  it("never claims certainty from flags that are all equal", () => {
    const [never] = summarizeColumn(new Float64Array(20), flag);
    expect(never).toMatchObject({ value: 0, ciLow: 0 });
    expect(never!.ciHigh).toBeGreaterThan(0.15);
  });

  it("leaves out undefined flags, refuses other numbers, and has no share of nothing", () => {
    expect(summarizeColumn(Float64Array.of(1, Number.NaN, 0), flag)[0]).toMatchObject({ value: 0.5, n: 2 });
    expect(() => summarizeColumn(Float64Array.of(0.5), flag)).toThrow("invalid flag 0.5, must be 0, 1 or NaN");
    const [none] = summarizeColumn(new Float64Array(0), flag);
    expect(none).toMatchObject({ statistic: "probability", value: undefined, n: 0, reason: "no defined values" });
  });
});

describe("summarizeDurations", () => {
  const draws = openDraws("durations");
  const lifetimes = draws.column(500, () => draws.exponential(20));
  const observation = 40;
  const times = lifetimes.map((time) => Math.min(time, observation));
  const isEvent = Uint8Array.from(lifetimes, (time) => (time <= observation ? 1 : 0));

  it("lists quantiles, the restricted mean and the share of censored scenarios", () => {
    const summary = summarizeDurations(times, isEvent);
    expect(summary.map(({ statistic, method }) => [statistic, method])).toEqual([
      ...["p50", "p75", "p90", "p95", "p99"].map((name) => [name, "Kaplan-Meier, log-log"]),
      ["restrictedMean", "Kaplan-Meier area to 40, Greenwood"],
      ["probabilityCensored", "Wilson"],
    ]);
  });

  it("takes its numbers from the Kaplan-Meier curve", () => {
    const summary = summarizeDurations(times, isEvent);
    const curve = kaplanMeier(times, isEvent, 0.95);
    expect(pick(summary, "p50").value).toBe(quantileTime(curve, 0.5));
    expect(pick(summary, "p75").value).toBe(quantileTime(curve, 0.75));
    expect(pick(summary, "restrictedMean").value).toBe(restrictedMean(curve, 40)?.value);
    expect(pick(summary, "probabilityCensored").value).toBe((500 - curve.eventCount) / 500);
    for (const name of ["p50", "p75", "restrictedMean", "probabilityCensored"]) {
      const { value, ciLow, ciHigh, reason } = pick(summary, name);
      expect(ciLow).toBeLessThanOrEqual(value as number);
      expect(ciHigh).toBeGreaterThanOrEqual(value as number);
      expect(reason).toBe("");
    }
  });

  it("says 'not reached' where too many scenarios are censored, never the horizon", () => {
    for (const name of ["p90", "p95", "p99"]) {
      const { value, ciHigh, reason } = pick(summarizeDurations(times, isEvent), name);
      expect([value, ciHigh, reason]).toEqual([undefined, undefined, "not reached"]);
    }
  });

  it("keeps a lower limit that is reached although the value is not", () => {
    // Survival stops at 1/2 + 1/40: the median is not reached, but its lower limit is.
    const stopped = Float64Array.from({ length: 40 }, (_, index) => (index < 19 ? index + 1 : 100));
    const flags = Uint8Array.from({ length: 40 }, (_, index) => (index < 19 ? 1 : 0));
    const median = pick(summarizeDurations(stopped, flags), "p50");
    expect(median.value).toBeUndefined();
    expect(median.ciLow).toBeLessThan(19);
    expect(median.reason).toBe("not reached");
  });

  it("names the limit that is not reached", () => {
    const summary = summarizeDurations(Float64Array.of(1, 2, 3, 4, 5), Uint8Array.of(1, 1, 1, 1, 1));
    expect(pick(summary, "p99")).toMatchObject({ value: 5, ciHigh: undefined });
    expect(pick(summary, "p99").reason).toMatch(/not reached$/);
  });

  it("bounds the restricted mean by the horizon it is given, and declines one where the curve is unknown", () => {
    const at20 = pick(summarizeDurations(times, isEvent, { horizon: 20 }), "restrictedMean");
    expect(at20.method).toBe("Kaplan-Meier area to 20, Greenwood");
    expect(at20.value).toBe(restrictedMean(kaplanMeier(times, isEvent, 0.95), 20)?.value);
    const at50 = pick(summarizeDurations(times, isEvent, { horizon: 50 }), "restrictedMean");
    expect(at50).toMatchObject({ value: undefined, ciLow: undefined, reason: "survival is unknown beyond 40" });
  });

  it("gives the restricted mean no interval below ten events: without events it would claim a width of zero", () => {
    const summary = summarizeDurations(new Float64Array(50).fill(30), new Uint8Array(50));
    expect(pick(summary, "restrictedMean")).toMatchObject({
      value: 30,
      ciLow: undefined,
      reason: "interval needs at least 10 events",
    });
    expect(pick(summary, "probabilityCensored").value).toBe(1);
  });

  it("of a design that never failed is zero, with intervals of width zero once scenarios are plenty", () => {
    const never = (n: number) => summarizeDurations(new Float64Array(n), new Uint8Array(n).fill(1));
    for (const name of ["p50", "p75", "p90", "p95", "p99", "restrictedMean"]) {
      expect(pick(never(400), name)).toMatchObject({ value: 0, ciLow: 0, ciHigh: 0, reason: "" });
    }
    expect(pick(never(400), "p50").method).toBe("Kaplan-Meier, binomial ranks");
    expect(pick(never(100), "p99")).toMatchObject({ value: 0, ciLow: undefined, reason: "limits not reached" });
  });

  it("leaves out undefined scenarios, and says when none is left", () => {
    const holes = Float64Array.from([Number.NaN, ...times]);
    expect(summarizeDurations(holes, [1, ...isEvent])).toStrictEqual(summarizeDurations(times, isEvent));
    for (const entry of summarizeDurations(Float64Array.of(Number.NaN), [0])) {
      expect(entry).toMatchObject({ value: undefined, ciLow: undefined, ciHigh: undefined, n: 0 });
      expect(entry.reason).toBe("no defined values");
    }
    expect(() => summarizeDurations(times, [1])).toThrow("invalid isEvent length 1, must be 500 like times");
  });

  it("is the same to the bit in whatever order the scenarios arrive", () => {
    const order = Array.from(times.keys()).reverse();
    const turned = summarizeDurations(
      Float64Array.from(order, (index) => times[index]),
      order.map((index) => isEvent[index]),
    );
    expect(turned).toStrictEqual(summarizeDurations(times, isEvent));
  });
});
