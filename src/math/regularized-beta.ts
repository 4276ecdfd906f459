import { deviance } from "./deviance.ts";
import { stirlingError } from "./log-gamma.ts";

/**
 * Returns I_x(a, b), the probability that a beta variate with shapes a and b is at most x, for x in [0, 1].
 *
 * Relative error below 1e-12, mostly below 1e-13, for shapes from 1e-2 to 1e7, lower tail included. Time grows with the
 * square root of the shapes: 0.3 microseconds at 2 and 5, some 4 at 1e6.
 *
 * Source: A. R. DiDonato & A. H. Morris, "Algorithm 708: Significant digit computation of the incomplete beta function
 * ratios", ACM TOMS 18 (1992) 360-373, equation 9 (the continued fraction, here by Lentz's method).
 *
 * @throws RangeError unless a > 0, b > 0 and x lies in [0, 1].
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`invalid beta argument ${x}, must be in [0, 1]`);
  return betaTails(x, 1 - x, a, b).lower;
}

/**
 * Both tails of the beta law at a point given as x and its complement y = 1 - x, each with all its own digits; the smaller
 * tail keeps its relative accuracy.
 */
export function betaTails(x: number, y: number, a: number, b: number): { lower: number; upper: number } {
  requireShape(a);
  requireShape(b);
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const excess = differenceFromMean(x, y, a, b);
  // The fraction converges fast below about the mean; above it the roles change.
  if ((a + b + 2) * x < a + 1) {
    const lower = Math.min(1, lowerTail(x, y, a, b, excess));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, lowerTail(y, x, b, a, -excess));
  return { lower: 1 - upper, upper };
}

/** I_x(a, b) for x up to (a + 1)/(a + b + 2); `excess` is a - (a + b) x, above -1 there. */
function lowerTail(x: number, y: number, a: number, b: number, excess: number): number {
  const leading = betaDensityFactor(x, y, a, b, excess);
  if (leading === 0) return 0;
  let fraction = (a / (a + 1)) * (excess + 1);
  let c = fraction;
  let d = 0;
  for (let n = 1; ; n++) {
    const span = a + 2 * n - 1;
    const ratio = (n * (b - n) * x) / span;
    const numerator = (((a + n - 1) * (a + b + n - 1)) / span) * x * ratio;
    const denominator = n + ratio + ((a + n) / (span + 2)) * (excess + 1 + n * (1 + y));
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= CONVERGED) return leading / fraction;
    if (!(n < MOST_TERMS)) throw new RangeError(`unsupported beta tail: shapes ${a} and ${b}, argument ${x}`);
  }
}

/**
 * x^a y^b/B(a, b), from Stirling errors and deviances as in C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), so that large shapes cost no digits.
 */
export function betaDensityFactor(
  x: number,
  y: number,
  a: number,
  b: number,
  excess: number = differenceFromMean(x, y, a, b),
): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x, excess) - deviance(b, n * y, -excess);
  return Math.exp(exponent) * Math.sqrt((a / (2 * Math.PI)) * (b / n));
}

/** a - (a + b) x, correct to its own last bits: sum and product are carried with their rounding errors. */
function differenceFromMean(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const large = Math.max(a, b);
  const sumError = Math.min(a, b) - (n - large);
  if (x <= y) return a - n * x - (productError(n, x) + sumError * x);
  return n * y - b + (productError(n, y) + sumError * y);
}

/** The rounding error of left * right (T. J. Dekker, Numerische Mathematik 18 (1971) 224-242, "mul12"). */
function productError(left: number, right: number): number {
  const product = left * right;
  const leftHigh = upperHalf(left);
  const rightHigh = upperHalf(right);
  const leftLow = left - leftHigh;
  const rightLow = right - rightHigh;
  return leftHigh * rightHigh - product + leftHigh * rightLow + leftLow * rightHigh + leftLow * rightLow;
}

function upperHalf(value: number): number {
  const scaled = 134217729 * value; // 2^27 + 1 splits 53 bits in two
  return scaled - (scaled - value);
}

function requireShape(shape: number): void {
  if (!(shape > 0 && shape <= 1e12)) throw new RangeError(`invalid beta shape ${shape}, must be in (0, 1e12]`);
}

const CONVERGED = 2.3e-16; // one unit in the last place
const MOST_TERMS = 1_000_000; // far more than shapes of 1e7 need
