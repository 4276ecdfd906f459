import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  neededSampleSize,
  quantile,
  quantileInterval,
  quantileRanks,
  rankCoverage,
} from "../../../src/aggregate/quantile.ts";
import { binomialCdf } from "../../../src/math/binomial-distribution.ts";
import { openOracle } from "../../helpers/oracle.ts";
import { fourBinomialErrors, openDraws } from "./draws.ts";

interface CoverageRow {
  n: number;
  p: number;
  lower_rank: number;
  upper_rank: number;
}

describe("quantile", () => {
  it("is type 7: linear between the order statistics around (n - 1) p", () => {
    const oracle = openOracle("Q-A1");
    const sorted = Float64Array.from(oracle.inputs.x);
    for (const probability of [0.05, 0.3, 0.4, 0.5]) {
      oracle.check(`type 7 at p=${probability}`, quantile(sorted, probability));
    }
    oracle.check("type 7 at p=1.0", quantile(sorted, 1));
    oracle.check("p=0.75 of {1,2,3,4}, type 7", quantile(Float64Array.of(1, 2, 3, 4), 0.75));
    oracle.close();
  });

  it("refuses an empty column", () => {
    expect(() => quantile(new Float64Array(0), 0.5)).toThrow("at least one");
  });
});

describe("rankCoverage", () => {
  it("is the exact probability that two order statistics hold the quantile between them", () => {
    const oracle = openOracle("Q-A2");
    for (const row of oracle.inputs.rows as CoverageRow[]) {
      const name = `coverage n=${row.n} p=${row.p} ranks (${row.lower_rank},${row.upper_rank})`;
      oracle.check(name, rankCoverage(row.n, row.p, row.lower_rank, row.upper_rank));
    }
    oracle.close();
  });

  it("is what 10,000 data sets of each reference row show, within four standard errors", () => {
    const oracle = openOracle("Q-A2");
    const draws = openDraws("rank coverage");
    const dataSets = 10_000;
    for (const row of oracle.inputs.rows as CoverageRow[]) {
      const name = `coverage n=${row.n} p=${row.p} ranks (${row.lower_rank},${row.upper_rank})`;
      const expected = oracle.find(name).value as number;
      const trueQuantile = -Math.log(1 - row.p);
      let held = 0;
      for (let set = 0; set < dataSets; set++) {
        const sorted = draws.column(row.n, () => draws.exponential(1)).sort();
        const isAbove = (sorted[row.lower_rank - 1] as number) <= trueQuantile;
        if (isAbove && trueQuantile <= (sorted[row.upper_rank - 1] as number)) held++;
      }
      oracle.checkWithin(name, held / dataSets, fourBinomialErrors(expected, dataSets), "10,000 data sets");
    }
    oracle.close();
  });
});

describe("quantileRanks", () => {
  it("finds the textbook ranks: (2, 9) of ten and (6, 15) of twenty values for the median", () => {
    expect(quantileRanks(10, 0.5, 0.95)).toEqual({ lowerRank: 2, upperRank: 9 });
    expect(quantileRanks(20, 0.5, 0.95)).toEqual({ lowerRank: 6, upperRank: 15 });
  });

  it("always covers at least what it promises, and no narrower equal-tailed ranks do", () => {
    const probability = fc.constantFrom(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995);
    const size = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(size, probability, fc.constantFrom(0.8, 0.9, 0.95, 0.99), (n, p, confidence) => {
        const ranks = quantileRanks(n, p, confidence);
        if (ranks === undefined) {
          expect(n).toBeLessThan(neededSampleSize(p, confidence));
          return;
        }
        const { lowerRank, upperRank } = ranks;
        const side = (1 - confidence) / 2;
        expect(lowerRank).toBeGreaterThanOrEqual(1);
        expect(upperRank).toBeLessThanOrEqual(n);
        expect(rankCoverage(n, p, lowerRank, upperRank)).toBeGreaterThanOrEqual(confidence - 1e-12);
        expect(binomialCdf(lowerRank - 1, n, p)).toBeLessThanOrEqual(side);
        expect(binomialCdf(lowerRank, n, p)).toBeGreaterThan(side);
        expect(binomialCdf(upperRank - 1, n, p)).toBeGreaterThanOrEqual(1 - side);
        expect(binomialCdf(upperRank - 2, n, p)).toBeLessThan(1 - side);
      }),
      { numRuns: 500 },
    );
  });

  it("mirrors: the ranks of the 1 - p quantile are those of p counted from the other end", () => {
    for (const n of [100, 1000, 4321]) {
      const upper = quantileRanks(n, 0.95, 0.95)!;
      const lower = quantileRanks(n, 0.05, 0.95)!;
      expect([n + 1 - lower.upperRank, n + 1 - lower.lowerRank]).toEqual([upper.lowerRank, upper.upperRank]);
    }
  });

  it("lies where the normal law puts it at a million scenarios", () => {
    const ranks = quantileRanks(1_000_000, 0.99, 0.95)!;
    const spread = 1.959963984540054 * Math.sqrt(1_000_000 * 0.99 * 0.01);
    expect(Math.abs(ranks.lowerRank - (990_000 - spread))).toBeLessThan(3);
    expect(Math.abs(ranks.upperRank - (990_000 + spread))).toBeLessThan(3);
  });

  it("holds its promise on simulated columns, within four standard errors of the exact coverage", () => {
    const draws = openDraws("own ranks");
    for (const [n, p] of [
      [100, 0.5],
      [100, 0.95],
      [400, 0.99],
    ] as const) {
      const ranks = quantileRanks(n, p, 0.95)!;
      const exact = rankCoverage(n, p, ranks.lowerRank, ranks.upperRank);
      let held = 0;
      for (let set = 0; set < 10_000; set++) {
        const interval = quantileInterval(draws.column(n, draws.uniform).sort(), p, 0.95)!;
        if (interval.low <= p && p <= interval.high) held++;
      }
      expect(Math.abs(held / 10_000 - exact)).toBeLessThanOrEqual(fourBinomialErrors(exact, 10_000));
    }
  });

  it("refuses probabilities, confidences and sizes outside their range", () => {
    expect(() => quantileRanks(100, 0, 0.95)).toThrow("invalid probability 0, must be in (0, 1)");
    expect(() => quantileRanks(100, 0.5, 1)).toThrow("invalid confidence 1, must be in (0, 1)");
    expect(() => quantileRanks(2.5, 0.5, 0.95)).toThrow("invalid n 2.5");
    expect(quantileRanks(0, 0.5, 0.95)).toBeUndefined();
  });
});

describe("neededSampleSize", () => {
  it("is 6 for the median, 72 for the 95 % and 368 for the 99 % quantile at 95 % confidence", () => {
    expect([0.5, 0.25, 0.75, 0.1, 0.9, 0.05, 0.95, 0.01, 0.99].map((p) => neededSampleSize(p, 0.95))).toEqual([
      6, 13, 13, 36, 36, 72, 72, 368, 368,
    ]);
  });

  it("is the first size for which ranks exist", () => {
    const probability = fc.double({ noNaN: true, min: 0.002, max: 0.998 });
    fc.assert(
      fc.property(probability, fc.double({ noNaN: true, min: 0.5, max: 0.999 }), (p, confidence) => {
        const needed = neededSampleSize(p, confidence);
        expect(quantileRanks(needed, p, confidence)).toBeDefined();
        expect(quantileRanks(needed - 1, p, confidence)).toBeUndefined();
      }),
    );
  });
});

describe("quantileInterval", () => {
  it("holds the sample quantile itself", () => {
    const column = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(column, fc.constantFrom(0.01, 0.05, 0.25, 0.5, 0.9, 0.95, 0.99), (values, p) => {
        const sorted = Float64Array.from(values).sort();
        const interval = quantileInterval(sorted, p, 0.95);
        if (interval === undefined) return;
        expect(interval.low).toBeLessThanOrEqual(quantile(sorted, p));
        expect(interval.high).toBeGreaterThanOrEqual(quantile(sorted, p));
      }),
    );
  });
});
