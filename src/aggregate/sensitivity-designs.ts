/** Points of the unit cube at which a model is evaluated, one array of coordinates each. */
export type Points = readonly Float64Array[];

/**
 * Two matrices as one evenly spread sequence in twice the dimensions: multiples of the powers of the generalised golden ratio,
 * shifted at random. Their indices converge much faster than those of independent points; the shift keeps them unbiased.
 *
 * Source: Roberts (2018), The unreasonable effectiveness of quasirandom sequences (the ratio); Cranley & Patterson (1976), SIAM
 * Journal on Numerical Analysis 13(6), 904-914 (the shift).
 */
export function twoMatrices(rows: number, parameters: number, uniforms: () => number): { a: Points; b: Points } {
  const dimensions = 2 * parameters;
  const ratio = goldenRatio(dimensions);
  const shifts = Float64Array.from({ length: dimensions }, uniforms);
  const steps = new Float64Array(dimensions);
  steps.forEach((_, at) => {
    steps[at] = (at === 0 ? 1 : steps[at - 1]) / ratio;
  });
  const matrix = (from: number): Points =>
    Array.from({ length: rows }, (_, row) =>
      Float64Array.from({ length: parameters }, (_, parameter) => {
        const place = shifts[from + parameter] + (row + 1) * steps[from + parameter];
        return place - Math.floor(place);
      }),
    );
  return { a: matrix(0), b: matrix(parameters) };
}

/** The root above 1 of x^(d + 1) = x + 1. */
function goldenRatio(dimensions: number): number {
  let ratio = 2;
  for (let round = 0; round < 60; round++) ratio = Math.exp(Math.log(1 + ratio) / (dimensions + 1));
  return ratio;
}

/** Row by row, the first matrix with one coordinate of the second. */
export function cross(a: Points, b: Points, parameter: number): Points {
  return a.map((point, row) => {
    const crossed = point.slice();
    crossed[parameter] = b[row][parameter];
    return crossed;
  });
}

/** A way through the cube that changes one coordinate after the other by a step of 2/3. */
export interface Trajectory {
  /** [parameters + 1] */
  readonly points: Points;
  /** [step] which coordinate changes between point i and point i + 1, and by how much. */
  readonly steps: readonly { readonly parameter: number; readonly by: number }[];
}

const LEVELS = 4;
/** p / (2 (p - 1)): makes every level as likely as every other. */
const STEP = LEVELS / (2 * (LEVELS - 1));

/**
 * A random trajectory on a grid of four levels.
 *
 * Source: Morris (1991), Technometrics 33(2), section 3.
 */
export function drawTrajectory(parameters: number, uniforms: () => number): Trajectory {
  const point = Float64Array.from({ length: parameters }, () => Math.floor(uniforms() * LEVELS) / (LEVELS - 1));
  const points = [point.slice()];
  const steps = shuffled(parameters, uniforms).map((parameter) => {
    const by = point[parameter] < 0.5 ? STEP : -STEP;
    // Levels as they are written: 1/3 + 2/3 must be 1.
    point[parameter] = Math.round((point[parameter] + by) * (LEVELS - 1)) / (LEVELS - 1);
    points.push(point.slice());
    return { parameter, by };
  });
  return { points, steps };
}

function shuffled(size: number, uniforms: () => number): number[] {
  const order = Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at--) {
    const other = Math.floor(uniforms() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
