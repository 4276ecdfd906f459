import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanInterval, measureMoments, sdInterval } from "../../../src/aggregate/moments.ts";
import { openOracle } from "../../helpers/oracle.ts";

/** The construction of NIST's NumAcc2 to 4: one centre, then 500 pairs a tenth below and a tenth above it. */
function alternating(centre: number, low: number, high: number): Float64Array {
  return Float64Array.from({ length: 1001 }, (_, index) => (index === 0 ? centre : index % 2 === 1 ? low : high));
}

describe("moments", () => {
  it("agree with NIST's certified values for NumAcc1", () => {
    const oracle = openOracle("NIST-NumAcc1");
    const moments = measureMoments(Float64Array.from(oracle.inputs.x));
    oracle.check("mean", moments.mean);
    oracle.check("sample sd (n-1)", moments.sd);
    oracle.setAside("lag-1 autocorrelation", "scenarios are independent by construction, so none is computed");
    oracle.close();
  });

  // The certified mean and sd hold for the decimal data. In binary the values near 1e7 are off by up to 2^-30 (half a unit
  // in the last place), which is 1e-8 of the deviation 0.1: no algorithm can do better on NumAcc4.
  it.each([
    ["NumAcc2", 1.2, 1.1, 1.3, 2e-15],
    ["NumAcc3", 1_000_000.2, 1_000_000.1, 1_000_000.3, 6e-10],
    ["NumAcc4", 10_000_000.2, 10_000_000.1, 10_000_000.3, 1e-8],
  ])(
    "agree with NIST's certified values for %s as far as its numbers exist in binary",
    (_, centre, low, high, limit) => {
      const moments = measureMoments(alternating(centre, low, high));
      expect(Math.abs(moments.mean - centre) / centre).toBeLessThanOrEqual(3e-16);
      expect(Math.abs((moments.sd as number) - 0.1) / 0.1).toBeLessThanOrEqual(limit);
    },
  );

  it("correct the sd for the rounding of a mean that is huge beside it", () => {
    // The mean of these, 1e15 + 1/3, is stored as 1e15 + 3/8; uncorrected the variance would be 0.8 % too large.
    const moments = measureMoments(Float64Array.of(1e15, 1e15, 1e15 + 1));
    expect(moments.sd).toBeCloseTo(Math.sqrt(1 / 3), 14);
  });

  it("are those of 2, 4, 4, 4, 5, 5, 7, 9 worked by hand", () => {
    const moments = measureMoments(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9));
    expect(moments.mean).toBe(5);
    expect(moments.centralSecondMoment).toBe(4);
    expect(moments.sd).toBe(Math.sqrt(32 / 7));
    expect(moments.standardError).toBeCloseTo(Math.sqrt(32 / 7) / Math.sqrt(8), 15);
    expect(moments.centralFourthMoment).toBe((81 + 1 + 1 + 1 + 0 + 0 + 16 + 256) / 8);
  });

  it("give the mean Student's interval, 2.776 standard errors at five values", () => {
    const moments = measureMoments(Float64Array.of(1, 2, 3, 4, 5));
    const interval = meanInterval(moments, 0.95);
    // t(0.975, 4) = 2.7764451051977987 (any table), se = sqrt(2.5 / 5)
    expect(interval?.high).toBeCloseTo(3 + 2.7764451051977987 * Math.sqrt(0.5), 10);
    expect(interval?.low).toBeCloseTo(3 - 2.7764451051977987 * Math.sqrt(0.5), 10);
  });

  it("give the sd of near-normal data an interval of about sd / sqrt(2 n) on each side times 1.96", () => {
    // 1,000 evenly spaced values: m4 = 1.8 m2^2 (uniform law), so the reach is 1.96 sd sqrt(0.8 / n) / 2.
    const moments = measureMoments(Float64Array.from({ length: 1000 }, (_, index) => index));
    const interval = sdInterval(moments, 0.95);
    const sd = moments.sd as number;
    const reach = (1.959963984540054 * sd * Math.sqrt(0.8 / 1000)) / 2;
    expect(((interval?.high as number) - sd) / reach).toBeCloseTo(1, 2);
    expect((sd - (interval?.low as number)) / reach).toBeCloseTo(1, 2);
  });

  it("of one value are the value and nothing else", () => {
    const moments = measureMoments(Float64Array.of(7));
    expect(moments).toMatchObject({ n: 1, mean: 7, sd: undefined, standardError: undefined });
    expect(meanInterval(moments, 0.95)).toBeUndefined();
    expect(sdInterval(moments, 0.95)).toBeUndefined();
  });

  it("give no interval of the sd below thirty values", () => {
    const ramp = (n: number) => measureMoments(Float64Array.from({ length: n }, (_, index) => index));
    expect(sdInterval(ramp(29), 0.95)).toBeUndefined();
    expect(sdInterval(ramp(30), 0.95)).toBeDefined();
  });

  it("of equal values are exact: that mean, sd zero and intervals of width zero", () => {
    const number = fc.double({ noNaN: true, min: -1e12, max: 1e12 }).map((value) => value + 0); // no -0
    fc.assert(
      fc.property(number, fc.integer({ min: 2, max: 400 }), (value, n) => {
        const moments = measureMoments(new Float64Array(n).fill(value));
        expect(moments.mean).toBe(value);
        expect(moments.sd).toBe(0);
        expect(meanInterval(moments, 0.95)).toEqual({ low: value, high: value });
        expect(sdInterval(moments, 0.95)).toEqual({ low: 0, high: 0 });
      }),
    );
  });

  it("put the mean among the values and obey m4 >= m2 squared", () => {
    const column = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(column, (values) => {
        const moments = measureMoments(Float64Array.from(values));
        expect(moments.mean).toBeGreaterThanOrEqual(Math.min(...values));
        expect(moments.mean).toBeLessThanOrEqual(Math.max(...values));
        const square = moments.centralSecondMoment * moments.centralSecondMoment;
        expect(moments.centralFourthMoment).toBeGreaterThanOrEqual(square * (1 - 1e-12));
      }),
    );
  });

  it("refuse an empty column and a confidence outside (0, 1)", () => {
    expect(() => measureMoments(new Float64Array(0))).toThrow("missing values");
    expect(() => meanInterval(measureMoments(Float64Array.of(1, 2)), 1)).toThrow("invalid confidence 1");
  });
});
