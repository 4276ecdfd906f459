import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { binomialCdf } from "../../../src/math/binomial-distribution.ts";
import { expectRelative } from "./expect-relative.ts";

/** [successes, trials, probability, P(X <= successes)], from mpmath 1.3.0 at 50 digits (8.17.22 of dlmf.nist.gov). */
const EXACT = [
  [0, 1000000, 1e-6, 0.3678792572316451],
  [3, 1000000, 1e-6, 0.9810119044370966],
  [499000, 1000000, 0.5, 0.02280414993269104],
  [500000, 1000000, 0.5, 0.5003989421806658],
  [501500, 1000000, 0.5, 0.9986545360216347],
  [29500, 1000000, 0.03, 0.0016670425660670614],
  [30000, 1000000, 0.03, 0.5015357010919566],
  [949000, 1000000, 0.95, 2.411396683083583e-6],
  [9, 1000, 0.02, 0.004680750431414355],
  [180, 1000, 0.25, 7.496183309079151e-8],
] as const;

/** P(X <= k) with probability numerator/denominator in whole numbers of any size, divided once at the end. */
function exactCdf(successes: number, trials: number, numerator: bigint, denominator: bigint): number {
  let ways = 1n;
  let sum = 0n;
  for (let k = 0; k <= successes; k++) {
    sum += ways * numerator ** BigInt(k) * (denominator - numerator) ** BigInt(trials - k);
    ways = (ways * BigInt(trials - k)) / BigInt(k + 1);
  }
  const scale = 10n ** 330n; // keeps 20 digits of the smallest double
  return Number(`${(sum * scale) / denominator ** BigInt(trials)}e-330`);
}

describe("binomialCdf", () => {
  test.each(EXACT)("of %s successes in %s trials at %s is %s to 1e-12", (successes, trials, probability, value) => {
    expectRelative(binomialCdf(successes, trials, probability), value, 1e-12, `P(X <= ${successes}) in ${trials}`);
  });

  test.each([
    [30, 1n, 4n],
    [30, 1n, 2n],
    [101, 7n, 8n],
    [400, 1n, 64n],
  ])("equals the sum in whole numbers for %s trials at %s/%s", (trials, numerator, denominator) => {
    for (let successes = 0; successes < trials; successes += 1 + Math.floor(trials / 40)) {
      const exact = exactCdf(successes, trials, numerator, denominator);
      const calculated = binomialCdf(successes, trials, Number(numerator) / Number(denominator));
      expectRelative(calculated, exact, 1e-12, `P(X <= ${successes}) in ${trials} at ${numerator}/${denominator}`);
    }
  });

  test("is one half of 1 plus the middle term for an even number of fair coins", () => {
    // C(2n, n)/4^n = product of (1 - 1/2i) for i = 1..n
    const trials = 1_000_000;
    let logMiddle = 0;
    for (let i = 1; i <= trials / 2; i++) logMiddle += Math.log1p(-1 / (2 * i));
    expectRelative(binomialCdf(trials / 2, trials, 0.5), 0.5 + 0.5 * Math.exp(logMiddle), 1e-13, "P(X <= n/2)");
  });

  test("mirrors successes and failures", () => {
    for (const [successes, trials, probability] of [
      [3, 10, 0.25],
      [480, 1000, 0.5],
      [60_000, 1_000_000, 0.0625],
    ] as const) {
      const other = 1 - binomialCdf(trials - successes - 1, trials, 1 - probability);
      expectRelative(binomialCdf(successes, trials, probability), other, 1e-12, `P(X <= ${successes}) in ${trials}`);
    }
  });

  test("is 0 below zero successes, 1 from all trials on, and steps at whole numbers", () => {
    expect(binomialCdf(-1, 10, 0.3)).toBe(0);
    expect(binomialCdf(-0.5, 10, 0.3)).toBe(0);
    expect(binomialCdf(10, 10, 0.3)).toBe(1);
    expect(binomialCdf(11, 10, 0.3)).toBe(1);
    expect(binomialCdf(0, 0, 0.3)).toBe(1);
    expect(binomialCdf(3.9, 10, 0.3)).toBe(binomialCdf(3, 10, 0.3));
  });

  test("is a step at the end for certain and impossible success", () => {
    expect(binomialCdf(0, 10, 0)).toBe(1);
    expect(binomialCdf(9, 10, 1)).toBe(0);
    expect(binomialCdf(10, 10, 1)).toBe(1);
  });

  test("agrees with jstat to 5e-3, the accuracy of its approximation for a thousand trials", () => {
    expectRelative(binomialCdf(9, 1000, 0.02), jstat.jStat.binomial.cdf(9, 1000, 0.02), 5e-3, "P(X <= 9), by jstat");
  });

  test("refuses what is no binomial law", () => {
    expect(() => binomialCdf(1, 2.5, 0.5)).toThrow("invalid trials 2.5, must be a whole number in [0, Infinity)");
    expect(() => binomialCdf(1, -1, 0.5)).toThrow(RangeError);
    expect(() => binomialCdf(1, 2, 1.5)).toThrow("invalid probability 1.5, must be in [0, 1]");
    expect(() => binomialCdf(NaN, 2, 0.5)).toThrow("invalid successes NaN, must be a number");
  });
});
