import { betaQuantile } from "../math/beta-quantile.ts";
import { ANY, boundedNumber, checkTogether, defineDistribution, parameterObject, requireModeWithin } from "./define.ts";

/**
 * The PERT law: a beta law stretched over [min, max] with shapes 1 + 4 (mode - min)/(max - min) and
 * 1 + 4 (max - mode)/(max - min). A draw takes 2 to 4 microseconds (numerical inverse).
 *
 * Source: D. G. Malcolm, J. H. Roseboom, C. E. Clark & W. Fazar, Operations Research 7 (1959) 646-669; D. Vose, "Risk
 * Analysis" (2008), appendix III, with lambda = 4.
 */
export const pert = defineDistribution({
  name: "pert",
  summary: "Between min and max, most likely at mode, with smooth flanks: an expert's low, best and high guess.",
  schema: parameterObject({
    min: boundedNumber(ANY, "smallest value, in the unit of the quantity drawn"),
    mode: boundedNumber(ANY, "most likely value, from min to max, in the unit of the quantity drawn"),
    max: boundedNumber(ANY, "largest value, above min, in the unit of the quantity drawn"),
  }).superRefine(checkTogether(({ min, mode, max }, report) => requireModeWithin(min, mode, max, report))),
  examples: [
    { min: 2, mode: 5, max: 14 },
    { min: 0, mode: 0, max: 1 },
  ],
  quantile({ min, mode, max }, u) {
    const width = max - min;
    const share = betaQuantile(u, 1 + (4 * (mode - min)) / width, 1 + (4 * (max - mode)) / width);
    return Math.min(max, min + width * share);
  },
  mean: ({ min, mode, max }) => min + (4 * (mode - min) + (max - min)) / 6,
  standardDeviation({ min, mode, max }) {
    const aboveMin = (4 * (mode - min) + (max - min)) / 6;
    return Math.sqrt((aboveMin * (max - min - aboveMin)) / 7);
  },
  support: ({ min, max }) => [min, max],
});
