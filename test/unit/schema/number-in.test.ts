import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Interval, numberIn } from "../../../src/schema/number-in.ts";

const accepts = (interval: Interval, value: unknown): boolean => numberIn(interval).safeParse(value).success;
const refusal = (interval: Interval, value: unknown): string | undefined =>
  numberIn(interval).safeParse(value).error?.issues[0].message;

describe("a number in an interval", () => {
  test("includes the ends that brackets include, and no others", () => {
    expect([0, 0.5, 1].map((value) => accepts("[0, 1]", value))).toEqual([true, true, true]);
    expect([0, 0.5, 1].map((value) => accepts("(0, 1]", value))).toEqual([false, true, true]);
    expect([0, 0.5, 1].map((value) => accepts("[0, 1)", value))).toEqual([true, true, false]);
    expect([0, 0.5, 1].map((value) => accepts("(0, 1)", value))).toEqual([false, true, false]);
  });

  test("lies between the ends, whatever they are", () => {
    const ends = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(ends, fc.double({ min: -3000, max: 3000, noNaN: true }), ([low, width], value) => {
        const high = low + width;
        expect(accepts(`[${low}, ${high}]`, value)).toBe(value >= low && value <= high);
        expect(accepts(`(${low}, ${high})`, value)).toBe(value > low && value < high);
        expect(accepts(`[${low}, ${high}] whole`, value)).toBe(
          value >= low && value <= high && Number.isInteger(value),
        );
      }),
    );
  });

  test("may be written with an exponent", () => {
    expect(accepts("[1, 1e6] whole", 1_000_000)).toBe(true);
    expect(accepts("[1, 1e6] whole", 1_000_001)).toBe(false);
  });

  test("is neither infinite nor undefined nor text", () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      "5",
      null,
      true,
      [5],
      {},
      5n,
    ]) {
      expect(accepts("[-1e15, 1e15]", value)).toBe(false);
    }
  });

  test("is refused with its value and the interval as it was written", () => {
    expect(refusal("(0, 365]", -3)).toBe("invalid value -3, must be a number in (0, 365]");
    expect(refusal("[1, 1e6] whole", 2.5)).toBe("invalid value 2.5, must be a whole number in [1, 1e6]");
    expect(refusal("[0, 1)", "half")).toBe('invalid value "half", must be a number in [0, 1)');
    expect(refusal("[0, 1]", undefined)).toBe("missing value, must be a number in [0, 1]");
    expect(refusal("[0, 1]", Number.NaN)).toBe("invalid value NaN, must be a number in [0, 1]");
    expect(refusal("[0, 1]", null)).toBe("invalid value null, must be a number in [0, 1]");
  });
});
