import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { betaTails, regularizedBeta } from "../../../src/math/regularized-beta.ts";
import { expectRelative } from "./expect-relative.ts";

/**
 * [x, a, b, I_x(a, b)], from mpmath 1.3.0 at 50 digits by the fraction 8.17.22 of dlmf.nist.gov, doubled in length until
 * 28 digits stood still (another fraction than the one under test).
 */
const EXACT = [
  [1e-50, 0.01, 0.01, 0.15813951954685973],
  [0.3, 0.01, 0.01, 0.49582361360238203],
  [0.999, 0.01, 0.01, 0.5332926139123089],
  [0.2, 0.1, 3, 0.949414281595179],
  [0.01, 0.5, 0.5, 0.06376856085851985],
  [0.7, 0.5, 0.5, 0.6309898804344546],
  [0.3, 1, 1, 0.3],
  [0.05, 2, 5, 0.032773828125],
  [0.3, 2, 5, 0.5798249999999999],
  [0.9, 2, 5, 0.999945],
  [0.4, 1.2, 1.7, 0.5105618798412199],
  [0.5, 30, 30, 0.5],
  [0.3, 30, 30, 0.0006384379147396791],
  [0.98, 1000, 5, 1.3910189773698953e-5],
  [0.5, 1000, 1000, 0.5],
  [0.45, 1000, 1000, 3.683198869007578e-6],
  [0.0625, 100000, 1500000, 0.500380024228793],
  [0.5, 1000000, 1000000, 0.5],
  [0.499, 1000000, 1000000, 0.0023388494069315046],
  [0.5, 10000000, 10000000, 0.5],
  [0.4995, 10000000, 10000000, 3.872088978268332e-6],
  [0.28571, 4000000, 10000000, 0.48587558051309343],
  [0.999999, 10000000, 10, 0.45792852589050115],
  [3e-7, 3, 10000000, 0.5768100869045175],
] as const;

describe("regularizedBeta", () => {
  test.each(EXACT)("at %s with shapes %s and %s is %s to 1e-12", (x, a, b, value) => {
    expectRelative(regularizedBeta(x, a, b), value, 1e-12, `I_${x}(${a}, ${b})`);
  });

  test("is x^a at b = 1 and 1 - (1 - x)^b at a = 1", () => {
    for (const x of [1e-12, 0.1, 0.5, 0.93]) {
      for (const shape of [0.05, 1, 4, 60]) {
        expectRelative(regularizedBeta(x, shape, 1), Math.exp(shape * Math.log(x)), 2e-13, `I_${x}(${shape}, 1)`);
        const expected = -Math.expm1(shape * Math.log1p(-x));
        expectRelative(regularizedBeta(x, 1, shape), expected, 2e-13, `I_${x}(1, ${shape})`);
      }
    }
  });

  test("is the arcsine law at two shapes of one half", () => {
    for (const x of [0.001, 0.3, 0.5, 0.8]) {
      expectRelative(regularizedBeta(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-14, `I_${x}(1/2, 1/2)`);
    }
  });

  test("is one half in the middle of equal shapes, up to ten million", () => {
    for (const shape of [0.01, 1, 3, 1000, 1e6, 1e7]) {
      expectRelative(regularizedBeta(0.5, shape, shape), 0.5, 1e-13, `I_1/2(${shape}, ${shape})`);
    }
  });

  test("obeys I_x(a, b) = x I_x(a - 1, b) + (1 - x) I_x(a, b - 1)", () => {
    // Abramowitz & Stegun 26.5.10
    for (const [x, a, b] of [
      [0.3, 2.5, 4],
      [0.71, 30, 8.2],
      [0.5, 5000, 5100],
      [0.2502, 1e5, 3e5],
    ] as const) {
      const expected = x * regularizedBeta(x, a - 1, b) + (1 - x) * regularizedBeta(x, a, b - 1);
      expectRelative(regularizedBeta(x, a, b), expected, 1e-12, `I_${x}(${a}, ${b})`);
    }
  });

  test("gives each tail its own digits, mirrored by swapping the shapes", () => {
    const { lower, upper } = betaTails(1 - 1e-9, 1e-9, 3, 2);
    // 1 - I_x(3, 2) = 6 y^2 - 8 y^3 + 3 y^4 with y = 1 - x
    expectRelative(upper, 6e-18 - 8e-27, 1e-13, "upper tail");
    expect(lower).toBe(1);
    expect(betaTails(1e-9, 1 - 1e-9, 2, 3).lower).toBe(upper);
  });

  test("is 0 and 1 at the ends", () => {
    expect(regularizedBeta(0, 2, 3)).toBe(0);
    expect(regularizedBeta(1, 2, 3)).toBe(1);
  });

  test("agrees with jstat to 3e-7, where its fraction stops", () => {
    for (const [x, a, b] of [
      [0.3, 2, 5],
      [0.6, 10, 3],
      [0.02, 0.5, 4],
      [0.5, 80, 90],
    ] as const) {
      expectRelative(regularizedBeta(x, a, b), jstat.jStat.ibeta(x, a, b), 3e-7, `I_${x}(${a}, ${b}), by jstat`);
    }
  });

  test("refuses arguments and shapes outside their domain", () => {
    expect(() => regularizedBeta(1.5, 1, 1)).toThrow("invalid beta argument 1.5, must be in [0, 1]");
    expect(() => regularizedBeta(NaN, 1, 1)).toThrow(RangeError);
    expect(() => regularizedBeta(0.5, 0, 1)).toThrow("invalid beta shape 0, must be in (0, 1e12]");
    expect(() => regularizedBeta(0.5, 1, Infinity)).toThrow(RangeError);
  });
});
