import { columnOf, type Values, valueAt } from "./column.ts";

/** A step of a distribution function: the share of a sample above `low` and at or below `high`, and all at or below `high`. */
export interface EmpiricalPoint {
  readonly low: number;
  readonly high: number;
  readonly share: number;
  readonly cumulative: number;
}

/** Defined values, ascending, at least one. */
export interface SortedValues {
  readonly values: Values;
  /** What each counts; absent: all the same. */
  readonly weights?: Float64Array | undefined;
}

/** Shares at which the distribution function is read: every 2 %, and finer towards both ends. */
const TAIL = [0.001, 0.002, 0.005, 0.01];
const SHARES = [
  0,
  ...TAIL,
  ...Array.from({ length: 49 }, (_, index) => (index + 1) / 50),
  ...TAIL.map((share) => 1 - share).reverse(),
  1,
];

/** Points of the empirical distribution function: values of the sample, each with the exact share at or below it. */
export function empiricalPoints(sample: SortedValues): EmpiricalPoint[] {
  const values = columnOf(sample.values);
  const shareAtOrBelow = accumulate(sample);
  const points: EmpiricalPoint[] = [];
  let before = 0;
  for (const share of SHARES) {
    const at = firstWhere(values.length - 1, (index) => shareAtOrBelow(index) >= share);
    const value = valueAt(values, at);
    const low = points.length === 0 ? valueAt(values, 0) : points[points.length - 1].high;
    if (points.length > 0 && value === low) continue;
    const cumulative = shareAtOrBelow(lastAtOrBelow(values, value));
    points.push({ low, high: value, share: cumulative - before, cumulative });
    before = cumulative;
  }
  return points;
}

/** A histogram of equal bins between `least` and `most`, which hold all values; a single bin where they are equal. */
export function histogramBins(sample: SortedValues, least: number, most: number, bins: number): EmpiricalPoint[] {
  const shareAtOrBelow = accumulate(sample);
  const size = most > least ? bins : 1;
  const edge = (bin: number): number => (bin === size ? most : least + ((most - least) * bin) / size);
  let before = 0;
  return Array.from({ length: size }, (_, bin) => {
    const high = edge(bin + 1);
    const cumulative = shareAtOrBelow(lastAtOrBelow(sample.values, high));
    const share = cumulative - before;
    before = cumulative;
    return { low: edge(bin), high, share, cumulative };
  });
}

/** Share of the values up to and with a place; 0 at place -1, exactly 1 at the last. */
function accumulate({ values, weights }: SortedValues): (at: number) => number {
  const last = values.length - 1;
  if (weights === undefined) return (at) => (at + 1) / values.length;
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let at = 0; at <= last; at++) {
    sum += weights[at];
    sums[at] = sum;
  }
  return (at) => (at < 0 ? 0 : sums[at] / sum);
}

function lastAtOrBelow(values: Values, value: number): number {
  const column = columnOf(values);
  return firstWhere(column.length, (index) => valueAt(column, index) > value) - 1;
}

/** The first of 0 ... most for which a condition holds that goes on holding; `most` where none before it does. */
function firstWhere(most: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, most];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
