import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../src/math/normal-distribution.ts";
import { regularizedGammaP, regularizedGammaQ } from "../../../src/math/regularized-gamma.ts";
import { expectRelative } from "./expect-relative.ts";

/** [shape, x, P, Q], from mpmath 1.3.0 at 60 digits: series 8.11.4 and fraction 8.9.2 of dlmf.nist.gov. */
const EXACT = [
  [0.001, 1e-30, 0.933792377658673, 0.066207622341327],
  [0.001, 0.5, 0.9994399333435292, 0.0005600666564707498],
  [0.001, 5, 0.9999988490186603, 1.150981339730861e-6],
  [0.01, 1e-100, 0.1005706528500385, 0.8994293471499615],
  [0.01, 0.2, 0.9877844094567542, 0.01221559054324581],
  [0.3, 0.8, 0.8862152066572104, 0.11378479334278961],
  [0.3, 1.4, 0.951838876607272, 0.04816112339272809],
  [0.5, 2, 0.9544997361036416, 0.04550026389635842],
  [1, 0.1, 0.09516258196404043, 0.9048374180359595],
  [1, 30, 0.9999999999999064, 9.357622968840175e-14],
  [2.5, 1e-6, 3.009008962961884e-16, 0.9999999999999997],
  [2.5, 2, 0.4505840486472198, 0.5494159513527802],
  [2.5, 9, 0.9970535954121197, 0.0029464045878802906],
  [9.99, 3, 0.001116730794537766, 0.9988832692054622],
  [10, 30, 0.9999928782491372, 7.121750862815577e-6],
  [50, 20, 1.245892607971938e-8, 0.9999999875410739],
  [50, 51, 0.5743948595168596, 0.42560514048314035],
  [1000, 800, 5.5014197761792284e-12, 0.9999999999944986],
  [1000, 1200, 0.9999999987118394, 1.2881606086281433e-9],
  [10000, 9900, 0.15865119219356466, 0.8413488078064354],
  [10000, 10500, 0.9999995724127545, 4.2758724550596475e-7],
  [1000000, 994000, 9.178900262302024e-10, 0.99999999908211],
  [1000000, 1000000, 0.5001329807608725, 0.4998670192391274],
  [1000000, 1005000, 0.999999701250986, 2.987490140114635e-7],
] as const;

describe("regularizedGammaP and regularizedGammaQ", () => {
  test.each(EXACT)("at shape %s and x %s are %s and %s to 1e-13", (shape, x, lower, upper) => {
    expectRelative(regularizedGammaP(shape, x), lower, 1e-13, `P(${shape}, ${x})`);
    expectRelative(regularizedGammaQ(shape, x), upper, 1e-13, `Q(${shape}, ${x})`);
  });

  test("are the exponential law at shape 1", () => {
    for (const x of [1e-10, 0.3, 1.9, 2, 40, 700]) {
      // The exponent of the leading factor, up to 700, is rounded once: 700 units of 1e-16.
      expectRelative(regularizedGammaP(1, x), -Math.expm1(-x), 1e-13, `P(1, ${x})`);
      expectRelative(regularizedGammaQ(1, x), Math.exp(-x), 1e-13, `Q(1, ${x})`);
    }
  });

  test("are the Poisson sums at whole shapes", () => {
    const mean = 3.7;
    let probability = Math.exp(-mean);
    let sum = 0;
    for (let count = 0; count < 25; count++) {
      sum += probability;
      probability *= mean / (count + 1);
      expectRelative(regularizedGammaQ(count + 1, mean), sum, 1e-14, `P(N <= ${count}) at mean ${mean}`);
    }
  });

  test("are the squared normal law at shape one half", () => {
    for (const z of [0.01, 0.5, 1, 1.7, 5, 20]) {
      expectRelative(regularizedGammaQ(0.5, (z * z) / 2), 2 * normalCdf(-z), 1e-13, `Q(1/2, ${z}^2/2)`);
    }
  });

  test("add up to 1 and are monotone along x for all shapes", () => {
    for (const shape of [0.001, 0.2, 1, 7.5, 300, 1e5]) {
      let last = 0;
      for (let step = 1; step <= 200; step++) {
        const x = shape * (step / 100);
        const lower = regularizedGammaP(shape, x);
        expectRelative(lower + regularizedGammaQ(shape, x), 1, 1e-13, `P + Q at ${shape}, ${x}`);
        expect(lower, `P(${shape}, ${x})`).toBeGreaterThanOrEqual(last);
        last = lower;
      }
    }
  });

  test("are 0 and 1 at the ends of the line", () => {
    expect(regularizedGammaP(2, 0)).toBe(0);
    expect(regularizedGammaQ(2, 0)).toBe(1);
    expect(regularizedGammaP(2, Infinity)).toBe(1);
    expect(regularizedGammaQ(2, Infinity)).toBe(0);
    expect(regularizedGammaQ(2, 1e300)).toBe(0);
  });

  test("agree with jstat to 1e-10, what its log gamma reaches", () => {
    for (const [shape, x] of [
      [0.5, 0.2],
      [2.5, 3],
      [20, 30],
      [90, 80],
    ] as const) {
      const other = jstat.jStat.lowRegGamma(shape, x);
      expectRelative(regularizedGammaP(shape, x), other, 1e-10, `P(${shape}, ${x}), expected by jstat`);
    }
  });

  test("refuse shapes and arguments outside their domain", () => {
    expect(() => regularizedGammaP(0, 1)).toThrow("invalid gamma shape 0, must be in (0, Infinity)");
    expect(() => regularizedGammaQ(NaN, 1)).toThrow(RangeError);
    expect(() => regularizedGammaP(1, -1)).toThrow("invalid gamma argument -1, must be in [0, Infinity]");
    expect(() => regularizedGammaQ(1, NaN)).toThrow(RangeError);
  });
});
