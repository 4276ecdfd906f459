import { describe, expect, test } from "vitest";
import { z } from "zod";
import { summarizeColumn } from "../../src/aggregate/summary.ts";
import { settingsSchema } from "../../src/config/schema/settings-schema.ts";
import { drawFrom } from "../../src/distributions/index.ts";
import * as all from "../../src/samplers/all.ts";
import type { OpenStream, Sampler, SamplingTask, ScenarioDraws } from "../../src/samplers/define.ts";
import { findSampler, SAMPLER_NAMES, SAMPLERS } from "../../src/samplers/index.ts";

/** Laws that every way of drawing scenarios obeys; a new member is tested the day it is listed. */

const STREAMS = 20_000;
/** A task without tilts or known counts: every sampler then draws plain uniform numbers. */
const task = (seed: number): SamplingTask => ({
  seed,
  replicateScenarios: 64,
  counts: [],
  variesWithoutStrikes: true,
  nominalShare: 0.5,
  tilts: new Map(),
});

function openScenario(sampler: Sampler, seed: number, scenario: number): OpenStream {
  return sampler.prepare(task(seed))(scenario).open;
}

/** |r| of two independent columns exceeds this once in 16,000 times. */
const NO_CORRELATION = 4 / Math.sqrt(STREAMS);

describe("the catalogue", () => {
  test("lists every member once, by a name that the settings accept", () => {
    expect(SAMPLERS).toEqual(Object.values(all));
    expect(new Set(SAMPLER_NAMES).size).toBe(SAMPLERS.length);
    for (const name of SAMPLER_NAMES) {
      expect(findSampler(name).name).toBe(name);
      const importance = name === "importance" ? { importance: { rateFactor: 2 } } : {};
      expect(settingsSchema.parse({ sampler: name, ...importance }).sampler).toBe(name);
    }
    expect(() => findSampler("dice")).toThrow("unknown sampler 'dice'");
    expect(() => settingsSchema.parse({ sampler: "dice" })).toThrow(z.ZodError);
  });
});

describe.each(SAMPLERS.map((sampler) => [sampler.name, sampler] as const))("%s", (_, sampler) => {
  const firstDraws = (seed: number, hazard: string, purpose: string, draws = 1): Float64Array =>
    Float64Array.from({ length: STREAMS }, (_, scenario) => {
      const uniforms = openScenario(sampler, seed, scenario)(hazard, purpose);
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
    const open = openScenario(sampler, 5, 123);
    const [a, b] = [open("a", "duration"), open("b", "duration")];
    const mixed = Array.from({ length: 50 }, () => [a(), b()]);
    openScenario(sampler, 6, 1)("a", "duration")();
    const again = openScenario(sampler, 5, 123);
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
      const uniforms = openScenario(sampler, seed, scenario)(hazard, purpose);
      return Array.from({ length: 4 }, () => uniforms());
    });
    for (let at = 0; at < 4; at++) {
      expect(new Set(streams.map((stream) => stream[at])).size, `draw ${at}`).toBe(keys.length);
    }
  });

  test("opens no stream twice among 200,000", () => {
    const seen = new Set<number>();
    for (let scenario = 0; scenario < 50_000; scenario++) {
      const open = openScenario(sampler, 1, scenario);
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
    // Stratified draws are more uniform than chance allows.
    if (sampler.replicateSize(64) === 1) expect(chiSquare).toBeGreaterThan(99 - 4.5 * 14);
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

/** Three hazards, one of them rare, one by probability, one frequent; and tilts for the sampler that uses them. */
const RISKS: SamplingTask = {
  ...task(11),
  counts: [
    { hazardId: "flood", meanCount: 0.3 },
    { hazardId: "fire", probability: 0.1 },
    { hazardId: "port", meanCount: 2 },
  ],
  variesWithoutStrikes: false,
  nominalShare: 0.3,
  tilts: new Map([
    ["flood", { rateFactor: 3, durationFactor: 2, severityFactor: 1 }],
    ["fire", { rateFactor: 4, durationFactor: 1, severityFactor: 3 }],
  ]),
};

/** Counts of the three hazards and a duration and a severity of the first flood or fire. */
interface Strikes {
  readonly flood: number;
  readonly fire: number;
  readonly port: number;
  readonly duration: number;
  readonly severity: number;
}

function drawStrikes({ open }: ScenarioDraws): Strikes {
  const flood = drawFrom({ distribution: "poisson", mean: 0.3 }, open("flood", "occurrence")());
  const fire = 1 - open("fire", "occurrence")() <= 0.1 ? 1 : 0;
  const port = drawFrom({ distribution: "poisson", mean: 2 }, open("port", "occurrence")());
  return {
    flood,
    fire,
    port,
    duration: flood > 0 ? open("flood", "duration")() : 0,
    severity: fire > 0 ? open("fire", "severity")() : 0,
  };
}

describe.each(SAMPLERS.map((sampler) => [sampler.name, sampler] as const))(
  "%s estimates what the study's own laws say, with intervals that hold",
  (_, sampler) => {
    const open = sampler.prepare(RISKS);
    const scenarios = 12_800;
    const weights = new Float64Array(scenarios);
    const drawn = Array.from({ length: scenarios }, (_, scenario) => {
      const draws = open(scenario);
      const strikes = drawStrikes(draws);
      weights[scenario] = draws.weight();
      return strikes;
    });
    const sampling = {
      replicateSize: sampler.replicateSize(64),
      ...(sampler.isWeighted ? { weights } : {}),
    };
    const pFlood = 1 - Math.exp(-0.3);
    const cases: [string, (strikes: Strikes) => number, number][] = [
      ["mean number of a frequent hazard", ({ port }) => port, 2],
      ["mean number of a rarer one", ({ flood }) => flood, 0.3],
      ["probability of one by probability", ({ fire }) => fire, 0.1],
      ["spread of a number", ({ port }) => (port - 2) * (port - 2), 2],
      ["two hazards together", ({ flood, port }) => flood * port, 0.6],
      [
        "three hazards together",
        ({ flood, port, fire }) => (flood > 0 && port > 0 && fire > 0 ? 1 : 0),
        pFlood * (1 - Math.exp(-2)) * 0.1,
      ],
      ["nothing at all", ({ flood, port, fire }) => (flood + port + fire === 0 ? 1 : 0), Math.exp(-2.3) * 0.9],
      ["many strikes", ({ flood, port, fire }) => (flood + port + fire >= 8 ? 1 : 0), tailOfTotal(8)],
      ["a duration", ({ duration }) => duration, pFlood / 2],
      ["the far end of a duration", ({ duration }) => (duration > 0.95 ? 1 : 0), pFlood * 0.05],
      ["a severity and a number", ({ severity, port }) => severity * port, 0.1],
    ];
    test.each(cases)("%s", (_, measure, expected) => {
      const rows = summarizeColumn(Float64Array.from(drawn, measure), { worse: "higher", isFlag: false }, sampling);
      const [mean, , se] = rows;
      expect(mean.statistic).toBe("mean");
      // An estimate without error, like a stratified share, must be right to rounding.
      const distance = Math.abs(mean.value! - expected);
      expect(distance, `${mean.value} for ${expected}`).toBeLessThan(4.5 * se.value! + 1e-9);
      expect(se.value!).toBeLessThan(0.1 * Math.sqrt(expected) + 1e-9);
    });

    test("weights are positive, average 1 and are 1 unless the sampler says otherwise", () => {
      const mean = weights.reduce((sum, weight) => sum + weight, 0) / scenarios;
      const spread = Math.sqrt(weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0)) / scenarios;
      expect(Math.min(...weights)).toBeGreaterThan(0);
      expect(Math.abs(mean - 1)).toBeLessThanOrEqual(4.5 * spread + 1e-9);
      expect(weights.every((weight) => weight === 1)).toBe(!sampler.isWeighted);
    });

    test("a scenario alone is the scenario of the batch", () => {
      const alone = sampler.prepare(RISKS)(1234);
      expect(drawStrikes(alone)).toEqual(drawn[1234]);
      expect(alone.weight()).toBe(weights[1234]);
    });
  },
);

/** P(Poisson(2.3) + Bernoulli(0.1) >= total). */
function tailOfTotal(total: number): number {
  let below = 0;
  let density = Math.exp(-2.3);
  for (let count = 0; count < total; count++) {
    below += density * (count === total - 1 ? 0.9 : 1);
    density *= 2.3 / (count + 1);
  }
  return 1 - below;
}

describe("monte-carlo, the plain method,", () => {
  test("draws every scenario without regard to its neighbours", () => {
    const draws = Float64Array.from({ length: STREAMS }, (_, scenario) =>
      openScenario(all.monteCarlo, 3, scenario)("strait", "arrival")(),
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
