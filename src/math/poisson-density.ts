import { deviance } from "./deviance.ts";
import { stirlingError } from "./log-gamma.ts";

/**
 * Returns mean^count exp(-mean)/gamma(count + 1) for real count > 0 and mean > 0: the Poisson probability of `count`, and
 * the leading factor of the incomplete gamma function.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), section 4.
 */
export function poissonDensity(count: number, mean: number): number {
  const exponent = -stirlingError(count) - deviance(count, mean, count - mean);
  return Math.exp(exponent) / Math.sqrt(2 * Math.PI * count);
}
