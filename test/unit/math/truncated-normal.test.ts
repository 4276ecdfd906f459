import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../src/math/normal-distribution.ts";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import {
  normalProbability,
  truncatedNormalMoments,
  truncatedNormalQuantile,
} from "../../../src/math/truncated-normal.ts";
import { expectRelative } from "./expect-relative.ts";

/** [low, high, mean, variance], from mpmath 1.3.0 at 50 digits by quadrature. */
const MOMENTS = [
  [-1, 2, 0.22963717909132897, 0.5197625392115339],
  [0, 40, 0.7978845608028654, 0.3633802276324187],
  [-40, 1.5, -0.13878975045885075, 0.7725527794792938],
  [3, 3.0009765625, 3.0004880427926577, 7.947282305700696e-8],
  [6, 9, 6.158482604207134, 0.0239876357950601],
  [-9, -7, -7.137545439418038, 0.018261569719006346],
  [-0.5, 0.5, 9.660896125458311e-69, 0.0805891546008117],
  [5, 60, 5.186503967125842, 0.032696434617112226],
] as const;

/** [u, low, high, z], from mpmath 1.3.0 at 50 digits: root of the truncated distribution function. */
const QUANTILES = [
  [0.3, -1, 2, -0.24240381788922682],
  [0.9, -1, 2, 1.2557153641502152],
  [0.5, 0, 40, 0.6744897501960817],
  [0.999, 0, 40, 3.2905267314918945],
  [0.5, 6, 9, 6.111565061795187],
  [0.01, 6, 9, 6.001631739040418],
  [0.5, 3, 3.0009765625, 3.000487923564073],
] as const;

describe("truncatedNormalMoments", () => {
  test.each(MOMENTS)("between %s and %s are %s and %s to 1e-13", (low, high, mean, variance) => {
    const moments = truncatedNormalMoments(low, high);
    expectRelative(1 + moments.mean, 1 + mean, 1e-13, `mean between ${low} and ${high}`);
    expectRelative(moments.variance, variance, 1e-13, `variance between ${low} and ${high}`);
  });

  test("are sqrt(2/pi) and 1 - 2/pi for the half normal law", () => {
    const { mean, variance } = truncatedNormalMoments(0, Infinity);
    expectRelative(mean, Math.sqrt(2 / Math.PI), 1e-14, "mean");
    expectRelative(variance, 1 - 2 / Math.PI, 1e-14, "variance");
  });

  test("are 0 and 1 without a cut, and those of the uniform law in a hair's breadth", () => {
    const whole = truncatedNormalMoments(-Infinity, Infinity);
    expectRelative(1 + whole.mean, 1, 1e-15, "mean");
    expectRelative(whole.variance, 1, 1e-14, "variance");
    const width = 2 ** -30;
    expectRelative(truncatedNormalMoments(0, width).variance, (width * width) / 12, 1e-13, "variance");
  });
});

describe("truncatedNormalQuantile", () => {
  test.each(QUANTILES)("of %s between %s and %s is %s to 1e-13", (u, low, high, z) => {
    expectRelative(truncatedNormalQuantile(u, low, high), z, 1e-13, `quantile of ${u} between ${low} and ${high}`);
  });

  test("is the plain quantile without a cut", () => {
    for (const u of [1e-10, 0.2, 0.5, 0.9, 1 - 1e-10]) {
      expectRelative(truncatedNormalQuantile(u, -Infinity, Infinity), normalQuantile(u), 1e-15, `quantile of ${u}`);
    }
  });

  test("mirrors, stays inside and never falls", () => {
    for (const [low, high] of [
      [-1, 2],
      [3, 7],
      [-0.1, 0.1],
      [0, 5],
      [-30, -7],
      [6.5, 6.6],
    ] as const) {
      let last: number = low;
      for (let step = 1; step < 4096; step++) {
        const u = step / 4096;
        const z = truncatedNormalQuantile(u, low, high);
        expect(z >= last && z <= high, `quantile ${z} of ${u} between ${low} and ${high} after ${last}`).toBe(true);
        expectRelative(10 - truncatedNormalQuantile(1 - u, -high, -low), 10 + z, 1e-14, `mirror of ${u}`);
        last = z;
      }
    }
  });
});

describe("normalProbability", () => {
  test("keeps its digits far above the mean, where it mirrors the lower tail", () => {
    expect(normalProbability(8, 9)).toBe(normalProbability(-9, -8));
    expect(normalProbability(20, Infinity)).toBe(normalCdf(-20));
    expect(normalProbability(-Infinity, Infinity)).toBe(1);
  });
});
