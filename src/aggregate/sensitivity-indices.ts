import { compensatedSum } from "../math/compensated-sum.ts";
import { sideProbability } from "./interval.ts";
import { meanInterval, measureMoments } from "./moments.ts";
import { quantile } from "./quantile.ts";

/** An estimate with its interval. */
export interface Index {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Sobol's indices of one parameter. */
export interface SobolIndex {
  /** Part of the variance that the parameter explains by itself. */
  readonly first: Index;
  /** Part of the variance that is left while only this parameter is free, interactions included. */
  readonly total: Index;
}

/**
 * First and total Sobol indices from outputs at the rows of two random matrices and their crossings.
 *
 * First: mean of f(B) (f(AB_i) - f(A)) / Var, outputs centred; total: mean of (f(A) - f(AB_i))^2 / (2 Var), where AB_i is A with
 * column i of B and Var that of A and B together. Intervals are percentiles over bootstrap resamples of rows. An output that
 * never varies has indices of 0.
 *
 * Shapes: a [row], b [row], crossed [parameter][row]. `uniforms` draws the resamples.
 *
 * Source: Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola (2010), Computer Physics Communications 181, 259-270, table
 * 2 (b) and (f); the latter is Jansen (1999), Computer Physics Communications 117, 35-43; bootstrap: Archer, Saltelli & Sobol
 * (1997), Journal of Statistical Computation and Simulation 58, 99-120.
 */
export function sobolIndices(
  a: Float64Array,
  b: Float64Array,
  crossed: readonly Float64Array[],
  confidence: number,
  resamples: number,
  uniforms: () => number,
): SobolIndex[] {
  const rows = a.length;
  const centre = (compensatedSum(a) + compensatedSum(b)) / (2 * rows);
  // What the estimators sum, row by row.
  const squares = a.map(
    (value, row) => ((value - centre) * (value - centre) + (b[row] - centre) * (b[row] - centre)) / 2,
  );
  const means = a.map((value, row) => (value + b[row]) / 2 - centre);
  const firsts = crossed.map((column) => column.map((value, row) => (b[row] - centre) * (value - a[row])));
  const totals = crossed.map((column) => column.map((value, row) => ((a[row] - value) * (a[row] - value)) / 2));
  const estimate = (sumOf: (column: Float64Array) => number): { first: number; total: number }[] => {
    const mean = sumOf(means) / rows;
    const variance = sumOf(squares) / rows - mean * mean;
    return crossed.map((_, at) =>
      variance > 0
        ? { first: sumOf(firsts[at]) / rows / variance, total: sumOf(totals[at]) / rows / variance }
        : { first: 0, total: 0 },
    );
  };
  const found = estimate(compensatedSum);
  const drawn = Array.from({ length: resamples }, () => {
    const picked = Uint32Array.from({ length: rows }, () => Math.floor(uniforms() * rows));
    return estimate((column) => picked.reduce((sum, row) => sum + column[row], 0));
  });
  const side = sideProbability(confidence);
  const around = (value: number, of: (indices: { first: number; total: number }[]) => number): Index => {
    const sorted = Float64Array.from(drawn, of).sort();
    return { value, low: quantile(sorted, side), high: quantile(sorted, 1 - side) };
  };
  return found.map(({ first, total }, at) => ({
    first: around(first, (indices) => indices[at].first),
    total: around(total, (indices) => indices[at].total),
  }));
}

/** Morris's measures of one parameter, in the unit of the output for a step through its whole range. */
export interface MorrisMeasure {
  /** Mean size of the elementary effects, with Student's interval: does it matter? */
  readonly meanSize: Index;
  /** Mean effect: which way. */
  readonly mean: number;
  /** Spread of the effects: is it curved, or does it depend on others? */
  readonly sd: number;
}

/**
 * Morris's measures from elementary effects [trajectory], one list a parameter.
 *
 * Source: Morris (1991), Technometrics 33(2), 161-174; the mean size: Campolongo, Cariboni & Saltelli (2007), Environmental
 * Modelling & Software 22, 1509-1518.
 */
export function morrisMeasure(effects: Float64Array, confidence: number): MorrisMeasure {
  const sizes = measureMoments(effects.map(Math.abs));
  const signed = measureMoments(effects);
  const interval = meanInterval(sizes, confidence);
  return {
    meanSize: {
      value: sizes.mean,
      low: Math.max(0, interval?.low ?? sizes.mean),
      high: interval?.high ?? sizes.mean,
    },
    mean: signed.mean,
    sd: signed.sd ?? 0,
  };
}
