import { expect, test } from "vitest";
import { memoryIn } from "../../../src/model/outcome-memory.ts";

test("arrays lie side by side, zero whatever was there, and apart where there is no room", () => {
  const buffer = new ArrayBuffer(64);
  new Uint8Array(buffer).fill(255);
  const memory = memoryIn(buffer);
  const arrays = [memory.floats(2), memory.integers(3), memory.floats(3), memory.floats(2), memory.integers(1)];
  expect(arrays.map((array) => array.length)).toEqual([2, 3, 3, 2, 1]);
  expect(arrays.every((array) => array.every((value) => value === 0))).toBe(true);
  expect(arrays.map((array) => array.buffer === buffer)).toEqual([true, true, true, false, false]);
  expect(arrays.slice(0, 3).map(({ byteOffset }) => byteOffset)).toEqual([0, 16, 32]);
  expect(memory.wantedBytes).toBe(16 + 16 + 24 + 16 + 8);
  const enough = memoryIn(new ArrayBuffer(memory.wantedBytes));
  for (const length of [2, 2, 3, 2, 1]) expect(enough.floats(length).buffer.byteLength).toBe(memory.wantedBytes);
});
