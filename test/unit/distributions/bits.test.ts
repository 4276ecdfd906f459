import { expect, test } from "vitest";
import type { DistributionInput } from "../../../src/distributions/index.ts";
import { distributionSchema, drawFrom } from "../../../src/distributions/index.ts";

/**
 * [law, u, value], recorded on Node 20.20.2 and found the same on Node 24.21.0. That the values are right is for the other
 * tests to say; this one says that they are the same doubles everywhere, so that result files are the same bytes.
 */
const RECORDED: [DistributionInput, number, number][] = [
  [{ distribution: "normal", mean: 50, standardDeviation: 8 }, 0.987, 67.8096941545374],
  [{ distribution: "normal", mean: 10, standardDeviation: 6, min: 0 }, 0.123, 4.15319269591495],
  [{ distribution: "lognormal", mean: 14, standardDeviation: 7 }, 0.71, 16.263020185470797],
  [{ distribution: "gamma", mean: 14, standardDeviation: 7 }, 0.3, 9.672988649144266],
  [{ distribution: "gamma", shape: 0.4, scale: 10 }, 0.93, 13.990206562238459],
  [{ distribution: "beta", alpha: 2, beta: 5 }, 0.42, 0.2308077596178665],
  [{ distribution: "pert", min: 2, mode: 5, max: 14 }, 0.77, 7.616465130428923],
  [{ distribution: "weibull", shape: 0.7, mean: 3 }, 0.61, 2.174803795935708],
  [{ distribution: "pareto", shape: 3.5, min: 2 }, 0.999, 14.393713460023037],
  [{ distribution: "exponential", mean: 4 }, 0.05, 0.20517317755020215],
  [{ distribution: "triangular", min: 2, mode: 5, max: 14 }, 0.5, 6.6515307716504655],
  [{ distribution: "poisson", mean: 45.5 }, 0.8, 51],
  [{ distribution: "geometric", probability: 0.01 }, 0.4, 51],
];

test.each(RECORDED)("%j draws at u = %s exactly %s, on every Node", (input, u, value) => {
  expect(drawFrom(distributionSchema.parse(input), u)).toBe(value);
});
