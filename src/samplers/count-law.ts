import { poissonDensity } from "../math/poisson-density.ts";
import { regularizedGammaP, regularizedGammaQ } from "../math/regularized-gamma.ts";
import type { CountLaw } from "./define.ts";

/** Counts whose upper tail holds less than this are never drawn by methods that choose counts: it biases nothing that shows. */
export const LEAST_TAIL = 1e-13;

/** P(N = count). */
export function countProbability(law: CountLaw, count: number): number {
  if ("probability" in law) return count === 0 ? 1 - law.probability : count === 1 ? law.probability : 0;
  return count === 0 ? Math.exp(-law.meanCount) : poissonDensity(count, law.meanCount);
}

/** P(N > count). */
export function countTail(law: CountLaw, count: number): number {
  if ("probability" in law) return count < 0 ? 1 : count === 0 ? law.probability : 0;
  return count < 0 ? 1 : regularizedGammaP(count + 1, law.meanCount);
}

/** The largest count that is drawn. */
export function mostCount(law: CountLaw): number {
  if ("probability" in law) return 1;
  let count = Math.ceil(law.meanCount);
  while (countTail(law, count) > LEAST_TAIL) count += 1;
  return count;
}

/**
 * A uniform number that the inverse of the law turns into this count: the part `within` in [0, 1) of the count's cell.
 *
 * The ends of the cell are left out by a billionth of its width: a number on the edge may round into the next cell.
 */
export function uniformOfCount(law: CountLaw, count: number, within: number): number {
  const inside = 1e-9 + within * (1 - 2e-9);
  // Near 1 differences of tails are exact where differences of sums are not.
  const above = countTail(law, count);
  const from = countTail(law, count - 1);
  const below = "meanCount" in law && count > 0 ? regularizedGammaQ(count, law.meanCount) : 1 - from;
  return Math.min(from < 0.5 ? 1 - (from - (from - above) * inside) : below + (from - above) * inside, ALMOST_ONE);
}

/** The largest double below 1. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;
