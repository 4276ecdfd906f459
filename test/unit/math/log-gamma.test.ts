import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { logGamma, logGammaOfOnePlus, stirlingError } from "../../../src/math/log-gamma.ts";
import { expectRelative } from "./expect-relative.ts";

/** [x, log gamma(x)], from mpmath 1.3.0 at 50 digits. */
const EXACT = [
  [1e-300, 690.7755278982137],
  [1e-8, 18.42068073818021],
  [0.001, 6.907178885383853],
  [0.1, 2.252712651734206],
  [0.3, 1.0957979948180756],
  [0.5, 0.5723649429247001],
  [0.7, 0.26086724653166654],
  [0.95, 0.030968795237972926],
  [0.999999, 5.772164873855652e-7],
  [1.000001, -5.772148423874147e-7],
  [1.2, -0.08537409000331583],
  [1.4616321449683622, -0.12148629053584961],
  [1.8, -0.07108387291437215],
  [1.999999, -4.227840125965854e-7],
  [2.000001, 4.2278465762452923e-7],
  [2.3, 0.15418945495963046],
  [2.7, 0.4348205536551047],
  [3.5, 1.2009736023470743],
  [5.25, 3.561375910386697],
  [9.75, 12.242204940050762],
  [10, 12.801827480081469],
  [12.3, 18.238983407092245],
  [30.5, 72.9534711841694],
  [171, 706.5730622457874],
  [1234.5, 7550.550901077895],
  [1000000, 12815504.569147611],
  [10000000, 151180949.3694739],
  [1e12, 26631021115915.652],
] as const;

describe("logGamma", () => {
  test.each(EXACT)("at %s is %s to a relative 1e-15, also beside its zeros", (x, value) => {
    expectRelative(logGamma(x), value, 1e-15, `log gamma(${x})`);
  });

  test("is the logarithm of a factorial at whole numbers", () => {
    let factorial = 1;
    for (let n = 1; n <= 22; n++) {
      // Factorials up to 22! are exact doubles; the logarithm is good to half a unit in the last place.
      expectRelative(logGamma(n), Math.log(factorial), 1e-15, `log gamma(${n})`);
      factorial *= n;
    }
  });

  test("vanishes exactly at 1 and 2", () => {
    expect(logGamma(1)).toBe(0);
    expect(logGamma(2)).toBe(0);
  });

  test("agrees with jstat to an absolute 1e-10, what its Lanczos sum reaches", () => {
    for (const x of [0.2, 1.5, 3.3, 17, 200]) {
      expectRelative(1 + logGamma(x), 1 + jstat.jStat.gammaln(x), 1e-10, `log gamma(${x}), expected by jstat`);
    }
  });

  test.each([0, -1, NaN])("refuses %s", (x) => {
    expect(() => logGamma(x)).toThrow(RangeError);
  });

  test("is infinite at infinity", () => {
    expect(logGamma(Infinity)).toBe(Infinity);
  });
});

describe("logGammaOfOnePlus", () => {
  test("keeps all digits of a tiny argument, where it is -0.5772 z", () => {
    // log gamma(1 + z) = -gamma z + pi^2/12 z^2 + O(z^3), Abramowitz & Stegun 6.1.33
    const z = 1e-9;
    const expected = z * (-0.5772156649015329 + (Math.PI * Math.PI * z) / 12);
    expectRelative(logGammaOfOnePlus(z), expected, 1e-15, "log gamma(1 + 1e-9)");
  });
});

describe("stirlingError", () => {
  test("of whole numbers is what is left of log n! after Stirling's formula", () => {
    // Loader (2000), table sferr_halves: delta(1), delta(5), delta(10), delta(15)
    expectRelative(stirlingError(1), 0.08106146679532726, 1e-14, "delta(1)");
    expectRelative(stirlingError(5), 0.016644691189821193, 1e-13, "delta(5)");
    expectRelative(stirlingError(10), 0.008330563433362871, 1e-15, "delta(10)");
    expectRelative(stirlingError(15), 0.005554733551962801, 1e-15, "delta(15)");
  });
});
