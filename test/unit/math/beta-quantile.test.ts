import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { betaOddsQuantile, betaQuantile } from "../../../src/math/beta-quantile.ts";
import { betaDensityFactor, betaTails } from "../../../src/math/regularized-beta.ts";
import { expectRelative } from "./expect-relative.ts";

/** [probability, a, b, x], from mpmath 1.3.0 at 50 digits: I_x(a, b) = probability by bisection. */
const EXACT = [
  [0.05, 0.01, 0.5, 3.1046979706126438e-130],
  [0.3, 0.01, 0.01, 6.428119935718613e-23],
  [0.2, 0.5, 0.5, 0.0954915028125263],
  [0.5, 0.5, 3, 0.079032767076173],
  [0.01, 2, 5, 0.026763191142755056],
  [0.5, 2, 5, 0.26444998329565994],
  [0.99, 2, 5, 0.7056863283197075],
  [1e-10, 2, 5, 2.581997786411184e-6],
  [0.3, 1, 1, 0.3],
  [0.4, 2.333, 4.667, 0.2719608372415759],
  [0.9, 30, 2, 0.9827119777086992],
  [0.5, 1000, 10, 0.9904207023496605],
  [0.1, 100000, 300000, 0.24912285006817098],
  [0.975, 1000000, 1000000, 0.5006929516660505],
  [0.6, 1000000, 0.5, 0.9999998625020262],
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
const SHAPES = [0.01, 0.3, 0.999, 1, 1.2, 5, 100, 3e4, 1e6];

describe("betaQuantile", () => {
  test.each(EXACT)("of %s with shapes %s and %s is %s to 1e-12", (probability, a, b, x) => {
    expectRelative(betaQuantile(probability, a, b), x, 1e-12, `quantile of ${probability} with shapes ${a}, ${b}`);
  });

  test("is p at shapes 1 and 1, and sin^2 at two shapes of one half", () => {
    for (const probability of [1e-100, 0.01, 0.4, 0.5, 0.77]) {
      expectRelative(betaQuantile(probability, 1, 1), probability, 1e-13, `quantile of ${probability}, uniform`);
      const sine = Math.sin((Math.PI * probability) / 2);
      expectRelative(betaQuantile(probability, 0.5, 0.5), sine * sine, 1e-13, `quantile of ${probability}, arcsine`);
    }
  });

  test("converges for every probability and pair of shapes, and never falls as the probability grows", () => {
    for (const a of SHAPES) {
      for (const b of SHAPES) {
        let last = 0;
        for (const probability of PROBABILITIES) {
          const x = betaQuantile(probability, a, b);
          const label = `quantile ${x} of ${probability} with shapes ${a}, ${b}, before it ${last}`;
          expect(x >= last && x <= 1, label).toBe(true);
          last = x;
        }
      }
    }
  });

  test("is inverted by the distribution function, as odds at both ends", () => {
    // The distribution function itself is good to 1e-12; rounding the odds, x and y (half a unit each) moves it further
    // by its slope on the log scale, which is 15000 at 21 standard deviations from the mean of two shapes of a million.
    for (const a of SHAPES) {
      for (const b of SHAPES) {
        for (const probability of PROBABILITIES.filter((value) => value > 1e-290)) {
          const odds = betaOddsQuantile(probability, a, b);
          if (odds === 0 || odds === Infinity) continue; // beyond the range of doubles
          const x = odds / (1 + odds);
          const y = 1 / (1 + odds);
          const { lower, upper } = betaTails(x, y, a, b);
          const isLower = probability <= 0.5;
          const label = `tail at the quantile of ${probability} with shapes ${a}, ${b}`;
          const tail = isLower ? lower : upper;
          const tolerance = 1e-12 + (3.4e-16 * betaDensityFactor(x, y, a, b)) / tail;
          expectRelative(tail, isLower ? probability : 1 - probability, tolerance, label);
        }
      }
    }
  });

  test("agrees with jstat to 1e-6, what its incomplete beta function allows", () => {
    for (const [probability, a, b] of [
      [0.1, 2, 5],
      [0.5, 2, 5],
      [0.9, 12, 3],
      [0.3, 0.5, 2],
    ] as const) {
      const other = jstat.jStat.ibetainv(probability, a, b);
      expectRelative(
        betaQuantile(probability, a, b),
        other,
        1e-6,
        `quantile of ${probability} at ${a}, ${b}, by jstat`,
      );
    }
  });

  test("is 0 and 1 at the ends and refuses what lies beyond", () => {
    expect(betaQuantile(0, 2, 3)).toBe(0);
    expect(betaQuantile(1, 2, 3)).toBe(1);
    expect(betaQuantile(1e-10, 0.01, 1)).toBe(0); // 1e-1000
    expect(betaQuantile(1 - 1e-10, 1, 0.01)).toBe(1);
    expect(() => betaQuantile(-1, 2, 3)).toThrow("invalid probability -1, must be in [0, 1]");
    expect(() => betaQuantile(0.5, 2, 0)).toThrow(RangeError);
  });
});
