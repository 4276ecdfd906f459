import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggest } from "../../../src/config/suggest.ts";

describe("a suggestion", () => {
  test("is the nearest known name, whatever its capitals", () => {
    expect(suggest("leadtimedays", ["leadTimeDays", "costUsdPerUnit"])).toBe(", did you mean 'leadTimeDays'?");
    expect(suggest("rotterdm", ["rotterdam", "amsterdam"])).toBe(", did you mean 'rotterdam'?");
  });

  test("is the first of several that are as near", () => {
    expect(suggest("bar", ["baz", "bat"])).toBe(", did you mean 'baz'?");
    expect(suggest("bar", ["bat", "baz"])).toBe(", did you mean 'bat'?");
  });

  test("is not made where nothing is near", () => {
    expect(suggest("suez", ["panama", "malacca"])).toBe("");
    expect(suggest("anything", [])).toBe("");
  });

  test("of a word of two letters differs in one at most, of a longer one in two or a third of its letters", () => {
    expect(suggest("5", ["id"])).toBe("");
    expect(suggest("ix", ["id"])).toBe(", did you mean 'id'?");
    expect(suggest("est", ["ets"])).toBe(", did you mean 'ets'?");
    expect(suggest("abcdef", ["abcxyf"])).toBe(", did you mean 'abcxyf'?");
    expect(suggest("abcdef", ["abcxyz"])).toBe("");
    expect(suggest("abcdefghi", ["abcdefxyz"])).toBe(", did you mean 'abcdefxyz'?");
  });

  test("of a name that is known is that name", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 8 }), (known) => {
        const written = known[known.length - 1].toLowerCase();
        const match = /^, did you mean '([\s\S]*)'\?$/.exec(suggest(written, known));
        expect(match?.[1].toLowerCase()).toBe(written);
      }),
    );
  });

  test("is not sought for words that are longer than any id", () => {
    const known = Array.from({ length: 1000 }, (_, index) => `${"x".repeat(100_000)}${index}`);
    const start = performance.now();
    expect(suggest("x".repeat(100_000), known)).toBe("");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
