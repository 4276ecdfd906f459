import { expect, test } from "vitest";
import { parseCsv } from "../../../src/outputs/read-table.ts";

test("CSV is read back as it was written: quotes, commas and lines inside cells, empty cells at the end", () => {
  expect(parseCsv('a,b\n"x, ""y""\nz",\n,2\n')).toEqual([
    ["a", "b"],
    ['x, "y"\nz', ""],
    ["", "2"],
  ]);
  expect(parseCsv("a,b\n1,")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
  expect(parseCsv("")).toEqual([]);
});
