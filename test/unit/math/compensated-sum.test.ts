import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compensatedSum } from "../../../src/math/compensated-sum.ts";

describe("compensatedSum", () => {
  test("keeps what plain addition loses", () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2); // Neumaier's example; plain addition gives 0
    expect(compensatedSum([1e16, 1, 1, 1, 1, -1e16])).toBe(4);
  });

  test("sums ten million tenths to a million", () => {
    expect(compensatedSum(new Float64Array(10_000_000).fill(0.1))).toBe(1_000_000);
  });

  test("of whole numbers is exact in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })), (values) => {
        const exact = Number(values.reduce((sum, value) => sum + BigInt(value), 0n));
        expect(compensatedSum(values)).toBe(exact);
        expect(compensatedSum([...values].reverse())).toBe(exact);
      }),
      { seed: 1974 },
    );
  });

  test("of nothing is 0, and what is not finite stays so", () => {
    expect(compensatedSum([])).toBe(0);
    expect(compensatedSum([1, Infinity, 2])).toBe(Infinity);
    expect(compensatedSum([1, -Infinity])).toBe(-Infinity);
    expect(compensatedSum([Infinity, -Infinity])).toBeNaN();
    expect(compensatedSum([1, NaN])).toBeNaN();
  });
});
