import { betaTails } from "./regularized-beta.ts";

/**
 * Returns P(X <= successes) for X binomial with `trials` and `probability`: 0 below zero successes, 1 from `trials` on. A
 * real number of successes counts as its floor.
 *
 * Exact to a relative 1e-12 or so for a million trials and more, in the lower tail; no normal approximation is made.
 *
 * Source: NIST Digital Library of Mathematical Functions 8.17.5: P(X <= k) = I_(1-p)(n - k, k + 1).
 *
 * @throws RangeError unless `trials` is a whole number >= 0 and `probability` lies in [0, 1].
 */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (!(Number.isInteger(trials) && trials >= 0)) {
    throw new RangeError(`invalid trials ${trials}, must be a whole number in [0, Infinity)`);
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`invalid probability ${probability}, must be in [0, 1]`);
  }
  if (Number.isNaN(successes)) throw new RangeError("invalid successes NaN, must be a number");
  if (successes < 0) return 0;
  const atMost = Math.floor(successes);
  if (atMost >= trials) return 1;
  return betaTails(1 - probability, probability, trials - atMost, atMost + 1).lower;
}
