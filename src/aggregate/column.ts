import { openCompensatedSum } from "../math/compensated-sum.ts";

/** Values of a piece: a few pieces at a time fit the nearest cache. */
export const PIECE_ROWS = 1024;

/**
 * Numbers in their order, read piece by piece, as often as one likes: from memory, from a file, or computed from other columns each
 * time they are read. However long it is, a column holds one piece.
 */
export interface Column {
  readonly length: number;
  /** Where its values can be sorted. */
  readonly workspace: Workspace;
  /** Values [index x PIECE_ROWS, ...), PIECE_ROWS of them but in the last piece; read only, valid until the next call. */
  piece(index: number): Float64Array;
}

/** Where columns are sorted. */
export interface Workspace {
  /** Sorts the defined values of some columns together, ascending, -0 before 0. They are gone when `use` returns. */
  sort<Result>(columns: readonly Column[], use: (sorted: Column) => Result): Result;
  /** Keeps the defined values of a column as they come, computed once. They are gone when `use` returns. */
  keep<Result>(column: Column, use: (kept: Column) => Result): Result;
}

/** Sorts in arrays of their own, however long. */
const inMemory: Workspace = {
  sort(columns, use) {
    const array = new Float64Array(lengthOf(columns));
    return use(columnOf(array.subarray(0, gather(columns, array)).sort()));
  },
  keep(column, use) {
    const array = new Float64Array(column.length);
    return use(columnOf(array.subarray(0, gather([column], array))));
  },
};

/** A column, or an array that can be read as one. */
export type Values = Float64Array | Column;

export function columnOf(values: Values | ArrayLike<number>, workspace = inMemory): Column {
  if ("piece" in values) return values;
  const array = values instanceof Float64Array ? values : Float64Array.from(values);
  let view = array.subarray(0, PIECE_ROWS);
  let held = 0;
  const piece = (index: number): Float64Array => {
    if (index !== held) view = array.subarray(index * PIECE_ROWS, (index + 1) * PIECE_ROWS);
    held = index;
    return view;
  };
  return { length: array.length, workspace, piece };
}

/**
 * A column that is computed whenever it is read. `fill` gets a piece to fill, and its number. A loop of one's own over a piece is many
 * times as fast as `mapColumn` and `joinColumns`, which call a function for every value.
 */
export function computeColumn(
  length: number,
  workspace: Workspace,
  fill: (piece: Float64Array, index: number) => void,
): Column {
  let memory: Float64Array | undefined;
  let held = -1;
  const piece = (index: number): Float64Array => {
    memory ??= new Float64Array(Math.min(length, PIECE_ROWS));
    const size = Math.min(memory.length, length - index * PIECE_ROWS);
    const values = size === memory.length ? memory : memory.subarray(0, size);
    if (index !== held) {
      held = -1;
      fill(values, index);
      held = index;
    }
    return values;
  };
  return { length, workspace, piece };
}

/** Every value by itself, computed when it is read. `of` gets the value and its place. */
export function mapColumn(values: Values, of: (value: number, at: number) => number): Column {
  const column = columnOf(values);
  return computeColumn(column.length, column.workspace, (piece, index) => {
    const source = column.piece(index);
    for (let row = 0; row < piece.length; row++) piece[row] = of(source[row], index * PIECE_ROWS + row);
  });
}

/** Two columns of a length, value by value. */
export function joinColumns(
  first: Values,
  second: Values,
  of: (first: number, second: number, at: number) => number,
): Column {
  const [one, two] = [columnOf(first), columnOf(second)];
  return computeColumn(one.length, one.workspace, (piece, index) => {
    const [ones, twos] = [one.piece(index), two.piece(index)];
    for (let row = 0; row < piece.length; row++) piece[row] = of(ones[row], twos[row], index * PIECE_ROWS + row);
  });
}

/** The first values of a column. */
export function headOf(values: Values, length: number): Column {
  const column = columnOf(values);
  return {
    length,
    workspace: column.workspace,
    piece: (index) => column.piece(index).subarray(0, Math.min(PIECE_ROWS, length - index * PIECE_ROWS)),
  };
}

/** The last values of a column, the very last first. */
export function reversedEndOf(values: Values, length: number): Column {
  const column = columnOf(values);
  const last = column.length - 1;
  return computeColumn(length, column.workspace, (piece, index) => {
    for (let row = 0; row < piece.length; ) {
      const at = last - index * PIECE_ROWS - row;
      const source = column.piece(Math.floor(at / PIECE_ROWS));
      let from = at % PIECE_ROWS;
      for (; row < piece.length && from >= 0; row++) piece[row] = source[from--];
    }
  });
}

export function valueAt(column: Column, at: number): number {
  const index = Math.floor(at / PIECE_ROWS);
  return column.piece(index)[at - index * PIECE_ROWS];
}

export function forEachPiece(column: Column, use: (piece: Float64Array, from: number) => void): void {
  for (let from = 0; from < column.length; from += PIECE_ROWS) use(column.piece(from / PIECE_ROWS), from);
}

export function forEachValue(values: Values, use: (value: number, at: number) => void): void {
  forEachPiece(columnOf(values), (piece, from) => {
    for (let row = 0; row < piece.length; row++) use(piece[row], from + row);
  });
}

/** Two columns of a length side by side. */
export function forEachPair(
  first: Values,
  second: Values,
  use: (first: number, second: number, at: number) => void,
): void {
  const other = columnOf(second);
  forEachPiece(columnOf(first), (piece, from) => {
    const twos = other.piece(from / PIECE_ROWS);
    for (let row = 0; row < piece.length; row++) use(piece[row], twos[row], from + row);
  });
}

export function everyValue(values: Values, holds: (value: number) => boolean): boolean {
  const column = columnOf(values);
  for (let from = 0; from < column.length; from += PIECE_ROWS) {
    if (!column.piece(from / PIECE_ROWS).every((value) => holds(value))) return false;
  }
  return true;
}

/** The values of one column where another is defined, NaN elsewhere. */
export function whereDefined(values: Column, other: Column): Column {
  return computeColumn(values.length, values.workspace, (piece, index) => {
    const [source, mask] = [values.piece(index), other.piece(index)];
    for (let row = 0; row < piece.length; row++) piece[row] = Number.isNaN(mask[row]) ? Number.NaN : source[row];
  });
}

/** The negative of a column. */
export function negated(values: Values): Column {
  const column = columnOf(values);
  return computeColumn(column.length, column.workspace, (piece, index) => {
    const source = column.piece(index);
    for (let row = 0; row < piece.length; row++) piece[row] = -source[row];
  });
}

/** Neumaier's sums of the squares, and of other powers, of a column's values less a number, read once. */
export function sumOfPowers(values: Values, less: number, powers: readonly (1 | 2 | 3 | 4)[]): number[] {
  const totals = powers.map(() => openCompensatedSum());
  const memory = new Float64Array(Math.min(values.length, PIECE_ROWS));
  forEachPiece(columnOf(values), (piece) => {
    const own = memory.subarray(0, piece.length);
    for (const [at, power] of powers.entries()) {
      for (let row = 0; row < piece.length; row++) {
        const value = piece[row] - less;
        const square = value * value;
        own[row] = power === 1 ? value : power === 2 ? square : power === 3 ? square * value : square * square;
      }
      totals[at].add(own);
    }
  });
  return totals.map((total) => total.read());
}

/** Neumaier's sum, in the order of the column. */
export function sumOf(column: Column): number {
  const total = openCompensatedSum();
  forEachPiece(column, total.add);
  return total.read();
}

/** Sums of so many values each, one group after the other; the column itself where every value is a group. */
export function sumGroups(column: Column, size: number): Column {
  if (size === 1) return column;
  const sums = new Float64Array(Math.ceil(column.length / size));
  forEachPiece(column, (piece, from) => {
    for (let row = 0; row < piece.length; row++) sums[Math.floor((from + row) / size)] += piece[row];
  });
  return columnOf(sums);
}

/** Largest absolute value; NaN is left out. */
export function largestOf(values: Values): number {
  let most = 0;
  forEachPiece(columnOf(values), (piece) => {
    let own = most;
    for (const value of piece) if (Math.abs(value) > own) own = Math.abs(value);
    most = own;
  });
  return most;
}

/** How many values are defined, that is not NaN. */
export function countDefined(values: Values): number {
  let count = 0;
  forEachPiece(columnOf(values), (piece) => {
    let own = 0;
    for (const value of piece) if (!Number.isNaN(value)) own += 1;
    count += own;
  });
  return count;
}

/** All values at once. */
export function toArray(values: Values): Float64Array {
  if (values instanceof Float64Array) return values;
  const array = new Float64Array(values.length);
  forEachPiece(values, (piece, from) => array.set(piece, from));
  return array;
}

/** The defined values of some columns together, ascending, as long as `use` takes. */
export function sorted<Result>(columns: readonly Column[], use: (sorted: Column) => Result): Result {
  return columns[0].workspace.sort(columns, use);
}

/** The defined values of a column as they come, computed once, as long as `use` takes. */
export function kept<Result>(column: Column, use: (kept: Column) => Result): Result {
  return column.workspace.keep(column, use);
}

export function lengthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { length }) => sum + length, 0);
}

/** Fills an array with the defined values; returns their number. */
export function gather(columns: readonly Column[], array: Float64Array): number {
  let count = 0;
  for (const column of columns) {
    forEachPiece(column, (piece) => {
      for (const value of piece) if (!Number.isNaN(value)) array[count++] = value;
    });
  }
  return count;
}
