import { stringify } from "csv-stringify/sync";
import type { Cell, Table } from "./table.ts";

/** A lone CR ends a line for many readers: fields with one are quoted too. */
const FORMAT = { record_delimiter: "\n", quote_record_delimiter: true } as const;

/**
 * Rows of a table as CSV text: UTF-8, comma, LF, quotes only where needed (RFC 4180), doubles in their shortest form that
 * reads back to the same bits, empty cells for undefined values.
 */
export function encodeRows<Row>(table: Table<Row>, rows: readonly Row[]): string {
  const encoded = rows.map((row) =>
    table.columns.map((column) => encodeCell(column.cell(row), table.name, column.name)),
  );
  // Numbers and flags have nothing to quote. The long tables are made of them, and most of their time would go into looking for it.
  const isPlain = table.columns.every(({ type }) => type !== "string");
  return isPlain ? encoded.map((cells) => `${cells.join(",")}\n`).join("") : stringify(encoded, FORMAT);
}

export function encodeHeader<Row>(table: Table<Row>): string {
  return stringify([table.columns.map((column) => column.name)], FORMAT);
}

/** NaN stands for "undefined in this scenario"; infinity can only be a fault and is refused. */
function encodeCell(cell: Cell, table: string, column: string): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") {
    if (Number.isNaN(cell)) return "";
    if (!Number.isFinite(cell)) throw new RangeError(`invalid ${column} ${cell} in table ${table}, must be finite`);
    return cell === 0 ? "0" : String(cell);
  }
  return typeof cell === "boolean" ? (cell ? "true" : "false") : cell;
}
