import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayNumber } from "../../../src/model/calendar.ts";

describe("the number of a day", () => {
  test.each([
    ["1970-01-01", 0],
    ["1970-01-02", 1],
    ["1969-12-31", -1],
    ["2000-02-29", 11016],
    ["2000-03-01", 11017],
    ["2024-02-29", 19782],
    ["2100-03-01", 47541],
    ["0000-01-01", -719528],
    ["9999-12-31", 2932896],
  ])("of %s is %i", (date, number) => {
    expect(dayNumber(date)).toBe(number);
  });

  test("is the calendar's, for any day from year 0 to 9999", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719528, max: 2932896 }), (number) => {
        const date = new Date(number * 86_400_000).toISOString().slice(0, 10);
        expect(dayNumber(date)).toBe(number);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    "2023-02-29",
    "1900-02-29",
    "2100-02-29",
    "2024-02-30",
    "2024-04-31",
    "2024-00-10",
    "2024-13-10",
    "2024-01-00",
    "2024-01-32",
    "2024-1-01",
    "24-01-01",
    "2024/01/01",
    "2024-01-01T00:00",
    " 2024-01-01",
    "2024-01-01\n",
    "+2024-01-01",
    "２０２４-01-01",
    "",
  ])("of %j does not exist", (date) => {
    expect(dayNumber(date)).toBeUndefined();
  });
});
