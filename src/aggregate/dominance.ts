import {
  type Column,
  columnOf,
  largestOf,
  negated,
  sorted,
  toArray,
  type Values,
  valueAt,
  whereDefined,
} from "./column.ts";
import type { PairedColumns } from "./paired-difference.ts";

export const DOMINANCE_ORDERS = ["first", "second", "none", "equal"] as const;

/** Whether one of two laws is better whatever one's taste (first order) or for everyone averse to risk (second order). */
export interface Dominance {
  readonly order: (typeof DOMINANCE_ORDERS)[number];
  /** Which column dominates; undefined for none and equal. */
  readonly dominant: "first" | "second" | undefined;
}

/** Probabilities closer than this are equal. */
export const PROBABILITY_ROUNDING = 1e-12;
/** Values, and areas between curves, closer than this part of the largest value are equal. */
export const VALUE_ROUNDING = 1e-9;

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
export function definedOf({ n, first, second, differences }: PairedColumns): Column[] {
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
