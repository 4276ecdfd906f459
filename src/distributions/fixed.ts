import { ANY, boundedNumber, defineDistribution, parameterObject } from "./define.ts";

/** A constant. */
export const fixed = defineDistribution({
  name: "fixed",
  summary: "Always the same value; a bare number means this.",
  schema: parameterObject({
    value: boundedNumber(ANY, "the value, in the unit of the quantity drawn"),
  }),
  examples: [{ value: 7 }, { value: -0.5 }],
  quantile: ({ value }) => value,
  mean: ({ value }) => value,
  standardDeviation: () => 0,
  support: ({ value }) => [value, value],
});
