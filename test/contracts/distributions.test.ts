import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as all from "../../src/distributions/all.ts";
import {
  type Distribution,
  distributionLaws,
  distributionNames,
  distributionSchema,
  drawFrom,
  meanOf,
  standardDeviationOf,
  supportOf,
} from "../../src/distributions/index.ts";
import { integrateOverQuantiles, integrateOverSteps } from "../unit/distributions/quantile-integral.ts";

/** Laws that every member of the catalogue obeys; a new member is tested the day it is listed. */

type Parameters = Record<string, unknown>;

const withName = (name: string, parameters: object): Parameters => ({ distribution: name, ...parameters });

describe("the catalogue", () => {
  test("lists every member under its own name", () => {
    expect(Object.entries(all).map(([key, law]) => [key, law.name])).toEqual(
      distributionNames.map((name) => [name, name]),
    );
  });
});

describe.each(distributionLaws.map((law) => [law.name, law] as const))("%s", (name, law) => {
  const examples = law.examples.map((example) => withName(name, example));
  const parsed = examples.map((example) => distributionSchema.parse(example));

  test("explains itself and each parameter, with unit and range", () => {
    expect(law.summary).toMatch(/^[A-Z].*\.$/);
    const { properties, description } = z.toJSONSchema(law.schema, { io: "input" });
    expect(description).toBe(law.summary);
    for (const [key, property] of Object.entries(properties ?? {})) {
      const text = (property as { description?: string }).description ?? "";
      expect(text, `description of ${key}`).toMatch(key === "distribution" ? /./ : / unit|^the (lower|higher) of two/);
    }
  });

  test("has examples, parsed to themselves, that draw the same when parsed again", () => {
    expect(parsed.length).toBeGreaterThan(0);
    for (const distribution of parsed) {
      const again = distributionSchema.parse(structuredClone(distribution));
      expect(again).toEqual(distribution);
      for (const u of [0, 0.1, 0.5, 0.75, 1]) {
        expect(drawFrom(distribution, u)).toBe(drawFrom(distribution, u));
        expect(drawFrom(again, u)).toBe(drawFrom(distribution, u));
      }
    }
  });

  test("draws finite values inside the support, also at the ends of u", () => {
    for (const distribution of parsed) checkDraws(distribution, [0, 2 ** -53, 0.3, 0.5, 0.9, 1 - 2 ** -53, 1]);
  });

  test("never draws less for a larger u", () => {
    const grid = Array.from({ length: 4001 }, (_, index) => index / 4000);
    const nearEnds = [0, 1e-15, 1e-12, 1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12, 1 - 1e-15, 1];
    for (const distribution of parsed) {
      checkDraws(
        distribution,
        [...grid, ...nearEnds].sort((left, right) => left - right),
      );
    }
  });

  test("wavers between neighbouring u by no more than the last digits", () => {
    // Numerical inverses stop at a relative 1e-12 or better; next to a zero inside the support the spread is the measure.
    const unit = fc.double({ min: 0, max: 1 - 2 ** -40, noNaN: true });
    for (const distribution of parsed) {
      const deviation = standardDeviationOf(distribution);
      fc.assert(
        fc.property(unit, fc.integer({ min: 1, max: 64 }), (u, steps) => {
          const here = drawFrom(distribution, u);
          const next = drawFrom(distribution, u + steps * 2 ** -53);
          const scale = Math.max(Math.abs(here), deviation < Infinity ? deviation : 0);
          expect(here - next, `fall after u = ${u}: ${here} to ${next}`).toBeLessThanOrEqual(1e-12 * scale);
        }),
        { seed: 53, numRuns: 500 },
      );
    }
  });

  test("has the mean and the standard deviation of its own quantiles, where they are finite", () => {
    for (const distribution of parsed) {
      const mean = meanOf(distribution);
      const deviation = standardDeviationOf(distribution);
      const integrate = isStepwise(distribution) ? integrateOverSteps : integrateOverQuantiles;
      const label = JSON.stringify(distribution);
      // The rule leaves out what lies beyond the last double below 1, and its step sees kinks: 1e-9 of the spread.
      if (mean < Infinity) {
        const error = Math.abs(integrate(distribution, (value) => value) - mean);
        const tolerance = 1e-9 * (deviation < Infinity ? deviation : mean) + 1e-14 * Math.abs(mean);
        expect(error, `mean ${mean} of ${label}`).toBeLessThanOrEqual(tolerance);
      }
      if (deviation < Infinity) {
        const variance = integrate(distribution, (value) => (value - mean) * (value - mean));
        const error = Math.abs(Math.sqrt(variance) - deviation);
        expect(error, `standard deviation ${deviation} of ${label}`).toBeLessThanOrEqual(1e-9 * deviation);
      }
    }
  });

  test("refuses what is not a number in its range, at the place where it stands", () => {
    const nonsense = [NaN, Infinity, -Infinity, 1e300, -1e300, "many", null, true, { days: 3 }, [[]]];
    for (const example of examples) {
      for (const key of Object.keys(example).filter((each) => each !== "distribution")) {
        for (const value of nonsense) {
          const issues = issuesOf({ ...example, [key]: value });
          const label = `${key}: ${String(value)} in ${JSON.stringify(example)} gave ${JSON.stringify(issues)}`;
          expect(issues.length, label).toBeGreaterThan(0);
          expect(
            issues.every((issue) => issue.path[0] === key),
            label,
          ).toBe(true);
          expect(
            issues.every((issue) => /^(missing|unknown|invalid|unsupported) /.test(issue.message)),
            label,
          ).toBe(true);
        }
      }
    }
  });

  test("misses a parameter that is left out, or does well without it", () => {
    for (const example of examples) {
      for (const key of Object.keys(example).filter((each) => each !== "distribution")) {
        const { [key]: _, ...rest } = example;
        const issues = issuesOf(rest);
        if (issues.length === 0) {
          checkDraws(distributionSchema.parse(rest), [0, 0.5, 1]);
        } else {
          expect(issues.map((issue) => issue.message).join()).toMatch(/^(missing|invalid) /);
        }
      }
    }
  });

  test("refuses parameters it does not know, by name", () => {
    for (const example of examples) {
      expect(issuesOf({ ...example, colour: 3 }).map((issue) => issue.message)).toEqual([
        expect.stringMatching(/^unknown colour, must be among /),
      ]);
    }
  });

  test("draws sound values from whatever parameters its schema accepts", () => {
    // Each number of an example is stretched, moved or replaced; what the schema refuses is no concern of the law.
    const change = fc.oneof(
      fc.double({ min: -40, max: 40, noNaN: true }).map((power) => (value: number) => value * Math.exp(power)),
      fc.double({ min: -20, max: 20, noNaN: true }).map((offset) => (value: number) => value + offset),
      fc.constantFrom(0, 1, -1, 0.01, 0.1, 1e6, 1e15, -1e15, 5e-324, 1e-9).map((other) => () => other),
      fc.constant((value: number) => value),
    );
    for (const example of examples) {
      fc.assert(
        fc.property(fc.array(change, { minLength: 8, maxLength: 8 }), (changes) => {
          let count = 0;
          const changed = JSON.parse(JSON.stringify(example), (_, value) =>
            typeof value === "number" ? changes[count++ % changes.length]!(value) : value,
          );
          const result = distributionSchema.safeParse(changed);
          if (!result.success) return;
          checkDraws(result.data, [0, 1e-9, 0.2, 0.5, 0.500001, 0.9, 1 - 1e-9, 1]);
          expect(meanOf(result.data)).not.toBeNaN();
          expect(standardDeviationOf(result.data)).toBeGreaterThanOrEqual(0);
        }),
        { seed: 4711, numRuns: 300 },
      );
    }
  });
});

/** Draws at ascending u and checks that values are finite, inside the support and ascending. */
function checkDraws(distribution: Distribution, ascending: readonly number[]): void {
  const [low, high] = supportOf(distribution);
  let last = -Infinity;
  for (const u of ascending) {
    const value = drawFrom(distribution, u);
    const isSound = Number.isFinite(value) && value >= low && value <= high && value >= last;
    if (!isSound) {
      expect.fail(`${JSON.stringify(distribution)} drew ${value} at u = ${u} after ${last}, support [${low}, ${high}]`);
    }
    last = value;
  }
}

/** A law with few different values has a quantile of steps, which no smooth rule integrates. */
function isStepwise(distribution: Distribution): boolean {
  const values = new Set(Array.from({ length: 1000 }, (_, index) => drawFrom(distribution, (index + 0.5) / 1000)));
  return values.size < 700;
}

function issuesOf(input: unknown): { path: PropertyKey[]; message: string }[] {
  const result = distributionSchema.safeParse(input);
  return result.success ? [] : result.error.issues;
}
