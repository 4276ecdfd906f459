import seedrandom from "seedrandom";

/** Draws of known laws by inversion from a fixed seed; the uniform is strictly inside (0, 1). */
export interface Draws {
  uniform(): number;
  exponential(mean: number): number;
  pareto(shape: number): number;
  column(n: number, draw: () => number): Float64Array;
}

export function openDraws(seed: string): Draws {
  const next = seedrandom.alea(seed);
  // alea gives multiples of 2^-32 from 0 on; half a step keeps clear of both ends.
  const uniform = () => next() + 2 ** -33;
  return {
    uniform,
    exponential: (mean) => -mean * Math.log(uniform()),
    pareto: (shape) => uniform() ** (-1 / shape),
    column: (n, draw) => Float64Array.from({ length: n }, draw),
  };
}

/** Four standard errors of a share that is truly `share`, seen in `trials` trials. */
export function fourBinomialErrors(share: number, trials: number): number {
  return 4 * Math.sqrt((share * (1 - share)) / trials);
}
