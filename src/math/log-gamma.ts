/**
 * Returns the natural logarithm of the gamma function for x > 0, to a relative 1e-15 or so, also beside its zeros 1 and 2.
 *
 * Source: Abramowitz & Stegun (1964), 6.1.33 (power series around 2), 6.1.15 (recurrence) and 6.1.40 (Stirling).
 *
 * @throws RangeError unless x > 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`invalid argument ${x} of the gamma function, must be in (0, Infinity)`);
  if (x === Infinity) return Infinity;
  if (x >= STIRLING_FROM) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return logGammaOfOnePlus(x) - Math.log(x);
  if (x < 1.5) return logGammaOfOnePlus(x - 1);
  let product = 1;
  let argument = x;
  while (argument > 2.5) {
    argument -= 1; // exact: a smaller number on the same grid
    product *= argument;
  }
  return logGammaOfTwoPlus(argument - 2) + (product === 1 ? 0 : Math.log(product));
}

/** log gamma(1 + z) for z > -1; keeps its digits when z is tiny, where 1 + z would lose them. */
export function logGammaOfOnePlus(z: number): number {
  return Math.abs(z) <= 0.5 ? logGammaOfTwoPlus(z) - Math.log1p(z) : logGamma(1 + z);
}

/**
 * The error of Stirling's formula, log gamma(x + 1) - (x + 1/2) log x + x - log(2 pi)/2, for x > 0: about 1/(12 x).
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), section 2.
 */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return logGammaOfOnePlus(x) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

/** Abramowitz & Stegun 6.1.33 for |z| <= 1/2: (1 - Euler's constant) z + sum over k >= 2 of (-z)^k (zeta(k) - 1)/k. */
function logGammaOfTwoPlus(z: number): number {
  let sum = 0;
  for (let index = ZETA_TERMS.length - 1; index >= 0; index--) sum = ZETA_TERMS[index]! - z * sum;
  return z * (ONE_MINUS_EULER + z * sum);
}

/** Abramowitz & Stegun 6.1.40 without its leading terms; at x = 10 the first term left out is below 3e-18. */
function stirlingSeries(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let index = STIRLING_TERMS.length - 1; index >= 0; index--) sum = STIRLING_TERMS[index]! + square * sum;
  return inverse * sum;
}

const STIRLING_FROM = 10;
const HALF_LOG_TWO_PI = 0.9189385332046728; // log(2 pi)/2
const ONE_MINUS_EULER = 0.42278433509846713; // 1 - 0.5772...

/** B(2k)/(2k (2k - 1)) for k = 1, 2, ...; B: Bernoulli numbers. */
const STIRLING_TERMS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** (zeta(k) - 1)/k for k = 2, 3, ...; at |z| = 1/2 the first term left out is below 1e-18. */
const ZETA_TERMS = [
  0.3224670334241132, 0.0673523010531981, 0.020580808427784546, 0.007385551028673986, 0.0028905103307415234,
  0.001192753911703261, 5.096695247430425e-4, 2.2315475845357939e-4, 9.945751278180853e-5, 4.492623673813314e-5,
  2.050721277567069e-5, 9.439488275268397e-6, 4.374866789907488e-6, 2.039215753801366e-6, 9.55141213040742e-7,
  4.492469198764566e-7, 2.1207184805554665e-7, 1.0043224823968099e-7, 4.7698101693639804e-8, 2.2711094608943164e-8,
  1.0838659214896955e-8, 5.183475041970047e-9, 2.4836745438024785e-9, 1.1921401405860912e-9, 5.731367241678862e-10,
  2.7595228851242334e-10, 1.330476437424449e-10, 6.4229645638381e-11,
];
