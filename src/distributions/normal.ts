import { normalQuantile } from "../math/normal-quantile.ts";
import { normalProbability, truncatedNormalMoments, truncatedNormalQuantile } from "../math/truncated-normal.ts";
import {
  ANY,
  boundedNumber,
  checkTogether,
  defineDistribution,
  POSITIVE,
  parameterObject,
  requireOrder,
} from "./define.ts";

interface NormalParameters {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** An interval that holds less of the parent law than this is a slip of the pen, and its draws would lose digits. */
const LEAST_PROBABILITY = 1e-12;

/**
 * The normal law, cut off below `min` and above `max` where these are given. `mean` and `standardDeviation` are those of
 * the parent law; a law that is cut off has others, which `mean()` and `standardDeviation()` return.
 *
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), section 13.10.1.
 */
export const normal = defineDistribution({
  name: "normal",
  summary: "Bell-shaped around mean; min and max cut it off (mean and standardDeviation are those before the cut).",
  schema: parameterObject({
    mean: boundedNumber(ANY, "mean before the cut, in the unit of the quantity drawn"),
    standardDeviation: boundedNumber(POSITIVE, "standard deviation before the cut, in the unit of the quantity drawn"),
    min: boundedNumber(ANY, "smallest value (none: not cut off below), in the unit of the quantity drawn").optional(),
    max: boundedNumber(ANY, "largest value (none: not cut off above), in the unit of the quantity drawn").optional(),
  }).superRefine(
    checkTogether((parameters, report) => {
      const { mean, standardDeviation, min = -Infinity, max = Infinity } = parameters;
      if (max < Infinity) requireOrder(min, max, report);
      if (min < max && !(normalProbability(...standardBounds(parameters)) >= LEAST_PROBABILITY)) {
        const law = `the normal law with mean ${mean} and standardDeviation ${standardDeviation}`;
        report([], `invalid interval [${min}, ${max}], must hold at least ${LEAST_PROBABILITY} of ${law}`);
      }
    }),
  ),
  examples: [
    { mean: 50, standardDeviation: 8 },
    { mean: 10, standardDeviation: 6, min: 0 },
    { mean: 10, standardDeviation: 6, max: 7 },
    { mean: 0, standardDeviation: 1, min: 5, max: 9 },
    { mean: 3, standardDeviation: 2, min: 2.9, max: 2.91 },
  ],
  quantile(parameters, u) {
    const { mean, standardDeviation, min, max } = parameters;
    if (min === undefined && max === undefined) return mean + standardDeviation * normalQuantile(u);
    const value = mean + standardDeviation * truncatedNormalQuantile(u, ...standardBounds(parameters));
    return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value));
  },
  mean(parameters) {
    const { mean, standardDeviation, min, max } = parameters;
    if (min === undefined && max === undefined) return mean;
    return mean + standardDeviation * truncatedNormalMoments(...standardBounds(parameters)).mean;
  },
  standardDeviation(parameters) {
    const { standardDeviation, min, max } = parameters;
    if (min === undefined && max === undefined) return standardDeviation;
    return standardDeviation * Math.sqrt(truncatedNormalMoments(...standardBounds(parameters)).variance);
  },
  support: ({ min = -Infinity, max = Infinity }) => [min, max],
});

/** min and max in standard deviations from the mean. */
function standardBounds({ mean, standardDeviation, min, max }: NormalParameters): [number, number] {
  const low = min === undefined ? -Infinity : (min - mean) / standardDeviation;
  const high = max === undefined ? Infinity : (max - mean) / standardDeviation;
  return [low, high];
}
