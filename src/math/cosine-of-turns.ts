/**
 * Returns cos(2 pi x), exact at whole quarter turns, absolute error below 1e-15. Math.cos changed its last bit between
 * versions of Node; this uses arithmetic alone.
 *
 * Source: kernels k_cos and k_sin of fdlibm, Sun Microsystems (1993), on [-pi/4, pi/4]; the reduction by whole quarter
 * turns is exact.
 */
export function cosineOfTurns(x: number): number {
  const turn = x - Math.floor(x);
  const quarter = Math.round(4 * turn);
  const angle = 2 * Math.PI * (turn - quarter / 4);
  switch (quarter % 4) {
    case 0:
      return cosineNearZero(angle);
    case 1:
      return -sineNearZero(angle);
    case 2:
      return -cosineNearZero(angle);
    default:
      return sineNearZero(angle);
  }
}

const COSINE = [
  4.16666666666666019037e-2, -1.3888888888874109575e-3, 2.48015872894767294178e-5, -2.75573143513906633035e-7,
  2.0875723212981748279e-9, -1.13596475577881948265e-11,
];
const SINE = [
  -1.66666666666666324348e-1, 8.33333333332248946124e-3, -1.98412698298579493134e-4, 2.75573137070700676789e-6,
  -2.50507602534068634195e-8, 1.58969099521155010221e-10,
];

function cosineNearZero(angle: number): number {
  const square = angle * angle;
  return 1 - (square / 2 - square * square * polynomial(COSINE, square));
}

function sineNearZero(angle: number): number {
  const square = angle * angle;
  return angle + angle * square * polynomial(SINE, square);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) value = value * x + coefficients[power];
  return value;
}
