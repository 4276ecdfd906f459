import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUGS } from "./bugs.ts";
import { tortureWithCombinations } from "./combinations.ts";
import { tortureWithFuzz } from "./fuzz.ts";
import { tortureWithKills } from "./kills.ts";
import { tortureWithSignals } from "./signals.ts";
import { type Finding, openStage, type Stage } from "./stage.ts";
import { tortureWithWriteFaults } from "./write-faults.ts";

// The short version of `npm run torture`.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(240);
}, 300_000);
afterAll(() => stage?.remove());

/** Nothing broke, and everything that was to happen did: these figures are at least so large. */
function expectUnbroken({ broken, figures }: Finding, least: Readonly<Record<string, number>>): void {
  expect(broken).toEqual([]);
  for (const [name, number] of Object.entries(least)) {
    expect(Number(figures[name]), name).toBeGreaterThanOrEqual(number);
  }
}

describe("a run is not lost, and never wrong,", () => {
  test("when it is killed", async () => {
    expectUnbroken(await tortureWithKills(stage, 3, 7), { SIGKILLs: 3 });
  }, 600_000);
  test("when a file operation fails", async () => {
    const found = await tortureWithWriteFaults(stage, 120);
    expectUnbroken(found, { "faults injected": 5, "file operations of a run": 100 });
  }, 600_000);
  test("when it is asked to stop", async () => {
    expectUnbroken(await tortureWithSignals(stage, 3, 800), { stopped: 1, "resumed by the command printed": 1 });
  }, 600_000);
  test("however it is cut and put together", async () => {
    const found = await tortureWithCombinations(stage, 6, 7);
    expectUnbroken(found, { combinations: 6, studies: 2, "breaks and resumes": 1, "hashes compared": 100 });
  }, 600_000);
  test("whatever it is given to read", async () => {
    const found = await tortureWithFuzz(stage, 200, 7);
    expectUnbroken(found, { files: 200 });
    expect(found.figures["exit codes"]).toMatch(/^0: \d+, 65: \d+$/);
  }, 600_000);
});

// `npm run plant` takes too long for every day; bugs that no longer fit the code would be found out by nobody.
test.each(BUGS.map((bug) => [bug.name, bug] as const))(
  "the bug '%s' can still be planted",
  (_, { file, find, put }) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    expect(text.split(find)).toHaveLength(2);
    expect(put).not.toBe(find);
  },
);
