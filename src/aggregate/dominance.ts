import {
  type Column,
  columnOf,
  everyValue,
  forEachPiece,
  largestOf,
  negated,
  PIECE_ROWS,
  sorted,
  toArray,
  type Values,
  valueAt,
  whereDefined,
} from "./column.ts";
import type { PairedColumns } from "./paired-difference.ts";
import type { Sampling } from "./sampling.ts";

export const DOMINANCE_ORDERS = ["first", "second", "none", "equal"] as const;

/** Whether one of two laws is better whatever one's taste (first order) or for everyone averse to risk (second order). */
export interface Dominance {
  readonly order: (typeof DOMINANCE_ORDERS)[number];
  /** Which column dominates; undefined for none and equal. */
  readonly dominant: "first" | "second" | undefined;
}

/** Probabilities closer than this are equal. */
const PROBABILITY_ROUNDING = 1e-12;
/** Values, and areas between curves, closer than this part of the largest value are equal. */
const VALUE_ROUNDING = 1e-9;

/** Largest excess of either distribution function over the other, and of either expected shortfall curve. */
export interface CurveGaps {
  /** max over x of F1 - F2 and of F2 - F1, after losses were made of gains. */
  readonly firstAbove: number;
  readonly secondAbove: number;
  /** max over x of E(X1 - x)+ - E(X2 - x)+ and the other way round. */
  readonly firstExcess: number;
  readonly secondExcess: number;
  readonly scale: number;
}

/**
 * Compares two empirical laws at every value either of them takes.
 *
 * Of losses (`worse` higher) the first column dominates in first order when F1 >= F2 everywhere, in second order (for everyone
 * averse to risk: increasing convex order) when E(X1 - x)+ <= E(X2 - x)+ everywhere. Gains are negated first. Shapes:
 * first, second [n]; weights [n] or left out.
 *
 * Source: Levy (2016), Stochastic Dominance, chapter 3; Shaked & Shanthikumar (2007), Stochastic Orders, section 4.A.
 */
export function measureGaps(
  first: Values,
  second: Values,
  worse: "higher" | "lower",
  firstWeights?: Float64Array,
  secondWeights = firstWeights,
): CurveGaps {
  return sortLosses(first, worse, firstWeights, (one) =>
    sortLosses(second, worse, secondWeights, (two) => gapsBetween(one, two)),
  );
}

function gapsBetween(first: Losses, second: Losses): CurveGaps {
  const scale = Math.max(first.scale, second.scale);
  const least = VALUE_ROUNDING * scale;
  let firstAbove = 0;
  let secondAbove = 0;
  let firstExcess = 0;
  let secondExcess = 0;
  // From the largest loss down: what lies above x, and the area above it.
  const [one, two] = [descend(first), descend(second)];
  let aboveOne = 0;
  let aboveTwo = 0;
  let area = 0; // E(X1 - x)+ - E(X2 - x)+
  let x = Math.max(one.value, two.value);
  while (one.isThere || two.isThere) {
    const next = Math.max(one.value, two.value);
    area += (aboveOne - aboveTwo) * (x - next);
    x = next;
    firstExcess = Math.max(firstExcess, area);
    secondExcess = Math.max(secondExcess, -area);
    // Values that differ by rounding alone are passed together.
    for (; one.isThere && one.value >= x - least; one.step()) aboveOne += one.weight;
    for (; two.isThere && two.value >= x - least; two.step()) aboveTwo += two.weight;
    firstAbove = Math.max(firstAbove, aboveTwo - aboveOne);
    secondAbove = Math.max(secondAbove, aboveOne - aboveTwo);
  }
  return { firstAbove, secondAbove, firstExcess, secondExcess, scale };
}

/** What the gaps mean. */
export function readGaps({ firstAbove, secondAbove, firstExcess, secondExcess, scale }: CurveGaps): Dominance {
  const isHigher = firstAbove > PROBABILITY_ROUNDING;
  const isLower = secondAbove > PROBABILITY_ROUNDING;
  if (!isHigher && !isLower) return { order: "equal", dominant: undefined };
  if (!isLower) return { order: "first", dominant: "first" };
  if (!isHigher) return { order: "first", dominant: "second" };
  const least = VALUE_ROUNDING * scale;
  if (firstExcess <= least) return { order: "second", dominant: "first" };
  if (secondExcess <= least) return { order: "second", dominant: "second" };
  return { order: "none", dominant: undefined };
}

/** Dominance between the two laws of a pair. */
export function findDominance(pair: PairedColumns, worse: "higher" | "lower"): Dominance {
  const { weights } = pair.sampling;
  const [first, second] = definedOf(pair);
  if (weights === undefined) return readGaps(measureGaps(first, second, worse));
  const differences = toArray(pair.differences);
  const isDefined = (_: number, scenario: number): boolean => !Number.isNaN(differences[scenario]);
  const [one, two] = [first, second].map((column) => toArray(column).filter(isDefined));
  return readGaps(measureGaps(one, two, worse, weights.filter(isDefined)));
}

/** Both columns, NaN where either is undefined. */
function definedOf({ n, first, second, differences }: PairedColumns): Column[] {
  if (n === differences.length) return [first, second];
  return [first, second].map((column) => whereDefined(column, differences));
}

/** Losses ascending, with what each weighs. */
interface Losses {
  readonly values: Column;
  readonly weightAt: (at: number) => number;
  readonly scale: number;
}

function sortLosses<Result>(
  column: Values,
  worse: "higher" | "lower",
  weights: Float64Array | undefined,
  use: (losses: Losses) => Result,
): Result {
  const losses = worse === "higher" ? columnOf(column) : negated(column);
  const scale = largestOf(losses);
  if (weights === undefined) {
    return sorted([losses], (values) => {
      const weight = 1 / values.length;
      return use({ values, weightAt: () => weight, scale });
    });
  }
  let total = 0;
  for (const weight of weights) total += weight;
  const own = toArray(losses);
  const order = Uint32Array.from(own.keys()).sort((left, right) => own[left] - own[right] || left - right);
  const values = columnOf(Float64Array.from(order, (at) => own[at]));
  return use({ values, weightAt: (at) => weights[order[at]] / total, scale });
}

/** A way through losses from the largest down; at the end there is none, and its value is below all. */
function descend({ values, weightAt }: Losses) {
  const place = {
    at: values.length,
    isThere: true,
    value: 0,
    weight: 0,
    step(): void {
      place.at -= 1;
      place.isThere = place.at >= 0;
      place.value = place.isThere ? valueAt(values, place.at) : Number.NEGATIVE_INFINITY;
      place.weight = place.isThere ? weightAt(place.at) : 0;
    },
  };
  place.step();
  return place;
}

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
