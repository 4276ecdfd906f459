import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

const expectUnbroken = ({ broken }: Finding): void => expect(broken).toEqual([]);

describe("a run is not lost, and never wrong,", () => {
  test("when it is killed", async () => expectUnbroken(await tortureWithKills(stage, 3, 7)), 600_000);
  test("when a file operation fails", async () => expectUnbroken(await tortureWithWriteFaults(stage, 8, 7)), 600_000);
  test("when it is asked to stop", async () => expectUnbroken(await tortureWithSignals(stage, 3, 800)), 600_000);
  test(
    "however it is cut and put together",
    async () => expectUnbroken(await tortureWithCombinations(stage, 6, 7)),
    600_000,
  );
  test("whatever it is given to read", async () => expectUnbroken(await tortureWithFuzz(stage, 200, 7)), 600_000);
});
