import { describe, expect, test } from "vitest";
import type { Disruption } from "../../../src/model/disruption.ts";
import { recoverySteps } from "../../../src/plan/recovery.ts";
import { levelSteps } from "../../helpers/level-steps.ts";

const PROFILES = {
  linear: (x: number): number => 1 - x,
  exponential: (x: number): number => 0.05 ** x,
  "s-curve": (x: number): number => 1 - 3 * x * x + 2 * x * x * x,
};
const LENGTHS = [...Array.from({ length: 60 }, (_, index) => index + 1), 100, 365, 1000, 36_500, 1_000_000];

/** Simpson's rule on many small intervals. */
function integrate(f: (x: number) => number, from: number, to: number, intervals = 1024): number {
  const width = (to - from) / intervals;
  let sum = f(from) + f(to);
  for (let at = 1; at < intervals; at++) sum += f(from + at * width) * (at % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}

describe.each(["linear", "exponential", "s-curve"] as const)("a recovery that is %s", (profile) => {
  test("encloses the area of its profile, whatever its length", () => {
    const expected = integrate(PROFILES[profile], 0, 1, 1024);
    for (const days of LENGTHS) {
      const steps = recoverySteps(profile, days);
      const area = steps.reduce(
        (sum, step, at) => sum + step.fraction * ((steps[at + 1]?.fromDay ?? days) - step.fromDay),
        0,
      );
      expect(area / days, `${days} days`).toBeCloseTo(expected, 10);
    }
  });

  test("goes down in steps of whole days from the end of the outage, one a day, at most 24", () => {
    for (const days of LENGTHS) {
      const steps = recoverySteps(profile, days);
      expect(steps).toHaveLength(Math.min(days, 24));
      expect(steps[0].fromDay).toBe(0);
      steps.forEach(({ fromDay, fraction }, at) => {
        expect(Number.isInteger(fromDay) && fromDay < days).toBe(true);
        expect(fraction).toBeGreaterThan(0);
        expect(fraction).toBeLessThan(1);
        if (at === 0) return;
        expect(fromDay).toBeGreaterThan(steps[at - 1].fromDay);
        expect(fraction, `${days} days, step ${at}`).toBeLessThan(steps[at - 1].fraction);
      });
      if (days <= 24) expect(steps.map((step) => step.fromDay)).toEqual(Array.from({ length: days }, (_, day) => day));
    }
  });

  test("stands in every step at the average of the profile over its days", () => {
    for (const days of [1, 2, 7, 24, 25, 90]) {
      const steps = recoverySteps(profile, days);
      steps.forEach(({ fromDay, fraction }, at) => {
        const toDay = steps[at + 1]?.fromDay ?? days;
        const average = integrate(PROFILES[profile], fromDay / days, toDay / days) / ((toDay - fromDay) / days);
        expect(fraction, `${days} days, step ${at}`).toBeCloseTo(average, 9);
      });
    }
  });

  test("of no days is none", () => {
    expect(recoverySteps(profile, 0)).toEqual([]);
  });
});

test("a step does not recover slowly, whatever the days", () => {
  expect(recoverySteps("step", 30)).toEqual([]);
});

describe("the levels of a scenario", () => {
  const disruption = (change: Partial<Disruption>): Disruption => ({
    hazard: 0,
    onsetDay: 3,
    durationDays: 4,
    severity: 0.5,
    profile: "step",
    recoveryDays: 0,
    ...change,
  });

  test("rise to the severity at the onset and fall to nothing after the outage", () => {
    expect(levelSteps([disruption({})], 100)).toEqual([
      { day: 3, disruption: 0, level: 0.5 },
      { day: 7, disruption: 0, level: 0 },
    ]);
  });

  test("fade over the recovery, linear over two days: 3/4 and 1/4 of the severity", () => {
    expect(levelSteps([disruption({ profile: "linear", recoveryDays: 2 })], 100)).toEqual([
      { day: 3, disruption: 0, level: 0.5 },
      { day: 7, disruption: 0, level: 0.375 },
      { day: 8, disruption: 0, level: 0.125 },
      { day: 9, disruption: 0, level: 0 },
    ]);
  });

  test("stand by day, then by disruption, and end at the horizon", () => {
    const steps = levelSteps(
      [disruption({ onsetDay: 5 }), disruption({ onsetDay: 3, durationDays: 2 }), disruption({ onsetDay: 9 })],
      9,
    );
    expect(steps.map((step) => [step.day, step.disruption, step.level])).toEqual([
      [3, 1, 0.5],
      [5, 0, 0.5],
      [5, 1, 0],
    ]);
  });

  test("are seen a delay later, but where the end is known nobody waits to see it", () => {
    const known = disruption({ isEndKnown: true, durationDays: 4 });
    const seen = levelSteps([disruption({}), known, { ...known, durationDays: 1 }], 100, 2);
    expect(seen.map((step) => [step.day, step.disruption, step.level])).toEqual([
      [5, 0, 0.5],
      [5, 1, 0.5],
      [5, 2, 0], // over before it was seen
      [7, 1, 0],
      [9, 0, 0],
    ]);
  });

  test("leave out what has no severity", () => {
    expect(levelSteps([disruption({ severity: 0 })], 100)).toEqual([]);
  });
});
