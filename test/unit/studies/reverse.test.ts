import { describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import { parseCriterion } from "../../../src/config/schema/criterion-schema.ts";
import type { Criterion } from "../../../src/model/criterion.ts";
import { isBroken, isReversible, reverseStress, searchShortest } from "../../../src/studies/reverse.ts";
import { twoNode } from "../run/studies.ts";

const criterion = (text: string): Criterion => parseCriterion(text) as Criterion;

describe("the search for the shortest duration that fails", () => {
  test("finds it wherever failing goes on, at both ends too", () => {
    for (let longest = 1; longest <= 40; longest++) {
      for (let first = 1; first <= longest; first++) {
        expect(searchShortest(longest, (days) => days >= first)).toBe(first);
      }
      expect(searchShortest(longest, () => false)).toBeUndefined();
    }
  });
});

describe("a criterion is broken by one scenario", () => {
  test.each([
    ["lostRevenueUsd.cvar95 <= 5", 5, false],
    ["lostRevenueUsd.cvar95 <= 5", 6, true],
    ["minServiceLevel.p5 >= 0.5", 0.4, true],
    ["P(lostRevenueUsd > 5) <= 0.1", 6, true],
    ["P(lostRevenueUsd > 5) <= 0.1", 5, false],
    ["P(fillRate >= 0.9) >= 0.95", 0.8, true],
    ["P(fillRate >= 0.9) >= 0.95", 0.9, false],
    ["P(impacted) <= 0.1", 1, true],
    ["timeToRecoverDays.p90 <= 45", Number.POSITIVE_INFINITY, true],
    ["lostRevenueUsd.mean <= 5", Number.NaN, false],
  ])("%s by %s: %s", (text, value, broken) => {
    expect(isBroken(criterion(text), value)).toBe(broken);
  });

  test("if it says where the metric lies, not how it spreads", () => {
    expect(isReversible(criterion("lostRevenueUsd.sd <= 5"))).toBe(false);
    expect(isReversible(criterion("timeToRecoverDays.probabilityCensored <= 0.5"))).toBe(false);
    expect(isReversible(criterion("timeToRecoverDays.p90IfImpacted <= 5"))).toBe(true);
  });
});

test("two nodes and a strait, by hand: stock of 10 or 25 days, then every day shut loses $1,000", () => {
  const rows = reverseStress(
    compileStudy(twoNode()),
    [criterion("lostRevenueUsd.cvar95 <= 4500")],
    ["strait-blocked"],
    { severities: [0.5, 1], longestDays: 30, onsetDay: 50 },
  );
  const of = (design: string, severity: number) =>
    rows.find((row) => row.design === design && row.severity === severity);
  // Shut for d days, the lean shop misses d - 10 days of sales: $5,000 at 15 days is the first above $4,500.
  expect(of("lean", 1)).toMatchObject({ durationDays: 15, isSmallest: true });
  expect(of("lean", 1)?.value).toBeCloseTo(5000, 6);
  // 25 days of stock: within 30 days it loses at most 5 days.
  expect(of("buffered", 1)).toMatchObject({ durationDays: 30, isSmallest: true });
  // Half open, a lane with twice the room it needs carries everything.
  expect(of("lean", 0.5)).toMatchObject({ durationDays: undefined, value: 0, isSmallest: false });
});
