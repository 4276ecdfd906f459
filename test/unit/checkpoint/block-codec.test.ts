import { describe, expect, test } from "vitest";
import type { BlockOutcome } from "../../../src/batch.ts";
import { decodeBlock, encodeBlock } from "../../../src/checkpoint/block-codec.ts";
import { blockOf } from "./blocks.ts";

describe("a block as bytes", () => {
  test("comes back as it was, field by field, type by type, to the last bit", () => {
    const block = blockOf(16, 21);
    const { block: back, length } = decodeBlock(encodeBlock(block));
    expect(back).toEqual(block);
    expect(Object.keys(back)).toEqual(Object.keys(block));
    expect(Object.is(back.disruptions[2], -0)).toBe(true);
    expect(back.curveRows).toBeInstanceOf(Int32Array);
    expect(length).toBe(encodeBlock(block).length);
  });

  test("is the same bytes for the same block, also for arrays that are views of a larger buffer", () => {
    const block = blockOf(0, 5);
    const wide = new Float64Array(40);
    wide.set(block.outcomes, 9);
    const view = { ...block, outcomes: wide.subarray(9, 9 + block.outcomes.length) };
    expect(encodeBlock(view)).toEqual(encodeBlock(block));
  });

  test("may stand behind another one, anywhere in a buffer", () => {
    const [first, second] = [encodeBlock(blockOf(0, 3)), encodeBlock(blockOf(3, 4))];
    const bytes = Buffer.concat([Buffer.from("odd"), first, second]).subarray(3);
    const { block, length } = decodeBlock(bytes);
    expect(block).toEqual(blockOf(0, 3));
    expect(decodeBlock(bytes.subarray(length)).block).toEqual(blockOf(3, 4));
  });

  test("does not share memory with what it was read from", () => {
    const bytes = Buffer.from(encodeBlock(blockOf(0, 3)));
    const { block } = decodeBlock(bytes);
    bytes.fill(255);
    expect(block).toEqual(blockOf(0, 3));
  });

  test("is refused when it holds what is no number, or ends too early", () => {
    expect(() => encodeBlock({ ...blockOf(0, 1), note: "hello" } as BlockOutcome)).toThrow(
      "invalid block, its note is String",
    );
    const bytes = encodeBlock(blockOf(0, 3));
    expect(() => decodeBlock(bytes.subarray(0, bytes.length - 8))).toThrow("its priceUnits is cut short");
  });
});
