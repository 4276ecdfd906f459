import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../src/math/normal-distribution.ts";
import { expectRelative } from "./expect-relative.ts";

/** [x, P(Z <= x)], from mpmath 1.3.0 at 50 digits: erfc(-x/sqrt(2))/2. */
const EXACT = [
  [-38, 2.88542835e-316],
  [-30, 4.906713927148187e-198],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8.25, 7.919726314642477e-17],
  [-6, 9.86587645037698e-10],
  [-5.7, 5.990371401063528e-9],
  [-5.6, 1.071759025831093e-8],
  [-5, 2.866515718791939e-7],
  [-4, 3.1671241833119924e-5],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1, 0.15865525393145705],
  [-0.7, 0.24196365222307303],
  [-0.6, 0.2742531177500736],
  [-0.25, 0.4012936743170763],
  [-1e-8, 0.4999999960105772],
  [0, 0.5],
  [1e-8, 0.5000000039894228],
  [0.5, 0.6914624612740131],
  [0.675, 0.750162117528223],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [4, 0.9999683287581669],
  [8, 0.9999999999999993],
] as const;

describe("normalCdf", () => {
  test.each(EXACT)("at %s is %s to a relative 1e-15", (x, probability) => {
    // Below 2.2e-308 a double has fewer digits: one unit of 5e-324 is then all that can be asked.
    const tolerance = probability > 2.3e-308 ? 1e-15 : 5e-324 / probability;
    expectRelative(normalCdf(x), probability, tolerance, `P(Z <= ${x})`);
  });

  test("has both tails add up to 1", () => {
    for (let x = -9; x <= 9; x += 1 / 64) {
      expectRelative(normalCdf(x) + normalCdf(-x), 1, 2.3e-16, `both tails at ${x}`);
    }
  });

  test("does not fall where its formulas meet", () => {
    for (const seam of [0.67448975, Math.sqrt(32), 0.6875]) {
      for (const side of [-1, 1]) {
        let last = -Infinity;
        for (let step = -2000; step <= 2000; step++) {
          const probability = normalCdf(side * seam + step * 1e-10);
          expect(probability).toBeGreaterThanOrEqual(last);
          last = probability;
        }
      }
    }
  });

  test("is 0 and 1 at the infinities and beyond the range of doubles", () => {
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(-39)).toBe(0);
    expect(normalCdf(39)).toBe(1);
    expect(normalCdf(NaN)).toBeNaN();
  });

  test("agrees with jstat to the 1e-13 of its error function", () => {
    for (const x of [-2, -1, 0, 0.3, 1.7, 3]) {
      expectRelative(normalCdf(x), jstat.jStat.normal.cdf(x, 0, 1), 1e-13, `P(Z <= ${x}), expected by jstat`);
    }
  });
});
