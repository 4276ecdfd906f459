import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, EXIT } from "../errors.ts";
import { openDurable } from "./durable-file.ts";
import { LOAD_SQL_FILE } from "./load-scripts.ts";
import type { Manifest } from "./manifest.ts";
import { parseCsv } from "./read-table.ts";
import { streamRecords } from "./stream-records.ts";
import type { Cell } from "./table.ts";
import { RESULT_TABLES } from "./tables/index.ts";

/** Copies of a run's tables in other formats; nothing in them differs from the CSV. */
export const EXPORT_FORMATS = ["excel", "parquet", "duckdb"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Rows of a Parquet row group. */
const GROUP_ROWS = 100_000;
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Writes a finished run in another format below its folder.
 *
 * @returns the path of what was written
 * @throws CommandError 69 where the package a format needs is not installed
 */
export async function exportRun(folder: string, manifest: Manifest, format: ExportFormat): Promise<string> {
  if (format === "duckdb") return exportDuckdb(folder);
  const target = join(folder, format);
  await mkdir(target, { recursive: true });
  for (const { path } of manifest.files) {
    const name = path.replace(/^data\//, "").replaceAll("/", "-");
    if (format === "excel") await copyForExcel(join(folder, path), join(target, name));
    else await copyToParquet(folder, path, join(target, name.replace(/\.csv$/, ".parquet")));
  }
  return target;
}

/** CSV as spreadsheets open it by double click: with a byte order mark, lines ended by CR LF. */
async function copyForExcel(from: string, to: string): Promise<void> {
  const file = await openDurable(to);
  try {
    await file.write(BYTE_ORDER_MARK);
    for await (const records of streamRecords(from)) await file.write(`${records.join("\r\n")}\r\n`);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

const PARQUET_TYPES = { integer: "INT64", number: "DOUBLE", boolean: "BOOLEAN", string: "STRING" } as const;

async function copyToParquet(folder: string, path: string, to: string): Promise<void> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const table = RESULT_TABLES.find(({ name }) => new RegExp(`^data/${name}[./]`).test(path));
  if (table === undefined) throw new CommandError(EXIT.invalidStudy, `unknown table ${path} in ${folder}`);
  const bytes = new ByteWriter();
  const { columns } = table;
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: "OPTIONAL" as const,
        ...(type === "string"
          ? { type: "BYTE_ARRAY" as const, converted_type: "UTF8" as const }
          : { type: PARQUET_TYPES[type] as "INT64" | "DOUBLE" | "BOOLEAN" }),
      })),
    ],
  });
  let rows: string[][] = [];
  const flush = (): void => {
    writer.write({
      columnData: columns.map(({ name, type }, at) => ({ name, data: rows.map((row) => toValue(row[at], type)) })),
    });
    rows = [];
  };
  let isHeader = true;
  const file = await openDurable(to);
  try {
    for await (const records of streamRecords(join(folder, path))) {
      const own = isHeader ? records.slice(1) : records;
      isHeader = false;
      if (own.length > 0) rows = rows.concat(parseCsv(`${own.join("\n")}\n`));
      if (rows.length >= GROUP_ROWS) flush();
    }
    flush();
    writer.finish();
    await file.write(new Uint8Array(bytes.getBuffer()));
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

function toValue(text: string, type: keyof typeof PARQUET_TYPES): Exclude<Cell, undefined> | bigint | null {
  if (text === "") return null;
  if (type === "integer") return BigInt(text);
  if (type === "number") return Number(text);
  return type === "boolean" ? text === "true" : text;
}

async function exportDuckdb(folder: string): Promise<string> {
  const target = join(folder, "run.duckdb");
  const { readFile, rm } = await import("node:fs/promises");
  let duckdb: typeof import("@duckdb/node-api");
  try {
    duckdb = await import("@duckdb/node-api");
  } catch {
    throw new CommandError(
      EXIT.unavailable,
      `missing package @duckdb/node-api, which --duckdb needs: npm install @duckdb/node-api; or use ${LOAD_SQL_FILE} with the duckdb program`,
    );
  }
  const script = await readFile(join(folder, LOAD_SQL_FILE), "utf8");
  await rm(target, { force: true });
  const instance = await duckdb.DuckDBInstance.create(target);
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder.replaceAll("'", "''")}'`);
    await connection.run(script);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return target;
}
