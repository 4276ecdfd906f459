import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { gammaQuantile } from "../../../src/math/gamma-quantile.ts";
import { poissonDensity } from "../../../src/math/poisson-density.ts";
import { regularizedGammaP, regularizedGammaQ } from "../../../src/math/regularized-gamma.ts";
import { expectRelative } from "./expect-relative.ts";

/** [probability, shape, x], from mpmath 1.3.0 at 50 digits: P(shape, x) = probability by bisection. */
const EXACT = [
  [0.05, 0.01, 4.4655350189104013e-131],
  [0.5, 0.01, 4.465535018910355e-31],
  [0.999, 0.01, 1.5090841476947499],
  [0.1, 0.1, 6.073048362743184e-11],
  [1e-10, 0.5, 7.853981633974484e-21],
  [0.5, 0.5, 0.2274682115597864],
  [0.99, 0.5, 3.317448300510607],
  [0.3, 1.5, 0.7118261215176398],
  [0.01, 2.5, 0.27714903836413857],
  [0.5, 2.5, 2.1757300955477636],
  [0.99, 2.5, 7.543136234694494],
  [1e-12, 4, 0.0022143442501908928],
  [0.25, 4, 2.535320211900093],
  [0.75, 33, 36.67204634823247],
  [0.5, 100, 99.66686491931549],
  [0.001, 10000, 9693.824385823726],
  [0.5, 10000, 9999.666668642047],
  [0.9, 1000000, 1001281.7654996209],
] as const;

const PROBABILITIES = [
  5e-324,
  1e-300,
  1e-100,
  2 ** -54,
  1e-9,
  0.01,
  0.3,
  0.5,
  0.5000001,
  0.8,
  0.999,
  1 - 1e-9,
  1 - 2 ** -53,
];
const SHAPES = [0.01, 0.03, 0.3, 0.999, 1, 1.001, 2.5, 17, 400, 1e4, 1e6];

describe("gammaQuantile", () => {
  test.each(EXACT)("of %s at shape %s is %s to 1e-12", (probability, shape, x) => {
    expectRelative(gammaQuantile(probability, shape), x, 1e-12, `quantile of ${probability} at shape ${shape}`);
  });

  test("is -log(1 - p) at shape 1", () => {
    for (const probability of [1e-200, 1e-5, 0.2, 0.5, 0.9, 1 - 2 ** -40]) {
      expectRelative(gammaQuantile(probability, 1), -Math.log1p(-probability), 1e-13, `quantile of ${probability}`);
    }
  });

  test("converges for every probability and shape, and never falls as the probability grows", () => {
    for (const shape of SHAPES) {
      let last = 0;
      for (const probability of PROBABILITIES) {
        const x = gammaQuantile(probability, shape);
        expect(x < Infinity && x >= last, `quantile ${x} of ${probability} at shape ${shape}, before it ${last}`).toBe(
          true,
        );
        last = x;
      }
    }
  });

  test("is inverted by the distribution function", () => {
    // The distribution function itself is good to 2e-13; rounding x moves it further by its slope on the log scale.
    for (const shape of SHAPES) {
      for (const probability of PROBABILITIES.filter((value) => value > 1e-290)) {
        const x = gammaQuantile(probability, shape);
        if (x < 1e-307) continue; // what is left of the digits there is not the inverse's fault
        const isLower = probability <= 0.5;
        const tail = isLower ? regularizedGammaP(shape, x) : regularizedGammaQ(shape, x);
        const tolerance = 2e-13 + (1.2e-16 * shape * poissonDensity(shape, x)) / tail;
        const label = `tail at the quantile of ${probability} at shape ${shape}`;
        expectRelative(tail, isLower ? probability : 1 - probability, tolerance, label);
      }
    }
  });

  test("agrees with jstat to 1e-8, where its Halley steps stop", () => {
    for (const [probability, shape] of [
      [0.1, 0.7],
      [0.5, 2.5],
      [0.95, 12],
      [0.3, 60],
    ] as const) {
      const other = jstat.jStat.gammapinv(probability, shape);
      expectRelative(
        gammaQuantile(probability, shape),
        other,
        1e-8,
        `quantile of ${probability} at ${shape}, by jstat`,
      );
    }
  });

  test("goes on below the smallest normal double, where the leading term is all there is", () => {
    // mpmath 1.3.0: (2^-54 gamma(1.0525))^(1/0.0525) at 50 digits
    expectRelative(gammaQuantile(2 ** -54, 0.0525), 1.3701088881272e-310, 1e-12, "quantile of 2^-54 at shape 0.0525");
  });

  test("is 0 and infinite at the ends and refuses what lies beyond", () => {
    expect(gammaQuantile(0, 3)).toBe(0);
    expect(gammaQuantile(1, 3)).toBe(Infinity);
    expect(gammaQuantile(1e-10, 0.01)).toBe(0); // 1e-1000
    expect(() => gammaQuantile(1.5, 3)).toThrow("invalid probability 1.5, must be in [0, 1]");
    expect(() => gammaQuantile(0.5, 0)).toThrow("invalid gamma shape 0, must be in (0, Infinity)");
  });
});
