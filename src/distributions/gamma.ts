import { gammaQuantile } from "../math/gamma-quantile.ts";
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
  ["shape", "scale"],
] as const;

// Below, half of all draws would be smaller than 1e-30 of the mean; above, the law is normal and the inverse slow.
const LEAST_SHAPE = 0.01;
const MOST_SHAPE = 1e6;

interface GammaParameters {
  readonly mean?: number | undefined;
  readonly standardDeviation?: number | undefined;
  readonly shape?: number | undefined;
  readonly scale?: number | undefined;
}

/**
 * The gamma law. A draw takes 1 to 4 microseconds (numerical inverse), 10 or more at shapes near 1e6.
 *
 * Source: N. L. Johnson, S. Kotz & N. Balakrishnan, "Continuous Univariate Distributions" 1 (1994), chapter 17.
 */
export const gamma = defineDistribution({
  name: "gamma",
  summary:
    "Positive and skewed, with a lighter tail than lognormal; given by mean and standardDeviation or shape and scale.",
  schema: parameterObject({
    mean: boundedNumber(POSITIVE, "mean, in the unit of the quantity drawn").optional(),
    standardDeviation: boundedNumber(
      POSITIVE,
      "standard deviation, from 1/1000 of the mean to 10 times the mean, in the unit of the quantity drawn",
    ).optional(),
    shape: boundedNumber({ atLeast: LEAST_SHAPE, atMost: MOST_SHAPE }, "shape, no unit").optional(),
    scale: boundedNumber(POSITIVE, "scale, in the unit of the quantity drawn").optional(),
  })
    .superRefine(
      checkTogether((parameters, report) => {
        if (!requireOneForm(parameters, FORMS, report)) return;
        const { mean, standardDeviation } = parameters;
        if (mean === undefined) return;
        const { shape } = gammaShapeScale(parameters);
        // A rounding of the quotient must not refuse a limit that the user has written exactly.
        if (shape >= LEAST_SHAPE * (1 - 1e-12) && shape <= MOST_SHAPE * (1 + 1e-12)) return;
        const interval = showInterval({ atLeast: mean / 1000, atMost: mean * 10 });
        report(["standardDeviation"], refusal(standardDeviation, interval));
      }),
    )
    .meta({ oneOf: FORMS.map((required) => ({ required })) }),
  examples: [
    { mean: 14, standardDeviation: 7 },
    { shape: 2.5, scale: 3 },
    { shape: 0.4, scale: 10 },
  ],
  quantile(parameters, u) {
    const { shape, scale } = gammaShapeScale(parameters);
    return scale * gammaQuantile(u, shape);
  },
  mean(parameters) {
    const { shape, scale } = gammaShapeScale(parameters);
    return parameters.mean ?? shape * scale;
  },
  standardDeviation(parameters) {
    const { shape, scale } = gammaShapeScale(parameters);
    return parameters.standardDeviation ?? Math.sqrt(shape) * scale;
  },
  support: () => [0, Infinity],
});

/** Shape and scale, from whichever form is given. */
export function gammaShapeScale(parameters: GammaParameters): { shape: number; scale: number } {
  const { mean, standardDeviation, shape, scale } = parameters;
  if (mean !== undefined && standardDeviation !== undefined) {
    const ratio = mean / standardDeviation;
    return { shape: ratio * ratio, scale: standardDeviation / ratio };
  }
  if (shape !== undefined && scale !== undefined) return { shape, scale };
  throw new RangeError("missing parameters of a gamma law, must be one complete form");
}
