import { ANY, boundedNumber, checkTogether, defineDistribution, parameterObject, requireOrder } from "./define.ts";

/** Every value of an interval with the same density. */
export const uniform = defineDistribution({
  name: "uniform",
  summary: "Any value between min and max, all equally likely.",
  schema: parameterObject({
    min: boundedNumber(ANY, "smallest value, in the unit of the quantity drawn"),
    max: boundedNumber(ANY, "largest value, above min, in the unit of the quantity drawn"),
  }).superRefine(checkTogether(({ min, max }, report) => requireOrder(min, max, report))),
  examples: [
    { min: 3, max: 9 },
    { min: -1, max: 1e-3 },
  ],
  quantile: ({ min, max }, u) => Math.min(max, min + u * (max - min)),
  mean: ({ min, max }) => min + (max - min) / 2,
  standardDeviation: ({ min, max }) => (max - min) / Math.sqrt(12),
  support: ({ min, max }) => [min, max],
});
