import { everyValue, forEachPiece, negated, PIECE_ROWS, sorted, valueAt } from "./column.ts";
import { type Dominance, definedOf, PROBABILITY_ROUNDING, VALUE_ROUNDING } from "./dominance.ts";
import type { PairedColumns } from "./paired-difference.ts";
import type { Sampling } from "./sampling.ts";

/** Values at which resampled laws are compared; their number bounds the work whatever the number of scenarios. */
const GRID = 32;
/** Groups of scenarios that are resampled as a whole. */
const GROUPS = 100;
/** Fewest groups for which resampling says anything. */
const FEWEST_GROUPS = 20;

/** Resampled groups, the same for every pair of a run. */
export interface Resamples {
  readonly groups: number;
  /** [resample x group] how often the group was drawn. */
  readonly counts: Uint8Array;
  readonly resamples: number;
}

/** Draws groups with replacement. */
export function drawResamples(groups: number, resamples: number, uniforms: () => number): Resamples {
  const counts = new Uint8Array(resamples * groups);
  for (let resample = 0; resample < resamples; resample++) {
    for (let draw = 0; draw < groups; draw++) counts[resample * groups + Math.floor(uniforms() * groups)] += 1;
  }
  return { groups, counts, resamples };
}

/** How many groups the scenarios of a run form: whole replicates each, at most a hundred. */
export function groupCount(scenarios: number, { replicateSize }: Sampling): number {
  return Math.min(GROUPS, Math.floor(scenarios / replicateSize));
}

/**
 * How sure a dominance is: the share of bootstrap resamples in which it holds, in its order or a stronger one; for `none`, in
 * which none holds. Scenarios are resampled in groups of whole replicates and laws compared at up to 32 pooled quantiles.
 * Where every single scenario agrees, so does every resample. Undefined with fewer than 20 groups.
 *
 * Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 8 (resampling of independent groups).
 */
export function dominanceSupport(
  pair: PairedColumns,
  worse: "higher" | "lower",
  { order, dominant }: Dominance,
  { groups, counts, resamples }: Resamples,
): number | undefined {
  if (groups < FEWEST_GROUPS) return undefined;
  const isBetter = (difference: number): boolean => (worse === "higher" ? difference <= 0 : difference >= 0);
  const sign = dominant === "second" ? -1 : 1;
  if (order === "equal") return everyValue(pair.differences, (value) => !(value !== 0)) ? 1 : undefined;
  const isBetterOrUnknown = (value: number): boolean => Number.isNaN(value) || isBetter(sign * value);
  if (order === "first" && everyValue(pair.differences, isBetterOrUnknown)) return 1;

  const gaps = groupGaps(pair, worse, groups);
  const least = VALUE_ROUNDING * gaps.scale;
  let held = 0;
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = counts.subarray(resample * groups, (resample + 1) * groups);
    const holds = (matrix: Float64Array, side: 1 | -1, slack: number): boolean => {
      for (let at = 0; at < gaps.points; at++) {
        let sum = 0;
        for (let group = 0; group < groups; group++) sum += drawn[group] * matrix[at * groups + group];
        if (side * sum > slack) return false;
      }
      return true;
    };
    // P(X > x), and E(X - x)+, of the first less the second: never positive where the first dominates.
    const dominates = (side: 1 | -1): boolean =>
      order === "first" ? holds(gaps.above, side, PROBABILITY_ROUNDING) : holds(gaps.excess, side, least);
    const isHeld = order === "none" ? !dominates(1) && !dominates(-1) : dominates(dominant === "first" ? 1 : -1);
    if (isHeld) held += 1;
  }
  return held / resamples;
}

/** By grid point and group: weight above the point and excess over it, first column less second, each as a share of all. */
function groupGaps(
  pair: PairedColumns,
  worse: "higher" | "lower",
  groups: number,
): { points: number; above: Float64Array; excess: Float64Array; scale: number } {
  const sign = worse === "higher" ? 1 : -1;
  const { first, second, differences, sampling, n } = pair;
  const grid = gridOf(pair, sign);
  const points = grid.length;
  const above = new Float64Array(points * groups);
  const excess = new Float64Array(points * groups);
  const groupSize = Math.ceil(differences.length / groups / sampling.replicateSize) * sampling.replicateSize;
  let scale = 0;
  const add = (loss: number, weight: number, group: number): void => {
    // Points below the loss; each gets its count and its value, sums follow.
    let low = 0;
    let high = points;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (grid[middle] < loss) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return;
    above[(low - 1) * groups + group] += weight;
    excess[(low - 1) * groups + group] += weight * loss;
  };
  forEachPiece(differences, (piece, from) => {
    const [ones, twos] = [first.piece(from / PIECE_ROWS), second.piece(from / PIECE_ROWS)];
    for (let row = 0; row < piece.length; row++) {
      if (Number.isNaN(piece[row])) continue;
      const weight = (sampling.weights?.[from + row] ?? 1) / n;
      const group = Math.min(groups - 1, Math.floor((from + row) / groupSize));
      // Where the two differ by rounding alone, they cancel exactly.
      const own = sign * ones[row];
      const other = piece[row] === 0 ? own : sign * twos[row];
      scale = Math.max(scale, Math.abs(own), Math.abs(other));
      add(own, weight, group);
      add(other, -weight, group);
    }
  });
  for (let at = points - 2; at >= 0; at--) {
    for (let group = 0; group < groups; group++) {
      above[at * groups + group] += above[(at + 1) * groups + group];
      excess[at * groups + group] += excess[(at + 1) * groups + group];
    }
  }
  for (let at = 0; at < points; at++) {
    for (let group = 0; group < groups; group++) excess[at * groups + group] -= grid[at] * above[at * groups + group];
  }
  return { points, above, excess, scale };
}

/** Pooled quantiles of the losses without repeats, the lowest value among them. */
function gridOf(pair: PairedColumns, sign: number): Float64Array {
  const losses = definedOf(pair).map((column) => (sign > 0 ? column : negated(column)));
  return sorted(losses, (pooled) => {
    const size = pooled.length;
    const distinct: number[] = [];
    for (let at = 0; at < GRID; at++) {
      const value = valueAt(pooled, Math.min(size - 1, Math.floor((at / GRID) * size)));
      if (distinct.length === 0 || value > distinct[distinct.length - 1]) distinct.push(value);
    }
    return Float64Array.from(distinct);
  });
}
