import { existsSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toArray } from "../../../src/aggregate/column.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { openOutcomeStore } from "../../../src/outputs/outcome-store.ts";
import { temporaryFolder } from "../run/folders.ts";

let path: string;
let removeFolder: () => void;
beforeEach(() => {
  path = join(
    temporaryFolder((remove) => {
      removeFolder = remove;
    }),
    "outcomes.f64",
  );
});
afterEach(() => removeFolder());

/** A value that says where it belongs. */
const valueAt = (row: number, design: number, metric: number): number => row * 1e6 + design * 1e3 + metric + 0.5;

function blockOf(from: number, to: number, designs: number): Float64Array {
  const values = new Float64Array((to - from) * designs * METRICS.length);
  let at = 0;
  for (let row = from; row < to; row++) {
    for (let design = 0; design < designs; design++) {
      for (let metric = 0; metric < METRICS.length; metric++) values[at++] = valueAt(row, design, metric);
    }
  }
  return values;
}

describe("the store of outcomes", () => {
  // A chunk is 4096 rows.
  test.each([
    [0, 16],
    [1, 16],
    [4095, 16],
    [4096, 16],
    [4097, 16],
    [4100, 1000],
    [8191, 4096],
    [8192, 4096],
    [8193, 5000],
    [12_289, 12_289],
  ])("gives back every column of %i rows, added %i at a time", async (rows, atOnce) => {
    const designs = 2;
    const store = await openOutcomeStore(path, designs);
    for (let from = 0; from < rows; from += atOnce) {
      await store.append(blockOf(from, Math.min(rows, from + atOnce), designs));
    }
    for (const [design, metric] of [
      [0, 0],
      [0, METRICS.length - 1],
      [1, 0],
      [1, METRICS.length - 1],
    ]) {
      const column = toArray(store.readColumn(design, metric));
      expect(column.length).toBe(rows);
      expect(column.findIndex((value, row) => value !== valueAt(row, design, metric))).toBe(-1);
    }
    await store.discard();
    expect(existsSync(path)).toBe(false);
  });

  test("holds many designs, and every column is another", async () => {
    const designs = 23;
    const store = await openOutcomeStore(path, designs);
    await store.append(blockOf(0, 4099, designs));
    for (let design = 0; design < designs; design++) {
      const column = toArray(store.readColumn(design, 5));
      expect([column[0], column[4095], column[4096], column[4098]]).toEqual(
        [0, 4095, 4096, 4098].map((row) => valueAt(row, design, 5)),
      );
    }
    await store.discard();
  });

  test("keeps NaN, infinities and the sign of zero, and gives columns away for good", async () => {
    const special = [Number.NaN, Number.NEGATIVE_INFINITY, -0, 5e-324];
    const store = await openOutcomeStore(path, 1);
    await store.append(
      Float64Array.from({ length: METRICS.length * 4 }, (_, at) => special[Math.floor(at / METRICS.length)]),
    );
    const column = toArray(store.readColumn(0, 3));
    expect([...column]).toEqual(special);
    column.fill(7);
    expect([...toArray(store.readColumn(0, 3))]).toEqual(special);
    await store.discard();
  });

  test("can be read in between and go on", async () => {
    const store = await openOutcomeStore(path, 1);
    await store.append(blockOf(0, 5000, 1));
    expect(store.readColumn(0, 1).length).toBe(5000);
    await store.append(blockOf(5000, 9000, 1));
    const column = toArray(store.readColumn(0, 1));
    expect(column.findIndex((value, row) => value !== valueAt(row, 0, 1))).toBe(-1);
    expect(column.length).toBe(9000);
    await store.discard();
  });

  test("says so when its file has been cut short", async () => {
    const store = await openOutcomeStore(path, 1);
    await store.append(blockOf(0, 4096, 1));
    truncateSync(path, 1000);
    expect(() => toArray(store.readColumn(0, METRICS.length - 1))).toThrow("is cut short");
    await store.discard();
  });
});
