import type { Cell, Table } from "./table.ts";

/**
 * Rows of a table as CSV text: UTF-8, comma, LF, quotes only where needed (RFC 4180), doubles in their shortest form that
 * reads back to the same bits, empty cells for undefined values.
 */
export function encodeRows<Row>(table: Table<Row>, rows: readonly Row[]): string {
  const { columns, name } = table;
  let text = "";
  for (const row of rows) {
    for (let at = 0; at < columns.length; at++) {
      const cell = columns[at].cell(row);
      if (at > 0) text += ",";
      text += typeof cell === "string" ? encodeText(cell) : encodeCell(cell, name, columns[at].name);
    }
    text += "\n";
  }
  return text;
}

export function encodeHeader<Row>(table: Table<Row>): string {
  return `${table.columns.map((column) => encodeText(column.name)).join(",")}\n`;
}

/**
 * By hand: millions of rows are nearly all numbers, and a library looks at every letter of them. A lone CR ends a line for many
 * readers: fields with one are quoted too.
 */
function encodeText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** NaN stands for "undefined in this scenario"; infinity can only be a fault and is refused. */
function encodeCell(cell: Exclude<Cell, string>, table: string, column: string): string {
  if (cell === undefined) return "";
  if (typeof cell === "number") {
    if (Number.isNaN(cell)) return "";
    if (!Number.isFinite(cell)) throw new RangeError(`invalid ${column} ${cell} in table ${table}, must be finite`);
    return cell === 0 ? "0" : String(cell);
  }
  return cell ? "true" : "false";
}
