import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MOST_ROWS_PER_FILE, openCsv } from "../../../src/outputs/csv-writer.ts";
import { defineTable } from "../../../src/outputs/table.ts";
import { filesIn, temporaryFolder } from "../run/folders.ts";

const table = defineTable<number>({
  name: "things",
  description: "Things.",
  primaryKey: ["thing_id"],
  foreignKeys: {},
  columns: [
    { name: "thing_id", type: "integer", description: "", cell: (row) => row },
    { name: "is_odd", type: "boolean", description: "", cell: (row) => row % 2 === 1 },
  ],
});

let folder: string;
let removeFolder: () => void;
beforeEach(() => {
  folder = temporaryFolder((remove) => {
    removeFolder = remove;
  });
  mkdirSync(join(folder, "data"));
});
afterEach(() => removeFolder());

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const linesOf = (rows: readonly number[]): string => rows.map((row) => `${row},${row % 2 === 1}\n`).join("");
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("a table", () => {
  test("leaves room for its header in a spreadsheet", () => {
    expect(MOST_ROWS_PER_FILE).toBeLessThan(1_048_576);
  });

  test("is one file of header and rows", async () => {
    const writer = await openCsv(folder, table);
    await writer.write(numbers(0, 3));
    await writer.write([]);
    await writer.write(numbers(3, 5));
    expect(filesIn(folder)).toEqual(["data/things.csv.partial"]);
    const files = await writer.commit();
    const text = `thing_id,is_odd\n${linesOf(numbers(0, 5))}`;
    expect(filesIn(folder)).toEqual(["data/things.csv"]);
    expect(read("data/things.csv")).toBe(text);
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(files).toEqual([{ table: "things", path: "data/things.csv", rows: 5, bytes: text.length, sha256 }]);
  });

  test("without rows is its header", async () => {
    const writer = await openCsv(folder, table);
    expect(await writer.commit()).toMatchObject([{ rows: 0 }]);
    expect(read("data/things.csv")).toBe("thing_id,is_odd\n");
  });

  test.each([
    [10, 10, 1],
    [10, 11, 2],
    [10, 20, 2],
    [10, 21, 3],
    [1, 5, 5],
    [7, 100, 15],
  ])("of at most %i rows a file: %i rows are %i files", async (mostRows, count, parts) => {
    for (const atOnce of new Set([1, 3, mostRows, count])) {
      const name = `things-${atOnce}`;
      const writer = await openCsv(folder, { ...table, name }, mostRows);
      for (let from = 0; from < count; from += atOnce)
        await writer.write(numbers(from, Math.min(count, from + atOnce)));
      const files = await writer.commit();
      expect(files).toHaveLength(parts);
      if (parts === 1) expect(files[0].path).toBe(`data/${name}.csv`);
      else {
        expect(existsSync(join(folder, `data/${name}.csv`))).toBe(false);
        expect(files.map((file) => file.path)).toEqual(
          Array.from({ length: parts }, (_, part) => `data/${name}/part-${String(part).padStart(5, "0")}.csv`),
        );
      }
      let next = 0;
      for (const { path, rows, bytes, sha256 } of files) {
        const text = read(path);
        expect(rows).toBeGreaterThan(0);
        expect(rows).toBeLessThanOrEqual(mostRows);
        expect(text).toBe(`thing_id,is_odd\n${linesOf(numbers(next, next + rows))}`);
        expect({ bytes, sha256 }).toEqual({
          bytes: text.length,
          sha256: createHash("sha256").update(text).digest("hex"),
        });
        next += rows;
      }
      expect(next).toBe(count);
      expect(filesIn(folder).filter((path) => path.endsWith(".partial"))).toEqual([]);
    }
  });

  test("that is discarded leaves no part under way, and no file under its own name", async () => {
    const writer = await openCsv(folder, table, 2);
    await writer.write(numbers(0, 5));
    await writer.discard();
    expect(filesIn(folder)).toEqual(["data/things/part-00000.csv", "data/things/part-00001.csv"]);
    const other = await openCsv(folder, { ...table, name: "others" });
    await other.write(numbers(0, 5));
    await other.discard();
    expect(filesIn(folder).filter((path) => path.includes("others"))).toEqual([]);
  });
});
