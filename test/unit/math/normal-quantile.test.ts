import fc from "fast-check";
import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../src/math/normal-distribution.ts";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import { expectRelative } from "./expect-relative.ts";

/** [probability, z], from mpmath 1.3.0 at 50 digits: the root of erfc(-z/sqrt(2))/2 = probability. */
const EXACT = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-12, -7.034483825301132],
  [1e-8, -5.612001244174789],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.07, -1.4757910281791706],
  [0.08, -1.4050715603096327],
  [0.2, -0.8416212335729142],
  [0.4, -0.2533471031357997],
  [0.499999, -2.5066282745665593e-6],
] as const;

describe("normalQuantile", () => {
  test("gives the published 97.5 % point", () => {
    expectRelative(normalQuantile(0.975), 1.959963984540054, 1e-15, "quantile of 0.975");
  });

  test.each(EXACT)("at %s is %s to 1e-15, as AS 241 claims (about 1 in 10^16)", (probability, z) => {
    expectRelative(normalQuantile(probability), z, 1e-15, `quantile of ${probability}`);
  });

  test("is 0 at one half and infinite at 0 and 1", () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
  });

  test("reaches to the smallest double", () => {
    // exp(-z^2/2)/(|z| sqrt(2 pi)) (1 - 1/z^2 + 3/z^4) = 2^-1074 at z = -38.4674...
    const z = normalQuantile(5e-324);
    const logTail =
      -z * z * 0.5 - Math.log(-z * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / (z * z) + 3 / (z * z * z * z));
    expectRelative(logTail, -1074 * Math.LN2, 1e-7, "log of the tail at the quantile of 2^-1074");
  });

  test("is antisymmetric", () => {
    for (const probability of [0.25, 0.375, 0.0625, 1 / 1024]) {
      expect(normalQuantile(1 - probability)).toBe(-normalQuantile(probability));
    }
  });

  test("does not fall where its three formulas meet", () => {
    for (const seam of [0.075, 0.925, Math.exp(-25), 0.5]) {
      let last = -Infinity;
      for (let step = -2000; step <= 2000; step++) {
        const z = normalQuantile(seam * (1 + step * 1e-13));
        expect(z, `quantile of ${seam} (1 + ${step}e-13) after ${last}`).toBeGreaterThanOrEqual(last);
        last = z;
      }
    }
  });

  test("inverts the distribution function in both directions", () => {
    // Near a tail p the inverse multiplies the distribution function's relative error of 1e-15 by at most z^2.
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (z) => {
        expectRelative(normalQuantile(normalCdf(z)) + 1, z + 1, 4e-15, `quantile of the distribution function at ${z}`);
      }),
      { seed: 241, numRuns: 2000 },
    );
  });

  test("agrees with jstat to the 1e-8 that its Newton steps reach", () => {
    for (const probability of [0.001, 0.01, 0.2, 0.6, 0.99]) {
      const other = jstat.jStat.normal.inv(probability, 0, 1);
      expectRelative(normalQuantile(probability), other, 1e-8, `quantile of ${probability}, expected by jstat`);
    }
  });

  test.each([-0.1, 1.1, NaN, -Infinity])("refuses probability %s", (probability) => {
    expect(() => normalQuantile(probability)).toThrow(`invalid probability ${probability}, must be in [0, 1]`);
  });
});
