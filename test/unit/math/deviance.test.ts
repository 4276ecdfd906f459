import { describe, expect, test } from "vitest";
import { deviance } from "../../../src/math/deviance.ts";
import { expectRelative } from "./expect-relative.ts";

/** The same by plain logarithms; fine as long as observed and expected differ much. */
const plain = (observed: number, expected: number) => observed * Math.log(observed / expected) + expected - observed;

describe("deviance", () => {
  test("is observed log(observed/expected) + expected - observed", () => {
    for (const [observed, expected] of [
      [1, 3],
      [5, 1],
      [40, 90],
      [2, 1.2],
      [1, 1.8],
      [7, 3.6],
    ] as const) {
      const label = `deviance of ${observed} from ${expected}`;
      expectRelative(deviance(observed, expected, observed - expected), plain(observed, expected), 2e-15, label);
    }
  });

  test("is difference^2/2 expected for close numbers, where plain logarithms have no digit left", () => {
    // Next terms: 1 - r/3 + r^2/6 with r = difference/expected = 1e-7
    expectRelative(deviance(1e7 + 1, 1e7, 1), 0.5e-7 * (1 - 1e-7 / 3), 1e-14, "deviance of 10000001 from 10000000");
  });

  test("is 0 only where nothing differs, and positive on both sides", () => {
    expect(deviance(3, 3, 0)).toBe(0);
    expect(deviance(3, 3 + 2 ** -50, -(2 ** -50))).toBeGreaterThan(0);
    expect(deviance(3, 3 - 2 ** -50, 2 ** -50)).toBeGreaterThan(0);
  });

  test("survives expectations next to the smallest double", () => {
    expectRelative(deviance(1, 5e-324, 1), 1074 * Math.LN2 - 1, 1e-15, "deviance of 1 from 2^-1074");
  });
});
