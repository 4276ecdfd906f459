import { boundedNumber, defineDistribution, POSITIVE, parameterObject } from "./define.ts";

/**
 * The Pareto law of the first kind, P(X > x) = (min/x)^shape.
 *
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), chapter 20.
 */
export const pareto = defineDistribution({
  name: "pareto",
  summary:
    "Power-law tail above min; the mean is infinite for shape up to 1, the standard deviation for shape up to 2.",
  schema: parameterObject({
    shape: boundedNumber({ atLeast: 0.1, atMost: 1e6 }, "tail exponent, no unit"),
    min: boundedNumber(POSITIVE, "smallest value, in the unit of the quantity drawn"),
  }),
  examples: [
    { shape: 6, min: 2 },
    { shape: 20, min: 0.5 },
    { shape: 0.8, min: 1 },
  ],
  quantile: ({ shape, min }, u) => min * Math.exp(-Math.log1p(-u) / shape),
  mean: ({ shape, min }) => (shape > 1 ? (min * shape) / (shape - 1) : Infinity),
  standardDeviation: ({ shape, min }) => (shape > 2 ? (min / (shape - 1)) * Math.sqrt(shape / (shape - 2)) : Infinity),
  support: ({ min }) => [min, Infinity],
});
