import { describe, expect, test } from "vitest";
import { openNetworks, shareNetworks } from "../../../src/compile/share-networks.ts";
import { allocateColumns, columnsByteLength, viewColumns } from "../../../src/model/columns.ts";
import { compileFor } from "../../helpers/study.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const table = { a: ["f64", "n"], b: ["i32", "m"], c: ["f64", "m"], none: ["i32", "zero"], d: ["i32", "n"] } as const;
const dimensions = { n: 9, m: 3, zero: 0 };

describe("a table of columns", () => {
  test("lays its columns side by side, each on a cache line of its own", () => {
    // 72, 12, 24, 0 and 36 bytes on lines of 64.
    expect(columnsByteLength(table, dimensions)).toBe(128 + 64 + 64 + 0 + 64);
    const columns = allocateColumns(table, dimensions);
    expect(Object.values(columns).map((column) => [column.constructor.name, column.length, column.byteOffset])).toEqual(
      [
        ["Float64Array", 9, 0],
        ["Int32Array", 3, 128],
        ["Float64Array", 3, 192],
        ["Int32Array", 0, 256],
        ["Int32Array", 9, 256],
      ],
    );
  });

  test("shares no memory between columns", () => {
    const columns = allocateColumns(table, dimensions);
    for (const [index, column] of Object.values(columns).entries()) column.fill(index + 1);
    for (const [index, column] of Object.values(columns).entries()) {
      expect([...column]).toEqual(new Array(column.length).fill(index + 1));
    }
  });

  test("can lie anywhere in a buffer of somebody else", () => {
    const buffer = new ArrayBuffer(64 + columnsByteLength(table, dimensions));
    viewColumns(table, dimensions, buffer, 64).c[2] = 7;
    expect(new Float64Array(buffer)[(64 + 192) / 8 + 2]).toBe(7);
  });

  test("says which dimension is missing", () => {
    expect(() => allocateColumns(table, { n: 1, m: 1 })).toThrow("missing dimension 'zero' of column 'none'");
  });
});

describe("networks in a shared buffer", () => {
  test("are the same networks, side by side, and can be posted as they are", () => {
    const { study } = parseInput(harbourStudy());
    const networks = study.designs.map((design) => compileFor(study, design.id).network);
    const shared = structuredClone(shareNetworks(networks));
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(openNetworks(shared)).toEqual(networks);
  });
});
