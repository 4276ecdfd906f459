import { boundedNumber, defineDistribution, POSITIVE, parameterObject } from "./define.ts";

/** The exponential law: waiting time without memory. */
export const exponential = defineDistribution({
  name: "exponential",
  summary: "Waiting time without memory: how long it lasted so far says nothing about how long it will last.",
  schema: parameterObject({
    mean: boundedNumber(POSITIVE, "mean, in the unit of the quantity drawn"),
  }),
  examples: [{ mean: 4 }, { mean: 182.5 }],
  quantile: ({ mean }, u) => -mean * Math.log1p(-u),
  mean: ({ mean }) => mean,
  standardDeviation: ({ mean }) => mean,
  support: () => [0, Infinity],
});
