/**
 * Returns P(Z <= x) of a standard normal Z. The lower tail is exact to a relative 1e-15 or so down to the smallest
 * doubles (x = -38); for the upper tail P(Z > x) ask for `normalCdf(-x)`.
 *
 * Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969)
 * 631-637, rescaled to the normal law in W. J. Cody, "Algorithm 715: SPECFUN", ACM TOMS 19 (1993) 22-32, function ANORM.
 */
export function normalCdf(x: number): number {
  const distance = Math.abs(x);
  if (distance <= CENTRE_END) {
    const square = x * x;
    let numerator = CENTRE_NUMERATOR[4]! * square;
    let denominator = square;
    for (let power = 0; power < 3; power++) {
      numerator = (numerator + CENTRE_NUMERATOR[power]!) * square;
      denominator = (denominator + CENTRE_DENOMINATOR[power]!) * square;
    }
    return 0.5 + (x * (numerator + CENTRE_NUMERATOR[3]!)) / (denominator + CENTRE_DENOMINATOR[3]!);
  }
  if (Number.isNaN(x)) return NaN;
  const tail = distance === Infinity ? 0 : tailBeyond(distance);
  return x < 0 ? tail : 1 - tail;
}

/** P(Z > distance) for distance beyond the centre. */
function tailBeyond(distance: number): number {
  if (distance <= Math.sqrt(32)) {
    let numerator = TAIL_NUMERATOR[8]! * distance;
    let denominator = distance;
    for (let power = 0; power < 7; power++) {
      numerator = (numerator + TAIL_NUMERATOR[power]!) * distance;
      denominator = (denominator + TAIL_DENOMINATOR[power]!) * distance;
    }
    const ratio = (numerator + TAIL_NUMERATOR[7]!) / (denominator + TAIL_DENOMINATOR[7]!);
    return exponentialOfMinusHalfSquare(distance) * ratio;
  }
  const inverseSquare = 1 / (distance * distance);
  let numerator = FAR_TAIL_NUMERATOR[5]! * inverseSquare;
  let denominator = inverseSquare;
  for (let power = 0; power < 4; power++) {
    numerator = (numerator + FAR_TAIL_NUMERATOR[power]!) * inverseSquare;
    denominator = (denominator + FAR_TAIL_DENOMINATOR[power]!) * inverseSquare;
  }
  const correction = (inverseSquare * (numerator + FAR_TAIL_NUMERATOR[4]!)) / (denominator + FAR_TAIL_DENOMINATOR[4]!);
  return (exponentialOfMinusHalfSquare(distance) * (ONE_OVER_ROOT_TWO_PI - correction)) / distance;
}

/**
 * exp(-x^2/2) for x >= 0 without losing digits to the rounding of x^2: the part of x on a grid of 1/16 squares exactly
 * (Cody 1969, p. 634).
 */
function exponentialOfMinusHalfSquare(x: number): number {
  if (x > 40) return 0; // exp(-800) is below the smallest double
  const grid = Math.floor(x * 16) / 16;
  return Math.exp(-0.5 * grid * grid) * Math.exp(-0.5 * (x - grid) * (x + grid));
}

const ONE_OVER_ROOT_TWO_PI = 0.3989422804014327; // 1/sqrt(2 pi)
const CENTRE_END = 0.67448975; // upper quartile, where Cody changes approximation

const CENTRE_NUMERATOR = [
  2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249, 0.065682337918207449113,
];
const CENTRE_DENOMINATOR = [47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956];
const TAIL_NUMERATOR = [
  0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226, 2494.5375852903726711,
  6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218, 1.0765576773720192317e-8,
];
const TAIL_DENOMINATOR = [
  22.266688044328115691, 235.3879017826249986, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091,
  34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
const FAR_TAIL_NUMERATOR = [
  0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466, 2.9112874951168792e-5,
  0.02307344176494017303,
];
const FAR_TAIL_DENOMINATOR = [
  1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5,
];
