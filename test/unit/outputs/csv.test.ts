import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeHeader, encodeRows } from "../../../src/outputs/csv.ts";
import { type Cell, defineTable, snakeCase, type TableColumn } from "../../../src/outputs/table.ts";
import { parseCsv } from "../run/parse-csv.ts";

/** A table whose rows are lists of cells. */
function tableOf(types: readonly TableColumn<readonly Cell[]>["type"][]) {
  return defineTable<readonly Cell[]>({
    name: "things",
    description: "Things.",
    primaryKey: ["c0"],
    foreignKeys: {},
    columns: types.map((type, index) => ({ name: `c${index}`, type, description: "", cell: (row) => row[index] })),
  });
}

const numbers = tableOf(["number"]);
const cellOf = (value: Cell): string => encodeRows(tableOf(["string", "string"]), [["x", value]]).slice(2, -1);

describe("a CSV file", () => {
  test("has its header, and ends it with LF, also without rows", () => {
    expect(encodeHeader(tableOf(["integer", "string"]))).toBe("c0,c1\n");
    expect(encodeRows(tableOf(["integer", "string"]), [])).toBe("");
  });

  test("ends every row with LF, the last one too, and never with CR LF", () => {
    expect(
      encodeRows(tableOf(["integer", "number"]), [
        [1, 0.5],
        [2, -3],
      ]),
    ).toBe("1,0.5\n2,-3\n");
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [0.1, "0.1"],
    [1 / 3, "0.3333333333333333"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e21, "1e+21"],
    [123456789012345680000, "123456789012345680000"],
    [5e-324, "5e-324"],
    [Number.MAX_VALUE, "1.7976931348623157e+308"],
    [-1.5, "-1.5"],
    [Number.NaN, ""],
  ])("writes the number %d as %s", (value, text) => {
    expect(encodeRows(tableOf(["string", "number"]), [["x", value]])).toBe(`x,${text}\n`);
  });

  test("says of numbers and flags what csv-stringify says of them", () => {
    const cells = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(undefined));
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells, cells)), (rows) => {
        const asText = tableOf(["number", "boolean", "string"]); // a column of text: the package writes
        expect(encodeRows(tableOf(["number", "boolean", "integer"]), rows)).toBe(encodeRows(asText, rows));
      }),
    );
  });

  test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %d and says where", (value) => {
    expect(() => encodeRows(numbers, [[value]])).toThrow(
      new RangeError(`invalid c0 ${value} in table things, must be finite`),
    );
  });

  test.each([
    [true, "true"],
    [false, "false"],
    [undefined, ""],
    ["", ""],
    ["plain text", "plain text"],
    [" spaces stay ", " spaces stay "],
    ["1,000", '"1,000"'],
    ['the "best"', '"the ""best"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["an old\rMac", '"an old\rMac"'],
    ["semi;colon|pipe\ttab'", "semi;colon|pipe\ttab'"],
    ["Zürich 東京 🚢", "Zürich 東京 🚢"],
    ["null", "null"],
    ["-1.5", "-1.5"],
  ])("writes %j as %s: quotes only where RFC 4180 needs them", (value, text) => {
    expect(cellOf(value)).toBe(text);
  });

  test("gives every finite double back to the bit, in the shortest text that does", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = encodeRows(numbers, [[value]]).slice(0, -1);
        expect(Object.is(Number(text), value + 0)).toBe(true);
        expect(text).not.toMatch(/[",\s]/);
        // One digit less must give another double.
        const digits = text.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
        if (digits > 1) expect(Number(value.toPrecision(digits - 1))).not.toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  test("gives any text back, whatever is in it", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a") }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1 }), (rows) => {
        const encoded = encodeRows(tableOf(["string", "string", "string"]), rows);
        expect(parseCsv(encoded)).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});

describe("column names", () => {
  test.each([
    ["lostRevenueUsd", "lost_revenue_usd"],
    ["minServiceLevel", "min_service_level"],
    ["impacted", "impacted"],
    ["p95IfImpacted", "p95_if_impacted"],
  ])("of %s are %s", (name, snake) => {
    expect(snakeCase(name)).toBe(snake);
  });
});
