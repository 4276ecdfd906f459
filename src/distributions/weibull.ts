import { logGammaOfOnePlus } from "../math/log-gamma.ts";
import {
  boundedNumber,
  checkTogether,
  defineDistribution,
  POSITIVE,
  parameterObject,
  requireOneForm,
} from "./define.ts";

const FORMS = [
  ["shape", "scale"],
  ["shape", "mean"],
] as const;

interface WeibullParameters {
  readonly shape: number;
  readonly scale?: number | undefined;
  readonly mean?: number | undefined;
}

/**
 * The Weibull law.
 *
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), chapter 21.
 */
export const weibull = defineDistribution({
  name: "weibull",
  summary: "Time to failure: shape below 1 ends early, 1 is exponential, above 1 wears out; given by scale or by mean.",
  schema: parameterObject({
    shape: boundedNumber({ atLeast: 0.05, atMost: 10000 }, "shape, no unit"),
    scale: boundedNumber(POSITIVE, "scale (63 % of values are below it), in the unit of the quantity drawn").optional(),
    mean: boundedNumber(POSITIVE, "mean, in the unit of the quantity drawn").optional(),
  })
    .superRefine(checkTogether((parameters, report) => void requireOneForm(parameters, FORMS, report)))
    .meta({ oneOf: FORMS.map((required) => ({ required })) }),
  examples: [
    { shape: 1.5, scale: 10 },
    { shape: 2, mean: 14 },
    { shape: 0.7, mean: 3 },
  ],
  quantile: (parameters, u) => weibullScale(parameters) * Math.exp(Math.log(-Math.log1p(-u)) / parameters.shape),
  mean: (parameters) => parameters.mean ?? weibullScale(parameters) * Math.exp(logGammaOfOnePlus(1 / parameters.shape)),
  standardDeviation(parameters) {
    // gamma(1 + 2/k) - gamma(1 + 1/k)^2 as a relative excess: the difference itself vanishes for large shapes k.
    const logMean = logGammaOfOnePlus(1 / parameters.shape);
    const excess = Math.expm1(logGammaOfOnePlus(2 / parameters.shape) - 2 * logMean);
    return weibullScale(parameters) * Math.exp(logMean) * Math.sqrt(excess);
  },
  support: () => [0, Infinity],
});

/** The scale, given or from the mean: mean/gamma(1 + 1/shape). */
export function weibullScale({ shape, scale, mean }: WeibullParameters): number {
  if (scale !== undefined) return scale;
  if (mean !== undefined) return mean * Math.exp(-logGammaOfOnePlus(1 / shape));
  throw new RangeError("missing parameters of a weibull law, must be one complete form");
}
