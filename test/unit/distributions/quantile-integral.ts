import type { Distribution } from "../../../src/distributions/index.ts";
import { drawFrom } from "../../../src/distributions/index.ts";

/**
 * Expected value of `of(X)`, from quantiles alone: the integral of of(Q(u)) over u in (0, 1).
 *
 * With u = 1/(1 + exp(-t)) the integrand dies off exponentially at both ends, where the trapezoidal rule converges
 * faster than any power of its step (L. N. Trefethen & J. A. C. Weideman, SIAM Review 56 (2014) 385-458). What lies beyond
 * the last double below 1 is left out.
 */
export function integrateOverQuantiles(law: Distribution, of: (value: number) => number): number {
  const step = 1 / 1024;
  let sum = 0;
  for (let index = -LAST * 1024; index <= LAST * 1024; index++) {
    const small = Math.exp(-Math.abs(index * step));
    const tail = small / (1 + small);
    const u = index < 0 ? tail : 1 - tail;
    sum += of(drawFrom(law, u)) * tail * (1 / (1 + small));
  }
  return sum * step;
}

const LAST = 36; // 1 - u is then 2.3e-16

/** The same for a law on steps: cuts (0, 1) where the quantile jumps, each place found by bisection. */
export function integrateOverSteps(law: Distribution, of: (value: number) => number): number {
  const sumBetween = (low: number, high: number, lowValue: number, highValue: number): number => {
    if (lowValue === highValue) return (high - low) * of(lowValue);
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return ((high - low) * (of(lowValue) + of(highValue))) / 2;
    const middleValue = drawFrom(law, middle);
    return sumBetween(low, middle, lowValue, middleValue) + sumBetween(middle, high, middleValue, highValue);
  };
  const top = 1 - 2 ** -53;
  return sumBetween(0, top, drawFrom(law, 0), drawFrom(law, top));
}

/** P(X <= value), from quantiles alone: the largest u whose quantile does not exceed it. */
export function probabilityOfAtMost(law: Distribution, value: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return low;
    if (drawFrom(law, middle) <= value) low = middle;
    else high = middle;
  }
}
