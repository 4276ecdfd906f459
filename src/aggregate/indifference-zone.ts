import { normalCdf } from "../math/normal-distribution.ts";
import { studentTCdf, studentTDensity } from "../math/student-t-distribution.ts";

/**
 * Dudewicz and Dalal's constant h1: with second-stage samples of max(n0 + 1, ceil((h1 S / delta)^2)) the best of k independent
 * normal populations is selected with probability at least P* whenever it leads by delta. It solves
 * integral of F(t + h)^(k-1) f(t) dt = P*, with F and f of Student's law with n0 - 1 degrees of freedom.
 *
 * Range: k whole and >= 2, 1/k < probability < 1, n0 whole and >= 3.
 *
 * Source: Dudewicz & Dalal (1975), Sankhya B 37(1), 28-78; table for n0 = 20 and 40: Law (2015), Simulation Modeling and
 * Analysis, table 10.11.
 */
export function dudewiczDalalConstant(k: number, probability: number, n0: number): number {
  const freedom = n0 - 1;
  // Equal steps in u = F(t) would waste points on the middle; steps in t by sinh reach far into heavy tails.
  const places = Array.from({ length: STEPS + 1 }, (_, step) => {
    const y = ((2 * step) / STEPS - 1) * REACH;
    const t = Math.sinh(y);
    const simpson = step === 0 || step === STEPS ? 1 : step % 2 === 1 ? 4 : 2;
    return { t, weight: (simpson * ((2 * REACH) / STEPS) * studentTDensity(t, freedom) * Math.cosh(y)) / 3 };
  });
  const correct = (h: number): number =>
    places.reduce((sum, { t, weight }) => sum + weight * wholePower(studentTCdf(t + h, freedom), k - 1), 0);
  let low = 0;
  let high = 1;
  while (correct(high) < probability) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (correct(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const STEPS = 400;
/** sinh(8) = 1490: what lies beyond in a t law with two degrees of freedom or more is below 1e-6. */
const REACH = 8;

/** Second-stage sample size for a population with first-stage standard deviation `sd`. */
export function dudewiczDalalSize(constant: number, sd: number, delta: number, n0: number): number {
  const ratio = (constant * sd) / delta;
  return Math.max(n0 + 1, Math.ceil(ratio * ratio));
}

/**
 * Probability that the best of k independent normal populations with known, equal variance has the best sample mean when it
 * leads all others by delta: integral of Phi(z + delta sqrt(n) / sigma)^(k-1) phi(z) dz.
 *
 * Source: Bechhofer (1954), Annals of Mathematical Statistics 25(1), 16-39.
 */
export function correctSelectionProbability(k: number, delta: number, sigma: number, n: number): number {
  const lead = (delta * Math.sqrt(n)) / sigma;
  const step = 0.01;
  let sum = 0;
  for (let index = -1000; index <= 1000; index++) {
    const z = index * step;
    const simpson = Math.abs(index) === 1000 ? 1 : Math.abs(index) % 2 === 1 ? 4 : 2;
    sum += simpson * wholePower(normalCdf(z + lead), k - 1) * Math.exp((-z * z) / 2);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

function wholePower(base: number, exponent: number): number {
  let product = 1;
  for (let count = 0; count < exponent; count++) product *= base;
  return product;
}
