import { normalQuantile } from "../math/normal-quantile.ts";
import {
  boundedNumber,
  checkTogether,
  defineDistribution,
  POSITIVE,
  parameterObject,
  refusal,
  requireOneForm,
  showInterval,
} from "./define.ts";

const FORMS = [
  ["mean", "standardDeviation"],
  ["median", "sigma"],
  ["lowQuantile", "highQuantile"],
] as const;

const MOST_SIGMA = 20; // one standard deviation is then a factor of 5e8; all moments stay within the range of doubles

const quantilePoint = (which: string) =>
  parameterObject({
    probability: boundedNumber(
      { atLeast: 1e-9, atMost: 1 - 1e-9 },
      `probability of a value at or below the ${which} one`,
    ),
    value: boundedNumber(POSITIVE, `the ${which} value, in the unit of the quantity drawn`),
  }).describe(`the ${which} of two known quantiles`);

interface LognormalParameters {
  readonly mean?: number | undefined;
  readonly standardDeviation?: number | undefined;
  readonly median?: number | undefined;
  readonly sigma?: number | undefined;
  readonly lowQuantile?: { readonly probability: number; readonly value: number } | undefined;
  readonly highQuantile?: { readonly probability: number; readonly value: number } | undefined;
}

/**
 * The lognormal law: the logarithm of the value is normal with mean mu and standard deviation sigma.
 *
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), chapter 14.
 */
export const lognormal = defineDistribution({
  name: "lognormal",
  summary: "Positive with a long right tail; given by mean and standardDeviation, median and sigma, or two quantiles.",
  schema: parameterObject({
    mean: boundedNumber(POSITIVE, "mean, in the unit of the quantity drawn").optional(),
    standardDeviation: boundedNumber(POSITIVE, "standard deviation, in the unit of the quantity drawn").optional(),
    median: boundedNumber(POSITIVE, "median, in the unit of the quantity drawn").optional(),
    sigma: boundedNumber({ above: 0, atMost: MOST_SIGMA }, "standard deviation of the logarithm, no unit").optional(),
    lowQuantile: quantilePoint("lower").optional(),
    highQuantile: quantilePoint("higher").optional(),
  })
    .superRefine(
      checkTogether((parameters, report) => {
        if (!requireOneForm(parameters, FORMS, report)) return;
        const { mean, standardDeviation, lowQuantile: low, highQuantile: high } = parameters;
        if (low && high && !(low.probability < high.probability)) {
          const interval = showInterval({ above: low.probability, atMost: 1 - 1e-9 });
          report(["highQuantile", "probability"], refusal(high.probability, interval));
        } else if (low && high && !(low.value < high.value)) {
          report(["highQuantile", "value"], refusal(high.value, showInterval({ above: low.value, atMost: 1e15 })));
        } else if (!(lognormalMuSigma(parameters).sigma <= MOST_SIGMA)) {
          const path = mean === undefined ? ["highQuantile"] : ["standardDeviation"];
          const value = mean === undefined ? high?.value : standardDeviation;
          report(path, `invalid value ${value}, must give the logarithm a standard deviation in (0, ${MOST_SIGMA}]`);
        }
      }),
    )
    .meta({ oneOf: FORMS.map((required) => ({ required })) }),
  examples: [
    { mean: 14, standardDeviation: 7 },
    { median: 30, sigma: 0.9 },
    { lowQuantile: { probability: 0.05, value: 3 }, highQuantile: { probability: 0.95, value: 60 } },
  ],
  quantile(parameters, u) {
    const { mu, sigma } = lognormalMuSigma(parameters);
    return Math.exp(mu + sigma * normalQuantile(u));
  },
  mean(parameters) {
    const { mu, sigma } = lognormalMuSigma(parameters);
    return parameters.mean ?? Math.exp(mu + (sigma * sigma) / 2);
  },
  standardDeviation(parameters) {
    const { mu, sigma } = lognormalMuSigma(parameters);
    const square = sigma * sigma;
    return parameters.standardDeviation ?? Math.exp(mu + square / 2) * Math.sqrt(Math.expm1(square));
  },
  support: () => [0, Infinity],
});

/** Mean and standard deviation of the logarithm, from whichever form is given. */
export function lognormalMuSigma(parameters: LognormalParameters): { mu: number; sigma: number } {
  const { mean, standardDeviation, median, sigma, lowQuantile, highQuantile } = parameters;
  if (mean !== undefined && standardDeviation !== undefined) {
    const variation = standardDeviation / mean;
    const logVariance = Math.log1p(variation * variation);
    return { mu: Math.log(mean) - logVariance / 2, sigma: Math.sqrt(logVariance) };
  }
  if (median !== undefined && sigma !== undefined) return { mu: Math.log(median), sigma };
  if (lowQuantile !== undefined && highQuantile !== undefined) {
    const lowZ = normalQuantile(lowQuantile.probability);
    const highZ = normalQuantile(highQuantile.probability);
    const slope = (Math.log(highQuantile.value) - Math.log(lowQuantile.value)) / (highZ - lowZ);
    return { mu: Math.log(lowQuantile.value) - slope * lowZ, sigma: slope };
  }
  throw new RangeError("missing parameters of a lognormal law, must be one complete form");
}
