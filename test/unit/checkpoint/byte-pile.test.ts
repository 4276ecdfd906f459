import { expect, test } from "vitest";
import { createBytePile } from "../../../src/checkpoint/byte-pile.ts";

test("a pile grows with what is put on it, and starts anew in the same memory, all zero", () => {
  const pile = createBytePile();
  expect(pile.bytes).toHaveLength(0);
  pile.reserve(3).fill(1);
  pile.reserve(100).fill(2);
  expect([...pile.bytes]).toEqual([...new Uint8Array(3).fill(1), ...new Uint8Array(100).fill(2)]);
  const { buffer } = pile.bytes;
  pile.clear();
  expect(pile.bytes).toHaveLength(0);
  const again = pile.reserve(50);
  expect(again.buffer).toBe(buffer);
  expect(again.every((byte) => byte === 0)).toBe(true);
});
