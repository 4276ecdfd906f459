import { expect, test } from "vitest";
import { empiricalPoints, histogramBins } from "../../../src/aggregate/empirical-points.ts";

const values = Float64Array.from([0, 0, 0, 1, 2, 2, 5, 9, 9, 10]);

test("points tell the exact share at or below a value, ties and ends included", () => {
  const points = empiricalPoints({ values });
  expect(points.map(({ high, cumulative }) => [high, cumulative])).toEqual([
    [0, 0.3],
    [1, 0.4],
    [2, 0.6],
    [5, 0.7],
    [9, 0.9],
    [10, 1],
  ]);
  expect(points.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 15);
});

test("bins hold what lies above their lower and at or below their upper edge", () => {
  expect(histogramBins({ values }, 0, 10, 2)).toEqual([
    { low: 0, high: 5, share: 0.7, cumulative: 0.7 },
    { low: 5, high: 10, share: 1 - 0.7, cumulative: 1 },
  ]);
  expect(histogramBins({ values: Float64Array.of(3, 3) }, 3, 3, 40)).toEqual([
    { low: 3, high: 3, share: 1, cumulative: 1 },
  ]);
});

test("a value of weight two counts like two values", () => {
  const doubled = { values: Float64Array.of(1, 4), weights: Float64Array.of(2, 1) };
  const twice = { values: Float64Array.of(1, 1, 4) };
  expect(empiricalPoints(doubled)).toEqual(empiricalPoints(twice));
  expect(histogramBins(doubled, 0, 4, 4)).toEqual(histogramBins(twice, 0, 4, 4));
});
