import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { encodeHeader, encodeRows } from "./csv.ts";
import { type DurableFile, openDurable, syncFolder, type WrittenFile } from "./durable-file.ts";
import type { Table } from "./table.ts";

/** A spreadsheet holds 1,048,576 rows with the header. */
export const MOST_ROWS_PER_FILE = 1_000_000;

/** Rows turned into text at a time: what is in memory of a table does not depend on how many are written at once. */
const ROWS_AT_ONCE = 250;

/** A committed file of a table. */
export interface TableFile extends WrittenFile {
  readonly table: string;
  /** Path inside the run folder. */
  readonly path: string;
  readonly rows: number;
}

/** Writes a table as CSV row by row: one file, or numbered parts in a folder once it grows past a million rows. */
export interface CsvWriter<Row> {
  write(rows: readonly Row[]): Promise<void>;
  commit(): Promise<TableFile[]>;
  discard(): Promise<void>;
}

/** Opens a table under `folder/data`. */
export async function openCsv<Row>(
  folder: string,
  table: Table<Row>,
  mostRows = MOST_ROWS_PER_FILE,
): Promise<CsvWriter<Row>> {
  const files: TableFile[] = [];
  const header = encodeHeader(table);
  const single = join("data", `${table.name}.csv`);
  const partPath = (part: number): string => join("data", table.name, `part-${String(part).padStart(5, "0")}.csv`);
  let path = single;
  let rowsInFile = 0;
  let file: DurableFile = await startFile();

  async function startFile(): Promise<DurableFile> {
    const opened = await openDurable(join(folder, path));
    await opened.write(header);
    rowsInFile = 0;
    return opened;
  }

  async function finishFile(): Promise<void> {
    files.push({ table: table.name, path, rows: rowsInFile, ...(await file.commit()) });
  }

  async function startPart(): Promise<void> {
    await finishFile();
    if (files.length === 1) {
      await mkdir(join(folder, "data", table.name));
      await rename(join(folder, single), join(folder, partPath(0)));
      await syncFolder(join(folder, "data"));
      files[0] = { ...files[0], path: partPath(0) };
    }
    path = partPath(files.length);
    file = await startFile();
  }

  return {
    async write(rows) {
      for (let from = 0; from < rows.length; ) {
        if (rowsInFile === mostRows) await startPart();
        const to = Math.min(rows.length, from + mostRows - rowsInFile, from + ROWS_AT_ONCE);
        await file.write(encodeRows(table, from === 0 && to === rows.length ? rows : rows.slice(from, to)));
        rowsInFile += to - from;
        from = to;
      }
    },
    async commit() {
      await finishFile();
      return files;
    },
    discard: () => file.discard(),
  };
}
