import { describe, expect, test } from "vitest";
import { cosineOfTurns } from "../../../src/math/cosine-of-turns.ts";

describe("the cosine of turns", () => {
  test("is exact at whole quarter turns, also far from zero", () => {
    for (const turns of [0, 1, -1, 7, -250]) {
      expect(cosineOfTurns(turns)).toBe(1);
      expect(Math.abs(cosineOfTurns(turns + 0.25))).toBe(0);
      expect(cosineOfTurns(turns + 0.5)).toBe(-1);
      expect(Math.abs(cosineOfTurns(turns + 0.75))).toBe(0);
    }
  });

  test("is what Math.cos says: to its last bit near zero, to that of the angle elsewhere", () => {
    for (let step = -10_000; step <= 10_000; step++) {
      const x = step / 10_000;
      const tolerance = x >= 0 && x <= 1 / 8 ? 2.3e-16 : 1e-15;
      expect(Math.abs(cosineOfTurns(x) - Math.cos(2 * Math.PI * x)), `at ${x}`).toBeLessThan(tolerance);
    }
  });

  test.each([
    // Closed forms: regular pentagon, hexagon, octagon.
    [1 / 5, (Math.sqrt(5) - 1) / 4],
    [1 / 6, 0.5],
    [1 / 8, Math.SQRT1_2],
    [-3 / 8, -Math.SQRT1_2],
  ])("of %d is %d", (x, cosine) => {
    expect(Math.abs(cosineOfTurns(x) - cosine)).toBeLessThan(5e-16);
  });
});
