import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionalInterval,
  conditionalValueAtRiskInterval,
  measureTail,
  neededTailSampleSize,
  valueAtRiskInterval,
} from "../../../src/aggregate/tail.ts";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import { openOracle } from "../../helpers/oracle.ts";
import { openDraws } from "./draws.ts";

const normal975 = 1.959963984540054;

/** The laws of the reference case by their quantile functions, and how near the case says a million-point grid must come. */
const laws = [
  { name: "lognormal(0,1)", gridTolerance: 1e-2, quantileAt: (u: number) => Math.exp(normalQuantile(u)) },
  { name: "normal(10,3)", gridTolerance: 1e-3, quantileAt: (u: number) => 10 + 3 * normalQuantile(u) },
  { name: "exponential(mean 5)", gridTolerance: 1e-3, quantileAt: (u: number) => -5 * Math.log(1 - u) },
  { name: "uniform(0,1)", gridTolerance: 1e-3, quantileAt: (u: number) => u },
  { name: "Pareto(alpha 3, min 1)", gridTolerance: 1e-2, quantileAt: (u: number) => (1 - u) ** (-1 / 3) },
];
const levels = [0.9, 0.95, 0.99];
const million = 1_000_000;

describe("measureTail", () => {
  it("gives the closed forms of five laws on their quantile grid of a million points", () => {
    const oracle = openOracle("Q-A3");
    for (const law of laws) {
      const grid = Float64Array.from({ length: million }, (_, index) => law.quantileAt((index + 0.5) / million));
      for (const level of levels) {
        const risk = measureTail(grid, level, "upper");
        const check = (quantity: string, calculated: number) => {
          const allowed = law.gridTolerance * (oracle.find(quantity).value as number);
          oracle.checkWithin(
            quantity,
            calculated,
            allowed,
            `grid, relative ${law.gridTolerance} by the case's mapping`,
          );
        };
        check(`${law.name} CVaR ${level}`, risk.conditionalValueAtRisk);
        if (law.name !== "uniform(0,1)") check(`${law.name} VaR ${level}`, risk.valueAtRisk);
      }
    }
    oracle.close();
  });

  it("gives the closed forms of five laws from a million draws, within four of its own standard errors", () => {
    const oracle = openOracle("Q-A3");
    const draws = openDraws("tails");
    for (const law of laws) {
      const sorted = draws.column(million, () => law.quantileAt(draws.uniform())).sort();
      for (const level of levels) {
        const risk = measureTail(sorted, level, "upper");
        const ranks = valueAtRiskInterval(sorted, level, "upper", 0.95)!;
        const se = risk.conditionalStandardError;
        oracle.checkWithin(`${law.name} CVaR ${level}`, risk.conditionalValueAtRisk, 4 * se, "four standard errors");
        if (law.name === "uniform(0,1)") continue;
        const rankError = (ranks.high - ranks.low) / (2 * normal975);
        oracle.checkWithin(`${law.name} VaR ${level}`, risk.valueAtRisk, 4 * rankError, "four standard errors");
      }
    }
    oracle.close();
  });

  it("splits the atom at VaR", () => {
    const oracle = openOracle("Q-A4");
    const losses = Float64Array.from(oracle.inputs.losses);
    for (const level of [0.8, 0.85, 0.9, 0.95]) {
      const risk = measureTail(losses, level, "upper");
      oracle.check(`VaR ${level}`, risk.valueAtRisk);
      oracle.check(`CVaR ${level}`, risk.conditionalValueAtRisk);
    }
    oracle.close();
  });

  it("takes the rank meant and not the one after it where n times the level is a whole number only on paper", () => {
    const ramp = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    expect(measureTail(ramp, 0.07, "upper").valueAtRisk).toBe(7);
    for (let percent = 1; percent < 100; percent++) {
      expect(measureTail(ramp, percent / 100, "upper").valueAtRisk).toBe(percent);
    }
  });

  it("mirrors for the lower tail: low values are the bad ones and CVaR lies below VaR", () => {
    const ramp = Float64Array.from({ length: 10 }, (_, index) => index + 1);
    const risk = measureTail(ramp, 0.85, "lower");
    expect(risk.valueAtRisk).toBe(2);
    expect(risk.conditionalValueAtRisk).toBeCloseTo((0.05 * 2 + 0.1 * 1) / 0.15, 12);
  });

  const column = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 });
  const level = fc.double({ noNaN: true, min: 0.01, max: 0.999 });

  it("puts CVaR between VaR and the worst value", () => {
    fc.assert(
      fc.property(column, level, (values, a) => {
        const sorted = Float64Array.from(values).sort();
        const upper = measureTail(sorted, a, "upper");
        expect(upper.conditionalValueAtRisk).toBeGreaterThanOrEqual(upper.valueAtRisk);
        expect(upper.conditionalValueAtRisk).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        const lower = measureTail(sorted, a, "lower");
        expect(lower.conditionalValueAtRisk).toBeLessThanOrEqual(lower.valueAtRisk);
        expect(lower.conditionalValueAtRisk).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
      }),
    );
  });

  it("treats the lower tail of a column as the upper tail of its negative", () => {
    fc.assert(
      fc.property(column, level, (values, a) => {
        const lower = measureTail(Float64Array.from(values).sort(), a, "lower");
        const upper = measureTail(Float64Array.from(values, (value) => 0 - value).sort(), a, "upper");
        expect(0 - lower.valueAtRisk).toBe(0 + upper.valueAtRisk);
        expect(0 - lower.conditionalValueAtRisk).toBe(0 + upper.conditionalValueAtRisk);
        expect(lower.conditionalStandardError).toBe(upper.conditionalStandardError);
      }),
    );
  });

  it("gives the least value of c + E[(X - c)+] / (1 - level), Rockafellar and Uryasev's other definition", () => {
    fc.assert(
      fc.property(column, level, (values, a) => {
        const sorted = Float64Array.from(values).sort();
        const objective = (c: number) =>
          c + values.reduce((sum, value) => sum + Math.max(0, value - c), 0) / values.length / (1 - a);
        const least = Math.min(...values.map(objective));
        const { conditionalValueAtRisk } = measureTail(sorted, a, "upper");
        expect(Math.abs(conditionalValueAtRisk - least)).toBeLessThanOrEqual(1e-5);
      }),
    );
  });

  it("of equal values is that value, with a standard error of zero", () => {
    const risk = measureTail(new Float64Array(333).fill(0.1), 0.95, "upper");
    expect(risk).toMatchObject({ valueAtRisk: 0.1, conditionalValueAtRisk: 0.1, conditionalStandardError: 0 });
  });

  it("has the standard error of Manistre and Hancock, from the tail's variance and the distance of CVaR from VaR", () => {
    const draws = openDraws("standard error of CVaR");
    const n = 2000;
    const sorted = draws.column(n, () => draws.exponential(1)).sort();
    const risk = measureTail(sorted, 0.95, "upper");
    const beyond = sorted.slice(1900);
    const mean = beyond.reduce((sum, value) => sum + value, 0) / 100;
    const variance = beyond.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 100;
    const theirs = (variance + 0.95 * (mean - risk.valueAtRisk) ** 2) / (n * 0.05);
    // Theirs has the divisor n where the sample variance has n - 1.
    expect(risk.conditionalStandardError).toBeCloseTo(Math.sqrt((theirs * n) / (n - 1)), 10);
  });

  it("refuses an empty column and a level outside (0, 1)", () => {
    expect(() => measureTail(new Float64Array(0), 0.95, "upper")).toThrow("missing values");
    expect(() => measureTail(Float64Array.of(1), 1, "upper")).toThrow("invalid level 1, must be in (0, 1)");
  });
});

describe("valueAtRiskInterval", () => {
  it("is undefined below 72 values at 95 % and 368 at 99 %, and holds VaR from there on, in both tails", () => {
    const ramp = (n: number) => Float64Array.from({ length: n }, (_, index) => index);
    for (const [level, needed] of [
      [0.95, 72],
      [0.99, 368],
    ] as const) {
      for (const tail of ["upper", "lower"] as const) {
        expect(valueAtRiskInterval(ramp(needed - 1), level, tail, 0.95)).toBeUndefined();
        for (const n of [needed, needed + 1, 1000, 12_345]) {
          const interval = valueAtRiskInterval(ramp(n), level, tail, 0.95)!;
          const { valueAtRisk } = measureTail(ramp(n), level, tail);
          expect(interval.low).toBeLessThanOrEqual(valueAtRisk);
          expect(interval.high).toBeGreaterThanOrEqual(valueAtRisk);
        }
      }
    }
  });
});

describe("conditionalValueAtRiskInterval", () => {
  it("asks for ten values in the tail: 100 scenarios at 90 %, 200 at 95 %, 1,000 at 99 %", () => {
    expect([0.9, 0.95, 0.99, 0.995, 0.999].map(neededTailSampleSize)).toEqual([100, 200, 1000, 2000, 10_000]);
    const ramp = (n: number) =>
      measureTail(
        Float64Array.from({ length: n }, (_, index) => index),
        0.95,
        "upper",
      );
    expect(conditionalValueAtRiskInterval(ramp(199), 0.95)).toBeUndefined();
    expect(conditionalValueAtRiskInterval(ramp(200), 0.95)).toBeDefined();
  });

  it("solves Hall's cubic: the skewed t statistic of both limits is -+1.96", () => {
    const values = Float64Array.from({ length: 500 }, (_, index) => index);
    for (const tail of ["upper", "lower"] as const) {
      const risk = measureTail(values, 0.95, tail);
      const { conditionalValueAtRisk: value, conditionalStandardError: se, conditionalSkew: skew } = risk;
      const interval = conditionalValueAtRiskInterval(risk, 0.95)!;
      const sign = tail === "upper" ? 1 : -1;
      const cubic = (t: number): number => t + (skew * t * t) / 3 + (skew * skew * t * t * t) / 27 + skew / 6;
      const ends = [interval.low, interval.high].map((end) => cubic((sign * (value - end)) / se) * sign);
      expect(ends[0]).toBeCloseTo(normal975, 9);
      expect(ends[1]).toBeCloseTo(-normal975, 9);
      // It leans to the bad side.
      const [good, bad] = sign === 1 ? [interval.low, interval.high] : [interval.high, interval.low];
      expect(Math.abs(bad - value)).toBeGreaterThan(1.1 * Math.abs(good - value));
    }
  });

  it("is symmetric, 1.96 standard errors to each side, where nothing is skewed", () => {
    const interval = conditionalInterval(
      { tail: "upper", conditionalValueAtRisk: 5, conditionalStandardError: 2, conditionalSkew: 0 },
      normal975,
    );
    expect(interval).toEqual({ low: 5 - 2 * normal975, high: 5 + 2 * normal975 });
  });
});
