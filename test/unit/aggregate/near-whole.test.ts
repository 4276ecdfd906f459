import { describe, expect, it } from "vitest";
import { nearWhole } from "../../../src/aggregate/near-whole.ts";

describe("nearWhole", () => {
  it("puts right a product that missed its whole number by rounding", () => {
    expect(0.07 * 100).toBe(7.000000000000001);
    expect(nearWhole(0.07 * 100)).toBe(7);
    expect(nearWhole(10 / (1 - 0.9))).toBe(100);
    expect(nearWhole(1_000_000 * (1 - 1 / 3) * 3)).toBe(2_000_000);
  });

  it("leaves a number that is truly between two whole numbers as it is", () => {
    expect(nearWhole(8.5)).toBe(8.5);
    expect(nearWhole(8.000001)).toBe(8.000001);
    expect(nearWhole(999_999.99999)).toBe(999_999.99999);
  });
});
