import { encodeHeader, encodeRows } from "../outputs/csv.ts";
import { writeDurable } from "../outputs/durable-file.ts";
import type { Table } from "../outputs/table.ts";
import { count, notify } from "./format.ts";

/** Writes a table to a CSV file of its own and says so. A file of that name is replaced, once the new one is whole. */
export async function writeTable<Row>(path: string, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  await writeDurable(path, encodeHeader(table) + encodeRows(table, rows));
  notify(`${count(rows.length, "row")} in ${path}`);
}
