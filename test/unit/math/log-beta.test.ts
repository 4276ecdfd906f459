import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { logBeta } from "../../../src/math/log-beta.ts";
import { expectRelative } from "./expect-relative.ts";

/** [a, b, log B(a, b)], from mpmath 1.3.0 at 50 digits. */
const EXACT = [
  [0.01, 0.01, 5.298155239985667],
  [0.01, 5, 4.584407643332622],
  [0.5, 0.5, 1.1447298858494002],
  [1, 3, -1.0986122886681098],
  [2.5, 7, -4.825399338314249],
  [0.5, 1000000, -6.335390211057437],
  [10000000, 10000000, -13862950.404734597],
  [1000000000, 0.5, -9.789267975423506],
  [3, 1e12, -82.1999161672287],
] as const;

describe("logBeta", () => {
  test.each(EXACT)("of %s and %s is %s to 1e-14, however unequal", (a, b, value) => {
    expectRelative(logBeta(a, b), value, 1e-14, `log B(${a}, ${b})`);
  });

  test("is symmetric", () => {
    expect(logBeta(3, 1e6)).toBe(logBeta(1e6, 3));
  });

  test("agrees with jstat to 1e-10, what its log gamma reaches", () => {
    expectRelative(logBeta(2.5, 7), jstat.jStat.betaln(2.5, 7), 1e-10, "log B(2.5, 7), expected by jstat");
  });
});
