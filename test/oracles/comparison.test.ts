import { describe, expect, test } from "vitest";
import { comparableValues } from "../../src/aggregate/contributions.ts";
import { findDominance, measureGaps, readGaps } from "../../src/aggregate/dominance.ts";
import { correctSelectionProbability, dudewiczDalalConstant } from "../../src/aggregate/indifference-zone.ts";
import { measureMoments } from "../../src/aggregate/moments.ts";
import { meanDifference, pairColumns, varianceReduction } from "../../src/aggregate/paired-difference.ts";
import { plainSampling } from "../../src/aggregate/sampling.ts";
import { measureTail } from "../../src/aggregate/tail.ts";
import { drawFrom } from "../../src/distributions/index.ts";
import { studentTQuantile } from "../../src/math/student-t-quantile.ts";
import { keyedUniforms } from "../../src/samplers/define.ts";
import { openOracle } from "../helpers/oracle.ts";

const pairOf = (first: readonly number[], second: readonly number[]) =>
  pairColumns(comparableValues(Float64Array.from(first)), comparableValues(Float64Array.from(second)), plainSampling);

test("CMP-A1: paired comparison of two inventory policies (Law & Kelton), with Welch's beside it", () => {
  const oracle = openOracle("CMP-A1");
  const { policy1, policy2, confidence } = oracle.inputs;
  const { mean, interval, error } = meanDifference(pairOf(policy1, policy2), confidence);
  oracle.check("mean difference", mean);
  const standardError = error?.standardError as number;
  oracle.check("variance of the mean difference", standardError * standardError);
  oracle.check("paired-t 90% lower", interval?.low);
  oracle.check("paired-t 90% upper", interval?.high);

  // Welch's interval is not offered (designs always share scenarios); the case's figures follow from our own moments.
  const [one, two] = [policy1, policy2].map((values) => measureMoments(Float64Array.from(values as number[])));
  const [a, b] = [one, two].map(({ sd, n }) => ((sd as number) * (sd as number)) / n);
  const freedom = ((a + b) * (a + b)) / ((a * a) / (one.n - 1) + (b * b) / (two.n - 1));
  oracle.check("Welch df", freedom);
  const reach = studentTQuantile(1 - (1 - confidence) / 2, freedom) * Math.sqrt(a + b);
  oracle.check("Welch 90% lower", one.mean - two.mean - reach);
  oracle.check("Welch 90% upper", one.mean - two.mean + reach);
  oracle.close();
});

test("CRN-A1: two designs that differ in the mean of one duration share its draws", () => {
  const oracle = openOracle("CRN-A1");
  const scenarios = 10_000;
  const column = (mean: number): number[] =>
    Array.from({ length: scenarios }, (_, scenario) => {
      const uniforms = keyedUniforms(1, "strait", scenario, "duration");
      return drawFrom({ distribution: "exponential", mean } as never, uniforms());
    });
  const pair = pairOf(column(1), column(0.5));
  const [apart, one, two] = [pair.differences, pair.first, pair.second].map((values) => measureMoments(values));
  const square = (value: number | undefined): number => (value as number) * (value as number);
  // The sample variance of n exponential values has the standard error sqrt(8 / n) of itself.
  const error = Math.sqrt(8 / scenarios);
  expect(square(apart.sd)).toBeLessThan(0.3);
  oracle.checkWithin("Var(X1-X2) with common random numbers (inversion)", square(apart.sd), 4 * 0.25 * error, "4 SE");
  oracle.checkWithin("Var(X1-X2) independent", square(one.sd) + square(two.sd), 4 * 1.25 * error, "4 SE");
  const factor = varianceReduction(pair, 0.95);
  // X2 is X1 / 2 draw by draw: factor and correlation hold in every sample, to rounding.
  oracle.checkWithin("variance reduction factor", factor.value, 1e-9, "no sampling error is left");
  const covariance = (square(one.sd) + square(two.sd) - square(apart.sd)) / 2;
  oracle.checkWithin(
    "Corr(X1,X2) under CRN",
    covariance / ((one.sd as number) * (two.sd as number)),
    1e-9,
    "no sampling error is left",
  );
  oracle.setAside(
    "Cov(-ln U,-ln(1-U)) (antithetic exponentials)",
    "is about antithetic draws, not about designs compared",
  );
  oracle.close();
});

test("RS-A1: constants of indifference-zone selection and probabilities of correct selection", () => {
  const oracle = openOracle("RS-A1");
  const { n0 } = oracle.inputs;
  for (const k of [2, 3, 5, 10]) {
    for (const probability of [0.9, 0.95]) {
      oracle.check(`h1 k=${k} P*=${probability} n0=${n0}`, dudewiczDalalConstant(k, probability, n0));
    }
  }
  oracle.check("PCS known variance k=2, delta=1, sigma=2, n=22", correctSelectionProbability(2, 1, 2, 22));
  oracle.check("PCS k=5, delta=.5, sigma=1, n=30", correctSelectionProbability(5, 0.5, 1, 30));
  oracle.check("PCS k=2 closed form Phi(delta sqrt(n)/(sigma sqrt2))", correctSelectionProbability(2, 1, 2, 22));
  oracle.close();
});

describe("SD-A1: stochastic dominance of small discrete laws", () => {
  const oracle = openOracle("SD-A1");
  const { profit_A: a, profit_B: b, cost_C: c, cost_D: d } = oracle.inputs;
  const meanOf = ({ x, p }: { x: number[]; p: number[] }): number =>
    x.reduce((sum, value, at) => sum + value * p[at], 0);

  test("profits: A dominates B in first order", () => {
    const gaps = measureGaps(
      Float64Array.from(a.x),
      Float64Array.from(b.x),
      "lower",
      Float64Array.from(a.p),
      Float64Array.from(b.p),
    );
    const found = readGaps(gaps);
    oracle.check("A FSD B (profits; larger better)", found.order === "first" && found.dominant === "first");
    oracle.check("B FSD A", found.order === "first" && found.dominant === "second");
    oracle.check("mean A", meanOf(a));
    oracle.check("mean B", meanOf(b));
    // As losses the distribution functions change sides: F_A - F_B of profits is S_B - S_A of losses.
    oracle.check("max_x F_A(x)-F_B(x) (must be <=0)", gaps.secondAbove < 1e-12 ? 0 : gaps.secondAbove);
    oracle.check("max_x F_B(x)-F_A(x)", gaps.firstAbove);
  });

  test("costs: no first order, but the contraction D dominates C in second", () => {
    const found = findDominance(pairOf(c, d), "higher");
    oracle.check("C FSD D (costs; smaller better)", found.order === "first" && found.dominant === "first");
    oracle.check("D FSD C", found.order === "first" && found.dominant === "second");
    oracle.check("mean C", measureMoments(Float64Array.from(c)).mean);
    oracle.check("mean D", measureMoments(Float64Array.from(d)).mean);
    oracle.check(
      "D second-order dominates C (mean-preserving contraction? CVaR_.75: C 10, D 9)",
      found.order === "second" && found.dominant === "second",
    );
    expect(measureTail(Float64Array.from(c), 0.75, "upper").conditionalValueAtRisk).toBe(10);
    expect(measureTail(Float64Array.from(d), 0.75, "upper").conditionalValueAtRisk).toBe(9);
    oracle.close();
  });
});
