import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureMoments } from "../../../src/aggregate/moments.ts";
import {
  kaplanMeier,
  quantileTime,
  quantileTimeInterval,
  restrictedMean,
  restrictedMeanInterval,
  survivalStepAt,
} from "../../../src/aggregate/survival.ts";
import { openOracle } from "../../helpers/oracle.ts";

const notReached = (time: number | undefined) => time ?? "not reached";

describe("kaplanMeier", () => {
  it.each(["KM-A1", "KM-A2", "KM-A3"])("gives every number of the published or peer-run curve %s", (id) => {
    const oracle = openOracle(id);
    const curve = kaplanMeier(Float64Array.from(oracle.inputs.time), oracle.inputs.event, 0.95);
    expect(curve.n).toBe(oracle.inputs.n);
    expect(curve.eventCount).toBe(oracle.inputs.events);
    for (const { quantity } of oracle.expected) {
      const survivalTime = /^S\((\d+)\)$/.exec(quantity)?.[1];
      const bandTime = /^95% log-log CI at (\d+)$/.exec(quantity)?.[1];
      const horizon = /^restricted mean to (\d+)$/.exec(quantity)?.[1];
      const band = quantileTimeInterval(curve, 0.5);
      if (survivalTime !== undefined) {
        oracle.check(quantity, survivalStepAt(curve, Number(survivalTime))?.survival);
      } else if (bandTime !== undefined) {
        const step = survivalStepAt(curve, Number(bandTime));
        oracle.check(quantity, [step?.lower, step?.upper]);
      } else if (horizon !== undefined) {
        oracle.check(quantity, restrictedMean(curve, Number(horizon))?.value);
      } else if (quantity === "median survival") {
        oracle.check(quantity, notReached(quantileTime(curve, 0.5)));
      } else if (quantity.startsWith("S(t) at event times")) {
        const steps = curve.steps.filter((step) => step.events > 0);
        oracle.check(
          quantity,
          steps.map((s) => [s.time, s.atRisk, s.events, s.survival, s.greenwoodSe, s.cumulativeHazard]),
        );
      } else if (quantity.startsWith("95% CI of the median")) {
        oracle.check(quantity, [notReached(band.low), notReached(band.high)]);
      } else if (quantity.startsWith("75th / 25th")) {
        oracle.check(quantity, [notReached(quantileTime(curve, 0.25)), notReached(quantileTime(curve, 0.75))]);
      }
    }
    oracle.close();
  });

  it("counts everyone at every step: at risk is events, censored and those still at risk after", () => {
    const curve = kaplanMeier(Float64Array.of(5, 3, 5, 5, 8), [1, 0, 1, 0, 1], 0.95);
    expect(curve.steps.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
      [3, 5, 0, 1],
      [5, 4, 2, 1],
      [8, 1, 1, 0],
    ]);
  });

  it("lets scenarios that never failed recover at time 0", () => {
    const curve = kaplanMeier(Float64Array.of(0, 0, 0, 12), [1, 1, 1, 1], 0.95);
    expect(curve.steps[0]).toMatchObject({ time: 0, atRisk: 4, events: 3, survival: 0.25 });
    expect(quantileTime(curve, 0.5)).toBe(0);
    expect(quantileTime(curve, 0.9)).toBe(12);
  });

  const durations = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 1,
    maxLength: 200,
  });

  it("without censoring is the empirical survival function to the bit, with the binomial standard error", () => {
    fc.assert(
      fc.property(durations, (pairs) => {
        const times = pairs.map(([time]) => time);
        const n = times.length;
        const curve = kaplanMeier(Float64Array.from(times), new Uint8Array(n).fill(1), 0.95);
        for (const step of curve.steps) {
          const share = times.filter((time) => time > step.time).length / n;
          expect(step.survival).toBe(share);
          expect(Math.abs(step.greenwoodSe - Math.sqrt((share * (1 - share)) / n))).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it("is the product of its factors, falls from 1, and its limits enclose it", () => {
    fc.assert(
      fc.property(durations, (pairs) => {
        const times = Float64Array.from(pairs, ([time]) => time);
        const isEvent = Uint8Array.from(pairs, ([, flag]) => flag);
        const curve = kaplanMeier(times, isEvent, 0.95);
        let product = 1;
        for (const step of curve.steps) {
          product *= 1 - step.events / step.atRisk;
          expect(Math.abs(step.survival - product)).toBeLessThan(1e-12);
          if (step.survival === 0 || step.survival === 1) {
            expect([step.lower, step.upper]).toEqual([undefined, undefined]);
          } else {
            expect(step.lower).toBeLessThanOrEqual(step.survival);
            expect(step.upper).toBeGreaterThanOrEqual(step.survival);
          }
        }
      }),
    );
  });

  it("does not depend on the order of the scenarios", () => {
    const shuffled = durations.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
    );
    fc.assert(
      fc.property(shuffled, ([first, second]) => {
        const curves = [first, second].map((pairs) =>
          kaplanMeier(
            Float64Array.from(pairs, ([time]) => time),
            pairs.map(([, flag]) => flag),
            0.95,
          ),
        );
        expect(curves[0]).toEqual(curves[1]);
      }),
    );
  });

  it("refuses negative, infinite and missing times, other flags and unequal lengths", () => {
    expect(() => kaplanMeier(Float64Array.of(1, -1), [1, 1], 0.95)).toThrow("invalid times[1] -1");
    expect(() => kaplanMeier(Float64Array.of(Number.POSITIVE_INFINITY), [1], 0.95)).toThrow(
      "invalid times[0] Infinity",
    );
    expect(() => kaplanMeier(Float64Array.of(Number.NaN), [1], 0.95)).toThrow("invalid times[0] NaN");
    expect(() => kaplanMeier(Float64Array.of(1), [2], 0.95)).toThrow("invalid isEvent[0] 2, must be 0 or 1");
    expect(() => kaplanMeier(Float64Array.of(1), [], 0.95)).toThrow("invalid isEvent length 0");
    expect(() => kaplanMeier(new Float64Array(0), [], 0.95)).toThrow("missing times");
  });
});

describe("survivalStepAt", () => {
  it("is the last step at or before the time, and none before the first", () => {
    const curve = kaplanMeier(Float64Array.of(2, 4, 6), [1, 1, 1], 0.95);
    expect(survivalStepAt(curve, 1.9)).toBeUndefined();
    expect(survivalStepAt(curve, 2)?.time).toBe(2);
    expect(survivalStepAt(curve, 5.9)?.time).toBe(4);
    expect(survivalStepAt(curve, 99)?.time).toBe(6);
  });
});

describe("quantileTime", () => {
  it("is not missed when survival reaches its share exactly", () => {
    for (let n = 10; n <= 200; n += 10) {
      const times = Float64Array.from({ length: n }, (_, index) => index + 1);
      const curve = kaplanMeier(times, new Uint8Array(n).fill(1), 0.95);
      expect(quantileTime(curve, 0.9)).toBe((9 * n) / 10);
      expect(quantileTime(curve, 0.5)).toBe(n / 2);
    }
  });

  it("is not missed when the product of a censored curve rounds above its share", () => {
    // (6 / 12) * (1 / 5) is 0.1 in binary too, but 1 - 0.9 is 0.09999999999999998.
    const times = Float64Array.of(1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 4);
    const isEvent = [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0];
    const curve = kaplanMeier(times, isEvent, 0.95);
    expect(survivalStepAt(curve, 3)!.survival).toBeGreaterThan(1 - 0.9);
    expect(quantileTime(curve, 0.9)).toBe(3);
  });

  it("is undefined, never the horizon, when too many are censored", () => {
    const curve = kaplanMeier(Float64Array.of(1, 30, 30), [1, 0, 0], 0.95);
    expect(quantileTime(curve, 0.25)).toBe(1);
    expect(quantileTime(curve, 0.5)).toBeUndefined();
  });

  it("lies inside its limits where they are reached", () => {
    const times = Float64Array.from({ length: 100 }, (_, index) => index);
    const curve = kaplanMeier(times, new Uint8Array(100).fill(1), 0.95);
    const { low, high } = quantileTimeInterval(curve, 0.5);
    expect(low).toBeLessThan(quantileTime(curve, 0.5)!);
    expect(high).toBeGreaterThan(quantileTime(curve, 0.5)!);
  });

  it("refuses probabilities outside (0, 1)", () => {
    const curve = kaplanMeier(Float64Array.of(1), [1], 0.95);
    expect(() => quantileTime(curve, 1)).toThrow("invalid probability 1, must be in (0, 1)");
  });
});

describe("restrictedMean", () => {
  it("without censoring is the mean, with the mean's standard error (divisor n)", () => {
    const times = fc.array(fc.double({ noNaN: true, min: 0, max: 1000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, (values) => {
        const n = values.length;
        const curve = kaplanMeier(Float64Array.from(values), new Uint8Array(n).fill(1), 0.95);
        const mean = restrictedMean(curve, Math.max(...values))!;
        const moments = measureMoments(Float64Array.from(values));
        expect(Math.abs(mean.value - moments.mean)).toBeLessThan(1e-9);
        expect(Math.abs(mean.standardError - Math.sqrt(moments.centralSecondMoment / n))).toBeLessThan(1e-9);
      }),
    );
  });

  it("has the standard error of the formula worked by hand", () => {
    const curve = kaplanMeier(Float64Array.of(10, 12, 30, 30, 30, 30), [1, 1, 0, 0, 0, 0], 0.95);
    // Areas right of 10 and 12: 2 * 5/6 + 18 * 2/3 = 41/3 and 12; then (41/3)^2 / (6 * 5) + 12^2 / (5 * 4).
    const mean = restrictedMean(curve, 30)!;
    expect(mean.standardError).toBeCloseTo(Math.sqrt((41 / 3) ** 2 / 30 + 144 / 20), 12);
    const interval = restrictedMeanInterval(mean, 0.95);
    expect(interval.low).toBeCloseTo(mean.value - 1.959963984540054 * mean.standardError, 9);
    expect(interval.high).toBe(30);
  });

  it("cuts longer durations at the horizon", () => {
    const curve = kaplanMeier(Float64Array.of(2, 4, 6), [1, 1, 1], 0.95);
    expect(restrictedMean(curve, 3)?.value).toBeCloseTo((2 + 3 + 3) / 3, 14);
    expect(restrictedMean(curve, 1)).toEqual({ horizon: 1, value: 1, standardError: 0 });
    expect(restrictedMean(curve, 100)?.value).toBeCloseTo(4, 14);
  });

  it("is undefined beyond the last observed time unless nobody is left", () => {
    const censored = kaplanMeier(Float64Array.of(2, 6), [1, 0], 0.95);
    expect(restrictedMean(censored, 6)?.value).toBe(4);
    expect(restrictedMean(censored, 7)).toBeUndefined();
    expect(() => restrictedMean(censored, -1)).toThrow("invalid horizon -1");
  });
});
