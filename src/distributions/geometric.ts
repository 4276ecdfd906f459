import { boundedNumber, defineDistribution, parameterObject } from "./define.ts";

/**
 * The geometric law on 1, 2, 3, ...: P(X > k) = (1 - probability)^k.
 *
 * Source: N. L. Johnson, A. W. Kemp & S. Kotz, "Univariate Discrete Distributions" (2005), section 5.2, shifted by one.
 */
export const geometric = defineDistribution({
  name: "geometric",
  summary: "Number of trials up to and including the first success, each with the same probability.",
  schema: parameterObject({
    probability: boundedNumber({ atLeast: 1e-12, atMost: 1 }, "probability of success in one trial, no unit"),
  }),
  examples: [{ probability: 0.25 }, { probability: 1 }, { probability: 0.01 }],
  quantile: ({ probability }, u) => Math.max(1, Math.ceil(Math.log1p(-u) / Math.log1p(-probability))),
  mean: ({ probability }) => 1 / probability,
  standardDeviation: ({ probability }) => Math.sqrt(1 - probability) / probability,
  support: ({ probability }) => [1, probability === 1 ? 1 : Infinity],
});
