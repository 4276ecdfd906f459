import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inline } from "../../../src/executors/inline.ts";
import { exportRun } from "../../../src/outputs/export-run.ts";
import type { Manifest } from "../../../src/outputs/manifest.ts";
import { readTable } from "../../../src/outputs/read-table.ts";
import { RESULT_TABLES } from "../../../src/outputs/tables/index.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "../run/folders.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const folder = temporaryFolder(afterAll);
const run = join(folder, "run");
let manifest: Manifest;
type Row = Record<string, unknown>;

beforeAll(async () => {
  ({ manifest } = await runStudy(parseInput(harbourStudy({})), { executor: inline, workers: 0, out: run }));
});

/** Rows of a table as strings of bits: what a loader must give back. */
async function expected(name: string): Promise<string[]> {
  const table = RESULT_TABLES.find((item) => item.name === name);
  if (table === undefined) throw new Error(`unknown table ${name}`);
  const rows = await readTable(run, table);
  return (rows ?? []).map((row) => table.columns.map((column) => bits(row[column.name])).join("|"));
}

function bits(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "bigint") return bits(Number(value));
  if (typeof value !== "number") return `${typeof value}:${String(value)}`;
  return Buffer.from(new Float64Array([value]).buffer).toString("hex");
}

async function compareDatabase(path: string, script?: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    if (script !== undefined) {
      await connection.run(`SET file_search_path = '${run}'`);
      await connection.run(script);
    }
    for (const { name, columns, primaryKey } of RESULT_TABLES) {
      const described = await connection.runAndReadAll(`DESCRIBE ${name}`);
      const types = { integer: "BIGINT", number: "DOUBLE", boolean: "BOOLEAN", string: "VARCHAR" };
      expect(described.getRowObjects().map((row) => [row.column_name, row.column_type])).toEqual(
        columns.map((column) => [column.name, types[column.type]]),
      );
      const result = await connection.runAndReadAll(`SELECT * FROM ${name}`);
      const found = (result.getRowObjects() as Row[]).map((row) =>
        columns.map((column) => bits(row[column.name])).join("|"),
      );
      expect(primaryKey.length).toBeGreaterThan(0);
      expect(found.sort(), name).toEqual((await expected(name)).sort());
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe("the tables of a run elsewhere", () => {
  test("load.sql gives DuckDB every table with its types, every row, null and bit", async () => {
    await compareDatabase(":memory:", readFileSync(join(run, "load.sql"), "utf8"));
  });

  test("the queries of docs/bi.md answer from what load.sql loads", async () => {
    const page = readFileSync(new URL("../../../docs/bi.md", import.meta.url), "utf8");
    const queries = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(([, text]) => text.trim().split(/;\n*/));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    try {
      await connection.run(`SET file_search_path = '${run}'`);
      await connection.run(readFileSync(join(run, "load.sql"), "utf8"));
      const asked = queries.filter((text) => text !== "");
      expect(asked.length).toBeGreaterThanOrEqual(2);
      for (const query of asked) expect((await connection.runAndReadAll(query)).getRowObjects(), query).not.toEqual([]);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });

  test("run.duckdb holds the same", async () => {
    await compareDatabase(await exportRun(run, manifest, "duckdb"));
  });

  test("Parquet files hold the same, with integers as integers", async () => {
    const target = await exportRun(run, manifest, "parquet");
    for (const { name, columns } of RESULT_TABLES) {
      const content = readFileSync(join(target, `${name}.parquet`));
      const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
      const found = (await parquetReadObjects({ file })) as Row[];
      expect(
        found.map((row) => columns.map((column) => bits(row[column.name])).join("|")),
        name,
      ).toEqual(await expected(name));
      const integer = columns.find((column) => column.type === "integer");
      const first = found.find((row) => integer !== undefined && row[integer.name] != null);
      if (integer !== undefined && first !== undefined) expect(typeof first[integer.name]).toBe("bigint");
    }
  });

  test("copies for spreadsheets differ in the mark at the start and the ends of lines only", async () => {
    const target = await exportRun(run, manifest, "excel");
    for (const { name } of RESULT_TABLES) {
      const copy = readFileSync(join(target, `${name}.csv`), "utf8");
      expect(copy.startsWith("\ufeff")).toBe(true);
      expect(copy.endsWith("\r\n")).toBe(true);
      expect(copy.slice(1).replaceAll("\r\n", "\n")).toBe(readFileSync(join(run, "data", `${name}.csv`), "utf8"));
    }
  });

  test("load.pq names every file and every column with its type", () => {
    const script = readFileSync(join(run, "load.pq"), "utf8");
    for (const { path } of manifest.files) expect(script).toContain(`"${path}"`);
    for (const { name, columns } of RESULT_TABLES) {
      const line = script.split("\n").find((text) => text.trimStart().startsWith(`${name} = Load(`));
      for (const column of columns) expect(line, `${name}.${column.name}`).toContain(`{"${column.name}", `);
    }
    expect(script).toContain('"en-US"');
  });
});
