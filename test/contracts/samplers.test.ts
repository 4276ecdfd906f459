import { describe, expect, test } from "vitest";
import { z } from "zod";
import { settingsSchema } from "../../src/config/schema/settings-schema.ts";
import * as all from "../../src/samplers/all.ts";
import { findSampler, SAMPLER_NAMES, SAMPLERS } from "../../src/samplers/index.ts";

/** Laws that every way of drawing scenarios obeys; a new member is tested the day it is listed. */

const STREAMS = 20_000;
/** |r| of two independent columns exceeds this once in 16,000 times. */
const NO_CORRELATION = 4 / Math.sqrt(STREAMS);

describe("the catalogue", () => {
  test("lists every member once, by a name that the settings accept", () => {
    expect(SAMPLERS).toEqual(Object.values(all));
    expect(new Set(SAMPLER_NAMES).size).toBe(SAMPLERS.length);
    for (const name of SAMPLER_NAMES) {
      expect(findSampler(name).name).toBe(name);
      expect(settingsSchema.parse({ sampler: name }).sampler).toBe(name);
    }
    expect(() => findSampler("dice")).toThrow("unknown sampler 'dice'");
    expect(() => settingsSchema.parse({ sampler: "dice" })).toThrow(z.ZodError);
  });
});

describe.each(SAMPLERS.map((sampler) => [sampler.name, sampler] as const))("%s", (_, sampler) => {
  const firstDraws = (seed: number, hazard: string, purpose: string, draws = 1): Float64Array =>
    Float64Array.from({ length: STREAMS }, (_, scenario) => {
      const uniforms = sampler.openScenario(seed, scenario)(hazard, purpose);
      for (let skip = 1; skip < draws; skip++) uniforms();
      return uniforms();
    });

  test("explains itself in a sentence", () => {
    expect(sampler.summary).toMatch(/^[A-Z].*\.$/);
  });

  test("draws numbers in [0, 1)", () => {
    for (const draws of [firstDraws(1, "h", "arrival"), firstDraws(1, "h", "arrival", 5)]) {
      expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...draws)).toBeLessThan(1);
    }
  });

  test("draws the same from the same key, whatever was drawn before, and however the streams interleave", () => {
    const open = sampler.openScenario(5, 123);
    const [a, b] = [open("a", "duration"), open("b", "duration")];
    const mixed = Array.from({ length: 50 }, () => [a(), b()]);
    sampler.openScenario(6, 1)("a", "duration")();
    const again = sampler.openScenario(5, 123);
    const alone = again("b", "duration");
    expect(mixed.map(([, value]) => value)).toEqual(Array.from({ length: 50 }, () => alone()));
    const other = again("a", "duration");
    expect(mixed.map(([value]) => value)).toEqual(Array.from({ length: 50 }, () => other()));
  });

  test("opens another stream for another seed, hazard, scenario or purpose, also where their texts run together", () => {
    const keys: [number, string, number, string][] = [
      [1, "a", 1, "arrival"],
      [11, "a", 1, "arrival"],
      [1, "a", 11, "arrival"],
      [1, "1a", 1, "arrival"],
      [1, "a1", 1, "arrival"],
      [1, "a1", 11, "arrival"],
      [1, "aa", 1, "arrival"],
      [1, "a", 1, "arrivalarrival"],
      [1, "a", 1, "a1"],
      [1, "a", 1, "1a"],
      [1, "a1", 1, ""],
      [1, "a", 1, "1"],
      [1, "a1", 1, "a1"],
      [1, "", 1, "a1"],
      [111, "a", 1, ""],
      [1, "11a", 1, ""],
      [1, "a", 111, ""],
      [2, "a", 1, "arrival"],
      [Number.MAX_SAFE_INTEGER, "a", 1, "arrival"],
      [0, "a", 0, "arrival"],
    ];
    const streams = keys.map(([seed, hazard, scenario, purpose]) => {
      const uniforms = sampler.openScenario(seed, scenario)(hazard, purpose);
      return Array.from({ length: 4 }, () => uniforms());
    });
    for (let at = 0; at < 4; at++) {
      expect(new Set(streams.map((stream) => stream[at])).size, `draw ${at}`).toBe(keys.length);
    }
  });

  test("opens no stream twice among 200,000", () => {
    const seen = new Set<number>();
    for (let scenario = 0; scenario < 50_000; scenario++) {
      const open = sampler.openScenario(1, scenario);
      for (const hazard of ["strait", "strait2"]) {
        for (const purpose of ["duration", "severity"]) seen.add(open(hazard, purpose)());
      }
    }
    expect(seen.size).toBe(200_000);
  });

  test.each([1, 2, 7])("draw %i of all scenarios is uniform", (draw) => {
    const cells = 100;
    const counts = new Float64Array(cells);
    for (const value of firstDraws(3, "strait", "arrival", draw)) counts[Math.floor(value * cells)] += 1;
    const expected = STREAMS / cells;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // Chi-square with 99 degrees of freedom: mean 99, standard deviation 14.
    expect(chiSquare).toBeLessThan(99 + 4.5 * 14);
    expect(chiSquare).toBeGreaterThan(99 - 4.5 * 14);
  });

  test("purposes, hazards, seeds and successive draws are not correlated", () => {
    const base = firstDraws(3, "strait", "arrival");
    const columns: Record<string, Float64Array> = {
      "another purpose": firstDraws(3, "strait", "severity"),
      "a third purpose": firstDraws(3, "strait", "duration"),
      "another hazard": firstDraws(3, "strait2", "arrival"),
      "the next seed": firstDraws(4, "strait", "arrival"),
      "the next draw": firstDraws(3, "strait", "arrival", 2),
    };
    for (const [what, column] of Object.entries(columns)) expectUncorrelated(base, column, what);
  });
});

describe("monte-carlo, the plain method,", () => {
  test("draws every scenario without regard to its neighbours", () => {
    const draws = Float64Array.from({ length: STREAMS }, (_, scenario) =>
      all.monteCarlo.openScenario(3, scenario)("strait", "arrival")(),
    );
    for (const distance of [1, 2, 10, 1000]) {
      const later = draws.map((_, index) => draws[(index + distance) % STREAMS]);
      expectUncorrelated(draws, later, `${distance} scenarios on`);
    }
  });
});

function expectUncorrelated(left: Float64Array, right: Float64Array, what: string): void {
  expect(Math.abs(correlation(left, right)), what).toBeLessThan(NO_CORRELATION);
  // Nor do their distances from the middle: tails do not come together.
  expect(Math.abs(correlation(left.map(fromMiddle), right.map(fromMiddle))), what).toBeLessThan(NO_CORRELATION);
}

const fromMiddle = (value: number): number => Math.abs(value - 0.5);

function correlation(left: Float64Array, right: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanLeft, meanRight] = [mean(left), mean(right)];
  let product = 0;
  let squaresLeft = 0;
  let squaresRight = 0;
  for (let index = 0; index < left.length; index++) {
    product += (left[index] - meanLeft) * (right[index] - meanRight);
    squaresLeft += (left[index] - meanLeft) ** 2;
    squaresRight += (right[index] - meanRight) ** 2;
  }
  return product / Math.sqrt(squaresLeft * squaresRight);
}
