import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote, show } from "../../../src/schema/show.ts";
import { lineOfText, linesOfText } from "../../../src/schema/text.ts";

const CONTROLS = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, index) => 127 + index)].map((code) =>
  String.fromCharCode(code),
);

const TURNING = [..."\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"];

describe("text on one line", () => {
  test.each(TURNING)("has no mark that turns the direction of writing: %j", (mark) => {
    expect(lineOfText(100).safeParse(`a${mark}b`).success).toBe(false);
    expect(linesOfText(100).safeParse(`a${mark}b`).success).toBe(mark < "\u202a");
    expect(lineOfText(100).safeParse("שלום").success).toBe(true);
  });

  test.each(["=cmd()", "+1", "-1", "@SUM(A1)", "  =1+1"])("does not start a formula: %s", (text) => {
    const { error } = lineOfText(100).safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      `invalid value "${text}", must not start with = + - or @: spreadsheets compute that`,
    ]);
    expect(linesOfText(100).safeParse(text).success).toBe(true);
  });

  test("is any text without control characters, up to its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        const isPlain = ![...CONTROLS, ...TURNING].some((char) => text.includes(char));
        expect(lineOfText(100).safeParse(text).success).toBe(isPlain && !"=+-@".includes(text.trimStart()[0] ?? "x"));
      }),
    );
    expect(lineOfText(3).safeParse("abc").success).toBe(true);
    expect(lineOfText(3).safeParse("abcd").success).toBe(false);
  });

  test.each(CONTROLS.map((char) => [char.charCodeAt(0), char]))("has no character %i", (code, char) => {
    expect(lineOfText(100).safeParse(`a${char}b`).success).toBe(false);
    expect(linesOfText(100).safeParse(`a${char}b`).success).toBe(code === 9 || code === 10);
  });
});

describe("a value in a message", () => {
  test("is shown as a study would write it", () => {
    const values = [1, -0.5, Number.NaN, Number.POSITIVE_INFINITY, "a", null, true, [1, "b"], { a: 1 }, undefined];
    expect(values.map(show)).toEqual([
      "1",
      "-0.5",
      "NaN",
      "Infinity",
      '"a"',
      "null",
      "true",
      '[1,"b"]',
      '{"a":1}',
      "undefined",
    ]);
    expect(quote("a")).toBe("'a'");
  });

  test("is never longer than a line", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 500 }), fc.array(fc.integer(), { maxLength: 100 })), (value) => {
        expect(show(value).length).toBeLessThanOrEqual(80);
      }),
    );
    expect(quote("x".repeat(1000))).toBe(`'${"x".repeat(77)}...'`);
  });
});
