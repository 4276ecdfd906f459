/** One column that crosses a boundary each day: a field of one way of a boundary lane, one value a run. */
export interface Column {
  readonly lane: string;
  /** The lane itself, or another way of it: `lane~1` and so on. */
  readonly way: string;
  readonly field: string;
  readonly unit: string;
}

/** A fraction lies in [0, 1]; every other value is 0 or more. */
export const FRACTION = "fraction";

/** Columns that a party sends and receives, by neighbour, then by design. */
export type Boundary = Readonly<Record<string, NeighbourColumns>>;

export interface NeighbourColumns {
  /** [design in the order of the contract][column] */
  readonly sent: readonly (readonly Column[])[];
  readonly received: readonly (readonly Column[])[];
}

/** The first value that cannot be, if any: not finite, negative, or a fraction above 1. */
export function findNonsense(
  columns: readonly Column[],
  runs: number,
  values: Float64Array,
): { readonly column: Column; readonly run: number; readonly value: number } | undefined {
  for (const [index, column] of columns.entries()) {
    const most = column.unit === FRACTION ? 1 : Number.MAX_VALUE;
    for (let run = 0; run < runs; run++) {
      const value = values[index * runs + run];
      if (!(value >= 0 && value <= most)) return { column, run, value };
    }
  }
  return undefined;
}
