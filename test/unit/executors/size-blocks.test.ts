import { expect, test } from "vitest";
import { sizeBlocks } from "../../../src/executors/define.ts";

const settings = { blockScenarios: 16, horizonDays: 200 };

test("blocks are what the study says, and a multiple of it where a run is long and its scenarios are cheap", () => {
  expect(sizeBlocks(settings, [1, 1], 1000, 2)).toBe(16);
  expect(sizeBlocks(settings, [1, 1], 60_000, 2)).toBe(224);
  expect(sizeBlocks({ ...settings, blockScenarios: 100 }, [1, 1], 60_000, 2)).toBe(200);
  // With more workers they are smaller, so that all have some to the end.
  expect(sizeBlocks(settings, [1, 1], 100_000, 16)).toBe(48);
  // Of a large network a few scenarios are work enough.
  expect(sizeBlocks(settings, [1000, 2000], 100_000, 2)).toBe(16);
  expect(sizeBlocks(settings, [1, 1], 10_000_000, 2) * 2 * 9 * 200).toBeLessThanOrEqual(1_000_000);
});
