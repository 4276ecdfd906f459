import { betaQuantile } from "../math/beta-quantile.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { type Interval, sideProbability } from "./interval.ts";

/**
 * Wilson's score interval of a probability: close to the nominal coverage on average, sensible at 0 and at n successes.
 *
 * Range: trials whole and >= 1, 0 <= successes <= trials; throws RangeError outside. Both ends lie in [0, 1].
 *
 * Source: Wilson (1927), JASA 22(158); Newcombe (1998), Statistics in Medicine 17, method 3.
 */
export function wilsonInterval(successes: number, trials: number, confidence: number): Interval {
  checkCounts(successes, trials);
  const z = normalQuantile(1 - sideProbability(confidence));
  const share = successes / trials;
  const centre = successes + (z * z) / 2;
  const reach = z * Math.sqrt(trials * share * (1 - share) + (z * z) / 4);
  const scale = trials + z * z;
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    high: successes === trials ? 1 : Math.min(1, (centre + reach) / scale),
  };
}

/**
 * Clopper and Pearson's interval of a probability: never covers less than the nominal confidence, often more.
 *
 * Range: trials whole and >= 1, 0 <= successes <= trials; throws RangeError outside. Both ends lie in [0, 1].
 *
 * Source: Clopper & Pearson (1934), Biometrika 26(4); Newcombe (1998), Statistics in Medicine 17, method 5.
 */
export function clopperPearsonInterval(successes: number, trials: number, confidence: number): Interval {
  checkCounts(successes, trials);
  const side = sideProbability(confidence);
  return {
    low: successes === 0 ? 0 : betaQuantile(side, successes, trials - successes + 1),
    high: successes === trials ? 1 : betaQuantile(1 - side, successes + 1, trials - successes),
  };
}

function checkCounts(successes: number, trials: number): void {
  if (!Number.isInteger(trials) || trials < 1) {
    throw new RangeError(`invalid trials ${trials}, must be a whole number from 1`);
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(`invalid successes ${successes}, must be a whole number in [0, ${trials}]`);
  }
}
