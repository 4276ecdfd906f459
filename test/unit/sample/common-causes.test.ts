import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import type { Disruption } from "../../../src/model/disruption.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { studyOf } from "./study-of.ts";

const SCENARIOS = 10_000;
const unit = { distribution: "uniform", min: 0, max: 1 };
const days = { distribution: "uniform", min: 1, max: 1e6 };
const certain = { arrival: { days: [5] }, severity: unit, durationDays: days };

/** [scenario][hazard] first strike, hazards in order of their ids. */
function firstStrikes(study: Study): (Disruption | undefined)[][] {
  const sample = createScenarioSampler(study);
  return Array.from({ length: SCENARIOS }, (_, index) => {
    const { disruptions } = sample(index);
    return study.hazards.map((_, hazard) => disruptions.find((item) => item.hazard === hazard));
  });
}

/** Spearman's rank correlation of a bivariate normal law with correlation r: 6 / pi asin(r / 2) (Kruskal 1958). */
const spearman = (r: number): number => (6 / Math.PI) * Math.asin(r / 2);
/** Its sample error is largest without correlation. */
const MARGIN = 4 / Math.sqrt(SCENARIOS - 1);

describe("hazards with a common cause", () => {
  test.each([0.6, -0.4])("of probability one half strike together as two normal scores of correlation %d", (r) => {
    const half = { arrival: { probability: 0.5 } };
    const study = studyOf([half, half], {}, [{ id: "c", hazards: ["h0", "h1"], correlation: r }]);
    const strikes = firstStrikes(study);
    const share = (hit: (pair: (Disruption | undefined)[]) => boolean) => strikes.filter(hit).length / SCENARIOS;
    // Sheppard 1899: P(both above their medians) = 1/4 + asin(r) / (2 pi).
    const both = 0.25 + Math.asin(r) / (2 * Math.PI);
    expect(Math.abs(share(([a, b]) => Boolean(a && b)) - both)).toBeLessThan(
      4 * Math.sqrt((both * (1 - both)) / SCENARIOS),
    );
    for (const hazard of [0, 1]) {
      expect(Math.abs(share((pair) => pair[hazard] !== undefined) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / SCENARIOS));
    }
  });

  test("keep their own laws of counts, days, severity and duration", () => {
    const rate = { arrival: { ratePerYear: 2.5 }, severity: unit, durationDays: days };
    const study = studyOf([rate, rate, rate], {}, [{ id: "c", hazards: ["h2", "h0", "h1"], correlation: 0.8 }]);
    const sample = createScenarioSampler(study);
    const mean = (2.5 / 365) * 200;
    const counts = [0, 0, 0];
    const squares = [0, 0, 0];
    const severities: number[][] = [[], [], []];
    for (let index = 0; index < SCENARIOS; index++) {
      const { disruptions } = sample(index);
      for (const hazard of [0, 1, 2]) {
        const own = disruptions.filter((item) => item.hazard === hazard);
        counts[hazard] += own.length / SCENARIOS;
        squares[hazard] += (own.length - mean) ** 2 / SCENARIOS;
        severities[hazard].push(...own.map(({ severity }) => severity));
      }
    }
    for (const hazard of [0, 1, 2]) {
      expect(Math.abs(counts[hazard] - mean)).toBeLessThan(4 * Math.sqrt(mean / SCENARIOS));
      expect(Math.abs(squares[hazard] - mean)).toBeLessThan(4 * Math.sqrt((mean + 2 * mean * mean) / SCENARIOS));
      // Kolmogorov and Smirnov: 2.3 / sqrt(n) is passed by chance once in 20,000 times. Strikes of one hazard are independent.
      const sorted = severities[hazard].toSorted((left, right) => left - right);
      const n = sorted.length;
      const distance = Math.max(...sorted.map((value, at) => Math.max((at + 1) / n - value, value - at / n)));
      expect(distance).toBeLessThan(2.3 / Math.sqrt(n));
    }
  });

  test("of a matrix have its correlations pair by pair, in severity and in duration alike, and none between these", () => {
    const correlation = [
      [1, 0.7, 0.2],
      [0.7, 1, -0.3],
      [0.2, -0.3, 1],
    ];
    // Named in another order than by id: rows and columns follow `hazards`.
    const study = studyOf([certain, certain, certain], {}, [{ id: "c", hazards: ["h2", "h0", "h1"], correlation }]);
    const strikes = firstStrikes(study);
    const column = (hazard: number, key: "severity" | "durationDays") =>
      strikes.map((row) => (row[hazard] as Disruption)[key]);
    const pairs = [
      [2, 0, 0.7],
      [2, 1, 0.2],
      [0, 1, -0.3],
    ] as const;
    for (const [left, right, r] of pairs) {
      for (const key of ["severity", "durationDays"] as const) {
        expect(Math.abs(rankCorrelation(column(left, key), column(right, key)) - spearman(r))).toBeLessThan(MARGIN);
      }
      expect(Math.abs(rankCorrelation(column(left, "severity"), column(right, "durationDays")))).toBeLessThan(MARGIN);
    }
  });

  test("couple severity and duration within a hazard, and between hazards by the product", () => {
    const study = studyOf([certain, certain], {}, [
      { id: "c", hazards: ["h0", "h1"], correlation: 0.5, withinHazard: { severityDuration: 0.6 } },
    ]);
    const strikes = firstStrikes(study);
    const column = (hazard: number, key: "severity" | "durationDays") =>
      strikes.map((row) => (row[hazard] as Disruption)[key]);
    const seen = (a: number, left: "severity", b: number, right: "severity" | "durationDays") =>
      rankCorrelation(column(a, left), column(b, right));
    expect(Math.abs(seen(0, "severity", 0, "durationDays") - spearman(0.6))).toBeLessThan(MARGIN);
    expect(Math.abs(seen(1, "severity", 1, "durationDays") - spearman(0.6))).toBeLessThan(MARGIN);
    expect(Math.abs(seen(0, "severity", 1, "severity") - spearman(0.5))).toBeLessThan(MARGIN);
    expect(Math.abs(seen(0, "severity", 1, "durationDays") - spearman(0.3))).toBeLessThan(MARGIN);
  });

  test("strike hard where they strike at all, if occurrence and severity go together", () => {
    const half = { arrival: { probability: 0.5 }, severity: unit };
    const study = studyOf([half, half], {}, [
      { id: "c", hazards: ["h0", "h1"], correlation: 0, withinHazard: { occurrenceSeverity: 0.8 } },
    ]);
    const severities = firstStrikes(study).flatMap(([, strike]) => (strike === undefined ? [] : [strike.severity]));
    // E[Phi(Z) | X > 0] = 2 P(W < Z, X > 0) with corr(Z - W, X) = 0.8 / sqrt 2: 1/2 + asin(0.8 / sqrt 2) / pi.
    const expected = 0.5 + Math.asin(0.8 / Math.SQRT2) / Math.PI;
    const average = severities.reduce((sum, value) => sum + value, 0) / severities.length;
    expect(Math.abs(average - expected)).toBeLessThan((4 * 0.3) / Math.sqrt(severities.length));
  });

  test("share the k-th draw: their second strikes go together, not the second of one with the first of another", () => {
    const twice = { ...certain, arrival: { days: [5, 50] } };
    const study = studyOf([twice, twice], {}, [{ id: "c", hazards: ["h0", "h1"], correlation: 0.7 }]);
    const sample = createScenarioSampler(study);
    const rows = Array.from({ length: SCENARIOS }, (_, index) =>
      sample(index).disruptions.map(({ severity }) => severity),
    );
    const column = (at: number) => rows.map((row) => row[at]);
    expect(Math.abs(rankCorrelation(column(0), column(2)) - spearman(0.7))).toBeLessThan(MARGIN);
    expect(Math.abs(rankCorrelation(column(1), column(3)) - spearman(0.7))).toBeLessThan(MARGIN);
    expect(Math.abs(rankCorrelation(column(0), column(3)))).toBeLessThan(MARGIN);
  });
});

describe("a common cause", () => {
  const rich: StudyInput = { arrival: { ratePerYear: 6 }, severity: unit, durationDays: days };
  const hazards = ["a", "b", "c", "d"].map((id) => ({ ...rich, id }));
  const plain = studyOf(hazards);
  const cause = { id: "storm", hazards: ["b", "d"], correlation: 0.7 };
  const drawn = (study: Study, index: number, ...ids: string[]) =>
    createScenarioSampler(study)(index)
      .disruptions.filter(({ hazard }) => ids.includes(study.hazards[hazard].id))
      .map(({ hazard, ...rest }) => ({ ...rest, id: study.hazards[hazard].id }));

  test("moves nothing of hazards outside it, and no day within it", () => {
    const coupled = studyOf(hazards, {}, [cause]);
    let moved = 0;
    for (let index = 0; index < 100; index++) {
      expect(drawn(coupled, index, "a", "c")).toEqual(drawn(plain, index, "a", "c"));
      // The first by id is what the others are coupled to: it stays as it is.
      expect(drawn(coupled, index, "b")).toEqual(drawn(plain, index, "b"));
      if (JSON.stringify(drawn(coupled, index, "d")) !== JSON.stringify(drawn(plain, index, "d"))) moved += 1;
    }
    expect(moved).toBeGreaterThan(90);
  });

  test("does not change when hazards outside it join or change places, or its own do", () => {
    const coupled = studyOf(hazards, {}, [cause]);
    const others = [
      studyOf([...hazards].reverse(), {}, [cause]),
      studyOf([hazards[3], hazards[1]], {}, [cause]),
      studyOf(hazards, {}, [{ ...cause, hazards: ["d", "b"] }]),
      studyOf(hazards, {}, [{ id: "other", hazards: ["a", "c"], correlation: 0.5 }, cause]),
      studyOf(hazards, {}, [
        {
          ...cause,
          correlation: [
            [1, 0.7],
            [0.7, 1],
          ],
        },
      ]),
    ];
    for (let index = 0; index < 50; index++) {
      for (const other of others) expect(drawn(other, index, "b", "d")).toEqual(drawn(coupled, index, "b", "d"));
    }
  });

  test("without correlation changes nothing, to the bit", () => {
    const loose = studyOf(hazards, {}, [{ ...cause, hazards: ["a", "b", "d"], correlation: 0 }]);
    for (let index = 0; index < 50; index++) {
      expect(createScenarioSampler(loose)(index)).toEqual(createScenarioSampler(plain)(index));
    }
  });

  test("couples the dimensions it names and no other", () => {
    const severe = studyOf(hazards, {}, [{ ...cause, dimensions: ["severity"] }]);
    const without = (study: Study, index: number) => drawn(study, index, "d").map(({ severity: _, ...rest }) => rest);
    for (let index = 0; index < 50; index++) expect(without(severe, index)).toEqual(without(plain, index));
    expect(drawn(severe, 1, "d")).not.toEqual(drawn(plain, 1, "d"));
  });
});
