/** One column that crosses a boundary each day: a field of one way of a boundary lane, one value a run. */
export interface Column {
  readonly lane: string;
  /** The lane itself, or another way of it: `lane~1` and so on. */
  readonly way: string;
  readonly field: string;
  readonly unit: string;
}

/** A fraction lies in [0, 1]; every other value is 0 or more, money up to rounding. */
export const FRACTION = "fraction";
export const USD = "USD";

/** Columns that a party sends and receives, by neighbour, then by design. */
export type Boundary = Readonly<Record<string, NeighbourColumns>>;

export interface NeighbourColumns {
  /** [design in the order of the contract][column] */
  readonly sent: readonly (readonly Column[])[];
  readonly received: readonly (readonly Column[])[];
}

/**
 * Money of goods may be less than 0 by what rounding leaves: a stock that has just been emptied of goods worth billions can keep a
 * millionth of a dollar too few. More than a cent, and than a billionth of the largest amount of the column, is no rounding.
 */
const ROUNDING_USD = 0.01;
const ROUNDING_PART = 1e-9;

/** The first value that cannot be, if any: not finite, negative beyond rounding, or a fraction above 1. */
export function findNonsense(
  columns: readonly Column[],
  runs: number,
  values: Float64Array,
): { readonly column: Column; readonly run: number; readonly value: number } | undefined {
  for (const [index, column] of columns.entries()) {
    const most = column.unit === FRACTION ? 1 : Number.MAX_VALUE;
    const end = (index + 1) * runs;
    let least = 0;
    for (let at = index * runs; at < end; at++) {
      const value = values[at];
      if (value >= least && value <= most) continue;
      if (column.unit === USD && least === 0 && value < 0) {
        least = -Math.max(ROUNDING_USD, ROUNDING_PART * largestOf(values.subarray(index * runs, end)));
        if (value >= least) continue;
      }
      return { column, run: at - index * runs, value };
    }
  }
  return undefined;
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) if (values[at] > largest) largest = values[at];
  return largest;
}
