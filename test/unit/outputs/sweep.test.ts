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
