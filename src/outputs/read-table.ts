import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Table } from "./table.ts";

/** A row of a table as it was written: cells by column name, empty ones undefined. */
export type ReadRow = Readonly<Record<string, number | string | boolean | undefined>>;

/** Reads a table of a run folder back, whole; undefined where the folder has none. Doubles come back to the bit. */
export async function readTable<Row>(folder: string, table: Table<Row>): Promise<ReadRow[] | undefined> {
  const texts = await readParts(join(folder, "data", table.name));
  return texts?.flatMap((text) => {
    const [header, ...records] = parseCsv(text);
    const types = new Map(table.columns.map(({ name, type }) => [name, type]));
    return records.map((record) =>
      Object.fromEntries(header.map((name, at) => [name, readCell(record[at], types.get(name))])),
    );
  });
}

async function readParts(path: string): Promise<string[] | undefined> {
  const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
  try {
    return [await readFile(`${path}.csv`, "utf8")];
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  try {
    const parts = (await readdir(path)).sort();
    return await Promise.all(parts.map((part) => readFile(join(path, part), "utf8")));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function readCell(text: string | undefined, type: string | undefined): number | string | boolean | undefined {
  if (text === undefined || text === "") return undefined;
  if (type === "boolean") return text === "true";
  return type === "string" || type === undefined ? text : Number(text);
}

/** Records of a CSV text as we write it: commas, LF, quotes where needed (RFC 4180). */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (let at = 0; at < text.length; ) {
    let cell = "";
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') {
          cell += '"';
          at += 1;
        } else break;
      }
      at += 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== "," && text[end] !== "\n") end += 1;
      cell = text.slice(at, end);
      at = end;
    }
    record.push(cell);
    const isEnd = text[at] !== ",";
    at += 1;
    if (isEnd) {
      records.push(record);
      record = [];
    } else if (at === text.length) records.push([...record, ""]);
  }
  return records;
}
