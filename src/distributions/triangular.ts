import { ANY, boundedNumber, checkTogether, defineDistribution, parameterObject, requireModeWithin } from "./define.ts";

/**
 * The triangular law.
 *
 * Source: S. Kotz & J. R. van Dorp, "Beyond Beta" (2004), section 1.2.
 */
export const triangular = defineDistribution({
  name: "triangular",
  summary: "Between min and max, most likely at mode, with straight flanks.",
  schema: parameterObject({
    min: boundedNumber(ANY, "smallest value, in the unit of the quantity drawn"),
    mode: boundedNumber(ANY, "most likely value, from min to max, in the unit of the quantity drawn"),
    max: boundedNumber(ANY, "largest value, above min, in the unit of the quantity drawn"),
  }).superRefine(checkTogether(({ min, mode, max }, report) => requireModeWithin(min, mode, max, report))),
  examples: [
    { min: 2, mode: 5, max: 14 },
    { min: 0, mode: 0, max: 1 },
    { min: -4, mode: 3, max: 3 },
  ],
  quantile({ min, mode, max }, u) {
    const width = max - min;
    const rise = mode - min;
    // The mode parts the branches, so that rounding cannot make the quantile fall where they meet.
    if (u * width <= rise) return Math.min(mode, min + Math.sqrt(u * width * rise));
    return Math.max(mode, max - Math.sqrt((1 - u) * width * (max - mode)));
  },
  mean: ({ min, mode, max }) => min + (max - min + (mode - min)) / 3,
  standardDeviation({ min, mode, max }) {
    const rise = mode - min;
    const fall = max - mode;
    return Math.sqrt((rise * rise + rise * fall + fall * fall) / 18);
  },
  support: ({ min, max }) => [min, max],
});
