import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import { studentTQuantile } from "../../../src/math/student-t-quantile.ts";
import { expectRelative } from "./expect-relative.ts";

/** [probability, degrees of freedom, t], from mpmath 1.3.0 at 50 digits: bisection on the incomplete beta function. */
const EXACT = [
  [0.6, 1, 0.32491969623290623],
  [0.9, 1, 3.077683537175254],
  [0.975, 1, 12.706204736174694],
  [0.999, 1, 318.30883898555015],
  [0.6, 2, 0.2886751345948128],
  [0.9, 2, 1.885618083164127],
  [0.975, 2, 4.302652729749462],
  [0.999, 2, 22.327124770119866],
  [0.6, 5, 0.26718086570414507],
  [0.9, 5, 1.4758840488244813],
  [0.975, 5, 2.5705818356363146],
  [0.999, 5, 5.893429531356009],
  [0.6, 30, 0.2556053649519127],
  [0.9, 30, 1.3104150253913958],
  [0.975, 30, 2.0422724563012378],
  [0.999, 30, 3.385184866829305],
  [0.6, 1000000, 0.2533471705378416],
  [0.9, 1000000, 1.2815524121299386],
  [0.975, 1000000, 1.9599663568141066],
  [0.999, 1000000, 3.0902404563165193],
] as const;

describe("studentTQuantile", () => {
  test.each(EXACT)("of %s with %s degrees of freedom is %s to 1e-13", (probability, degreesOfFreedom, t) => {
    const label = `t at ${probability} with ${degreesOfFreedom} degrees`;
    expectRelative(studentTQuantile(probability, degreesOfFreedom), t, 1e-13, label);
  });

  test("gives the textbook table: 12.706, 4.303, 2.571, 2.042 at 97.5 %", () => {
    const table = [1, 2, 5, 30].map((degrees) => studentTQuantile(0.975, degrees).toFixed(3));
    expect(table).toEqual(["12.706", "4.303", "2.571", "2.042"]);
  });

  test("is the tangent at 1 degree and (2p - 1)/sqrt(2p(1 - p)) at 2", () => {
    for (const probability of [0.01, 0.3, 0.500001, 0.6, 0.95, 1 - 1e-9]) {
      const cauchy = -1 / Math.tan(Math.PI * probability);
      // Rounding pi p in the expected tangent is magnified next to its pole and its zero.
      const margin = Math.min(probability, 1 - probability, Math.abs(probability - 0.5));
      const tolerance = 1e-15 / margin;
      expectRelative(studentTQuantile(probability, 1), cauchy, tolerance, `t at ${probability} with 1 degree`);
      const two = (2 * probability - 1) / Math.sqrt(2 * probability * (1 - probability));
      expectRelative(studentTQuantile(probability, 2), two, 1e-13, `t at ${probability} with 2 degrees`);
    }
  });

  test("is antisymmetric around 0 at one half", () => {
    expect(studentTQuantile(0.5, 7)).toBe(0);
    expect(studentTQuantile(0.25, 7)).toBe(-studentTQuantile(0.75, 7));
  });

  test("tends to the normal quantile, by (z^3 + z)/4n", () => {
    // Abramowitz & Stegun 26.7.5; the next term is of order 1/n^2.
    for (const probability of [0.4999, 0.1, 0.9, 0.999]) {
      const z = normalQuantile(probability);
      for (const degrees of [1e6, 1e9]) {
        const expected = z + (z * z * z + z) / (4 * degrees);
        expectRelative(studentTQuantile(probability, degrees), expected, 1e-11, `t at ${probability}, ${degrees}`);
      }
    }
  });

  test("agrees with jstat to 1e-6, what its incomplete beta function allows", () => {
    for (const [probability, degrees] of [
      [0.9, 3],
      [0.975, 8],
      [0.2, 20],
    ] as const) {
      const other = jstat.jStat.studentt.inv(probability, degrees);
      expectRelative(studentTQuantile(probability, degrees), other, 1e-6, `t at ${probability}, ${degrees}, by jstat`);
    }
  });

  test("is infinite at 0 and 1 and refuses what lies beyond", () => {
    expect(studentTQuantile(0, 4)).toBe(-Infinity);
    expect(studentTQuantile(1, 4)).toBe(Infinity);
    expect(() => studentTQuantile(2, 4)).toThrow("invalid probability 2, must be in [0, 1]");
    expect(() => studentTQuantile(0.5, 0)).toThrow("invalid degreesOfFreedom 0, must be in (0, 1e12]");
  });
});
