import { stirlingError } from "./log-gamma.ts";

/**
 * Returns the natural logarithm of the beta function B(a, b) for a, b > 0; keeps its digits when one shape is huge, where a
 * difference of log gammas would lose them.
 *
 * Source: Stirling's formula with its error terms, C. Loader, "Fast and accurate computation of binomial probabilities"
 * (2000), sections 2 and 3, at the mean x = a/(a + b).
 */
export function logBeta(a: number, b: number): number {
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  const sum = a + b;
  const powers = small * Math.log(small / sum) - large * Math.log1p(small / large);
  const root = 0.5 * Math.log(((2 * Math.PI) / small) * (sum / large));
  return powers + root + (stirlingError(large) - stirlingError(sum)) + stirlingError(small);
}
