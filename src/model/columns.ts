/**
 * Tables of typed arrays. A table of columns is declared once, as name -> [type, dimension]; the TypeScript type, the
 * memory layout and the views all derive from that declaration. Objects at the door, arrays in the room.
 */
export type ColumnType = "f64" | "i32";
export type ColumnTable = Readonly<Record<string, readonly [type: ColumnType, dimension: string]>>;

type ArrayOf<Type extends ColumnType> = Type extends "f64" ? Float64Array : Int32Array;
export type Columns<Table extends ColumnTable> = { readonly [Name in keyof Table]: ArrayOf<Table[Name][0]> };

/** Length of each dimension of a table. */
export type Dimensions = Readonly<Record<string, number>>;

const BYTES = { f64: 8, i32: 4 } as const;
/** Columns start on cache lines, so that workers reading neighbours do not share one. */
const ALIGNMENT_BYTES = 64;

/** Bytes the table needs; throws a RangeError when a dimension is not given. */
export function columnsByteLength(table: ColumnTable, dimensions: Dimensions): number {
  let bytes = 0;
  for (const name in table) bytes += columnBytes(table, name, dimensions);
  return bytes;
}

/** Views of the table's columns inside a buffer, from `byteOffset` on; the buffer stays its owner's. */
export function viewColumns<Table extends ColumnTable>(
  table: Table,
  dimensions: Dimensions,
  buffer: ArrayBufferLike,
  byteOffset = 0,
): Columns<Table> {
  const columns = recordOf(Object.keys(table)) as Record<string, Float64Array | Int32Array>;
  let at = byteOffset;
  for (const name in table) {
    const [type, dimension] = table[name] as readonly [ColumnType, string];
    const length = dimensions[dimension] as number;
    columns[name] = type === "f64" ? new Float64Array(buffer, at, length) : new Int32Array(buffer, at, length);
    at += columnBytes(table, name, dimensions);
  }
  return columns as Columns<Table>;
}

/**
 * A record that has all its keys from the start. One that grows key by key becomes a hash table after some twenty of them, and
 * code that reads columns day by day runs half as fast.
 */
function recordOf(keys: readonly string[]): Record<string, unknown> {
  return JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(",")}}`) as Record<string, unknown>;
}

/** A table in memory of its own, all zero. */
export function allocateColumns<Table extends ColumnTable>(table: Table, dimensions: Dimensions): Columns<Table> {
  return viewColumns(table, dimensions, new ArrayBuffer(columnsByteLength(table, dimensions)));
}

function columnBytes(table: ColumnTable, name: string, dimensions: Dimensions): number {
  const [type, dimension] = table[name] as readonly [ColumnType, string];
  const length = dimensions[dimension];
  if (length === undefined) throw new RangeError(`missing dimension '${dimension}' of column '${name}'`);
  return Math.ceil((length * BYTES[type]) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
