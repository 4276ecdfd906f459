import { expect, test } from "vitest";
import { sweep } from "../../../src/outputs/sweep.ts";

const COLUMN_BYTES = 1024 * 1024;

test("columns that nobody holds any more do not pile up", () => {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let column = 0; column < 200; column++) {
    sweep(COLUMN_BYTES);
    new Float64Array(COLUMN_BYTES / 8).fill(column);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(most).toBeLessThan(24 * COLUMN_BYTES);
});

test("what has grown old on the heap is freed as well", () => {
  let held = Array.from({ length: 200_000 }, (_, index) => ({ index }));
  for (let times = 0; times < 3; times++) sweep(2 * COLUMN_BYTES); // survives, and is old
  const before = process.memoryUsage().heapUsed;
  expect(held.length).toBe(200_000);
  held = [];
  sweep(16 * COLUMN_BYTES);
  expect(before - process.memoryUsage().heapUsed).toBeGreaterThan(5 * COLUMN_BYTES);
});
