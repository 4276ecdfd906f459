import { describe, expect, test } from "vitest";
import { cross, drawTrajectory, twoMatrices } from "../../src/aggregate/sensitivity-designs.ts";
import { morrisMeasure, sobolIndices } from "../../src/aggregate/sensitivity-indices.ts";
import { openUniforms } from "../../src/math/keyed-uniforms.ts";
import { openOracle } from "../helpers/oracle.ts";

const ROWS = 2 ** 14;

function indicesOf(parameters: number, rows: number, f: (x: Float64Array) => number, resamples = 50) {
  const { a, b } = twoMatrices(rows, parameters, openUniforms("sensitivity", parameters));
  const at = (points: readonly Float64Array[]) => Float64Array.from(points, f);
  const crossed = Array.from({ length: parameters }, (_, parameter) => at(cross(a, b, parameter)));
  const [ofA, ofB] = [at(a), at(b)];
  return { ofA, ofB, indices: sobolIndices(ofA, ofB, crossed, 0.95, resamples, openUniforms("bootstrap")) };
}

const ishigami = (x: Float64Array): number => {
  const [one, two, three] = x.map((value) => (2 * value - 1) * Math.PI);
  return Math.sin(one) + 7 * Math.sin(two) ** 2 + 0.1 * three ** 4 * Math.sin(one);
};

test("SOB-A1: Sobol indices of the Ishigami function within 0.01 at 2^14 rows", () => {
  const oracle = openOracle("SOB-A1");
  const { ofA, ofB, indices } = indicesOf(3, ROWS, ishigami);
  const why = "2^14 rows, as the case asks";
  const all = [...ofA, ...ofB];
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  oracle.checkWithin("mean", mean, 4 * Math.sqrt(13.85 / all.length), "4 standard errors");
  oracle.checkWithin("variance", variance, 4 * 13.85 * Math.sqrt(2.5 / all.length), "4 standard errors, kurtosis 3.5");
  for (const parameter of [1, 2, 3]) {
    oracle.checkWithin(`S${parameter}`, indices[parameter - 1].first.value, 0.01, why);
    oracle.checkWithin(`ST${parameter}`, indices[parameter - 1].total.value, 0.01, why);
  }
  const interaction = indices[2].total.value - indices[2].first.value;
  oracle.checkWithin("S13", interaction, 0.01, "x3 acts with x1 alone: its total less its first index");
  oracle.close();
});

describe("Sobol's g-function, a product with known indices", () => {
  const weights = [0, 1, 4.5, 9];
  const part = weights.map((weight) => 1 / (3 * (1 + weight) * (1 + weight)));
  const variance = part.reduce((product, value) => product * (1 + value), 1) - 1;
  const g = (x: Float64Array): number =>
    weights.reduce((product, weight, at) => (product * (Math.abs(4 * x[at] - 2) + weight)) / (1 + weight), 1);

  // Source: Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, section 3.6.
  test("has its first and total indices within 0.01 at 2^14 rows, and inside their intervals", () => {
    const { indices } = indicesOf(4, ROWS, g, 60);
    weights.forEach((_, at) => {
      const first = part[at] / variance;
      const total = (first * (variance + 1)) / (1 + part[at]);
      expect(Math.abs(indices[at].first.value - first)).toBeLessThanOrEqual(0.01);
      expect(Math.abs(indices[at].total.value - total)).toBeLessThanOrEqual(0.01);
      for (const { low, value, high } of [indices[at].first, indices[at].total]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
      }
    });
  });

  test("covers the total index in most of 40 studies of 256 rows", () => {
    const first = part[0] / variance;
    const total = (first * (variance + 1)) / (1 + part[0]);
    let held = 0;
    for (let study = 0; study < 40; study++) {
      const uniforms = openUniforms("coverage", study);
      const { a, b } = twoMatrices(256, 4, uniforms);
      const crossed = weights.map((_, at) => Float64Array.from(cross(a, b, at), g));
      const { low, high } = sobolIndices(
        Float64Array.from(a, g),
        Float64Array.from(b, g),
        crossed,
        0.95,
        200,
        uniforms,
      )[0].total;
      if (low <= total && total <= high) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(33);
  });
});

describe("Morris's screening", () => {
  test("of a linear function finds its slopes without spread", () => {
    const slopes = [3, -2, 0];
    const effects = slopes.map(() => new Float64Array(8));
    for (let way = 0; way < 8; way++) {
      const { points, steps } = drawTrajectory(3, openUniforms("way", way));
      expect(points).toHaveLength(4);
      const f = (x: Float64Array) => slopes.reduce((sum, slope, at) => sum + slope * x[at], 0);
      steps.forEach(({ parameter, by }, step) => {
        expect(points[step + 1][parameter] - points[step][parameter]).toBeCloseTo(by, 12);
        effects[parameter][way] = (f(points[step + 1]) - f(points[step])) / by;
      });
      for (const point of points) for (const x of point) expect([0, 1 / 3, 2 / 3, 1]).toContain(x);
    }
    slopes.forEach((slope, at) => {
      const { mean, meanSize, sd } = morrisMeasure(effects[at], 0.95);
      expect(mean).toBeCloseTo(slope, 12);
      expect(meanSize.value).toBeCloseTo(Math.abs(slope), 12);
      expect(sd).toBeCloseTo(0, 12);
    });
  });

  test("of the Ishigami function ranks x3 above nothing although its mean effect is none", () => {
    const effects = new Float64Array(400);
    for (let way = 0; way < effects.length; way++) {
      const { points, steps } = drawTrajectory(3, openUniforms("ishigami", way));
      const step = steps.findIndex(({ parameter }) => parameter === 2);
      effects[way] = (ishigami(points[step + 1]) - ishigami(points[step])) / steps[step].by;
    }
    const { mean, meanSize, sd } = morrisMeasure(effects, 0.95);
    expect(Math.abs(mean)).toBeLessThan(sd / 4);
    expect(meanSize.low).toBeGreaterThan(1);
  });
});
