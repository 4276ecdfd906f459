import { describe, expect, test } from "vitest";
import { durationProbability, eventProbability } from "../../../src/aggregate/event-probability.ts";
import { wilsonInterval } from "../../../src/aggregate/proportion.ts";
import { kaplanMeier } from "../../../src/aggregate/survival.ts";
import { judge } from "../../../src/aggregate/verdict.ts";
import type { Comparison } from "../../../src/model/criterion.ts";

const statistic = (ciLow: number | undefined, ciHigh: number | undefined) => ({
  statistic: "mean",
  value: 5,
  ciLow,
  ciHigh,
  n: 10,
  method: "",
  reason: "",
});
const criterion = (comparison: Comparison, threshold: number) => ({ text: "", metric: "", comparison, threshold });

describe("a verdict", () => {
  test.each([
    ["<=", 4, 6, 6, "pass"],
    ["<", 4, 6, 6, "undecided"],
    ["<=", 4, 6, 5, "undecided"],
    ["<=", 4, 6, 4, "undecided"],
    ["<", 4, 6, 4, "fail"],
    ["<=", 4, 6, 3.9, "fail"],
    [">=", 4, 6, 4, "pass"],
    [">", 4, 6, 4, "undecided"],
    [">=", 4, 6, 6.1, "fail"],
    // A limit that is missing is unbounded: it can fail a bound, never keep it.
    ["<=", 4, undefined, 3, "fail"],
    ["<=", 4, undefined, 1e300, "undecided"],
    ["<=", undefined, 6, 7, "pass"],
    ["<=", undefined, undefined, 7, "undecided"],
  ] as const)("x %s threshold: interval [%s, %s] against %s: %s", (comparison, low, high, threshold, verdict) => {
    expect(judge(criterion(comparison, threshold), statistic(low, high))).toBe(verdict);
  });
});

describe("the probability of an event", () => {
  const values = Float64Array.of(1, 2, 2, 3, Number.NaN);
  test.each([
    [">", 1],
    [">=", 3],
    ["<", 1],
    ["<=", 3],
  ] as const)("counts values %s 2 among those defined", (comparison, count) => {
    const share = eventProbability("probability", values, comparison, 2, 0.95);
    expect(share).toMatchObject({ value: count / 4, n: 4, method: "Wilson" });
    const { low, high } = wilsonInterval(count, 4, 0.95);
    expect([share.ciLow, share.ciHigh]).toEqual([low, high]);
  });
  test("of nothing is not zero", () => {
    expect(eventProbability("probability", Float64Array.of(Number.NaN), ">", 0, 0.95)).toMatchObject({
      value: undefined,
      reason: "no defined values",
    });
  });
});

describe("the probability of a long duration", () => {
  const whole = kaplanMeier(Float64Array.of(0, 0, 5, 9), Uint8Array.of(1, 1, 1, 1), 0.95);
  test.each([
    [">", 5, 1 / 4],
    [">=", 5, 2 / 4],
    ["<", 5, 2 / 4],
    ["<=", 5, 3 / 4],
    [">", -1, 1],
    [">", 100, 0],
    [">=", 0, 1],
  ] as const)("is a share where nothing was cut off: P(T %s %s) = %s", (comparison, value, expected) => {
    const found = durationProbability("probability", whole, comparison, value);
    expect(found).toMatchObject({ value: expected, method: "Wilson" });
  });

  // Events at 2, 6; cut off at 3 and 8. S(2) = 3/4, S(6) = 3/4 * 1/2 = 3/8.
  const cut = kaplanMeier(Float64Array.of(2, 3, 6, 8), Uint8Array.of(1, 0, 1, 0), 0.95);
  test("takes what was cut off for what it is: Kaplan-Meier", () => {
    expect(durationProbability("p", cut, ">", 2)).toMatchObject({ value: 3 / 4, method: "Wilson" });
    expect(durationProbability("p", cut, ">", 6)).toMatchObject({ value: 3 / 8, method: "Kaplan-Meier, log-log" });
    expect(durationProbability("p", cut, ">=", 6)).toMatchObject({ value: 3 / 4 });
    expect(durationProbability("p", cut, "<=", 6)).toMatchObject({ value: 5 / 8 });
    const longer = durationProbability("p", cut, ">", 6);
    const shorter = durationProbability("p", cut, "<=", 6);
    expect(shorter.ciLow).toBeCloseTo(1 - (longer.ciHigh as number), 15);
    expect(shorter.ciHigh).toBeCloseTo(1 - (longer.ciLow as number), 15);
  });
  test("beyond the longest one seen is only bounded from above", () => {
    const found = durationProbability("p", cut, ">", 9);
    expect(found).toMatchObject({ value: undefined, ciLow: 0, reason: "durations are known up to 8 only" });
    expect(found.ciHigh).toBe(cut.steps[3].upper);
    expect(durationProbability("p", cut, "<=", 9)).toMatchObject({ ciLow: 1 - (found.ciHigh as number), ciHigh: 1 });
  });
});
