import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RICH } from "../unit/silos/files/joint.ts";
import { breakwater, folder, studyFile, TWO_NODE } from "./cli.ts";

const joint = studyFile(RICH, "joint.yaml");
const parts = join(folder, "parts");
const part = (name: string): string => join(parts, `${name}.yaml`);

beforeAll(async () => {
  expect(await breakwater(["silo", "split", joint, "--into", parts])).toMatchObject({ code: 0 });
  writeFileSync(join(parts, "notes.txt"), "not YAML: [");
  writeFileSync(join(parts, "other.yaml"), "another: file\n");
});

/** Edits a file for one test, and puts it back. */
async function withEdit(name: string, find: string, put: string, run: () => Promise<void>): Promise<void> {
  const text = readFileSync(part(name), "utf8");
  expect(text.split(find)).toHaveLength(2);
  writeFileSync(part(name), text.replace(find, put));
  await run().finally(() => writeFileSync(part(name), text));
}

describe("breakwater silo check", () => {
  test("proves that the files in a folder fit together, and counts what is shared and what is private", async () => {
    const { code, stdout, stderr } = await breakwater(["silo", "check", parts]);
    const idle = "warning: hazard 'boycott' touches nothing of party 'makers' in any design\n";
    expect({ code, stderr }).toEqual({ code: 0, stderr: idle });
    expect(stdout.replaceAll("\n", " ")).toContain(
      "sellers.yaml fit together: one contract, 2 boundary lanes claimed at both ends, 2 designs.",
    );
    expect(stdout).toMatch(/lanes between parties +│ +2 │/);
    expect(stdout).toMatch(/│ common hazards +│ +9 │\n│ of these, targets private +│ +1 │/);
    expect(stdout).toMatch(/│ makers +│ +2 │ +1 │ +0 │ +2 │ +0 │ +1 │ +1 │ +0 │/);
    expect(stdout).toMatch(/│ sellers +│ +1 │ +0 │ +2 │ +0 │ +1 │ +1 │ +0 │ +0 │/);
    const asJson = await breakwater(["silo", "check", part("makers"), part("sellers"), "--json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      contract: { boundaryLanes: 2, hazards: 9, hazardsElsewhere: 1, waysInDesigns: 7 },
      parties: [
        { party: "makers", sites: 2, lanesOut: 2 },
        { party: "sellers", markets: 1, lanesIn: 2 },
      ],
    });
  });

  test("holds one file against its contract", async () => {
    const { code, stdout } = await breakwater(["silo", "check", part("makers")]);
    expect(code).toBe(0);
    expect(stdout.replaceAll("\n", " ")).toContain(
      `${part("makers")} fits ${part("contract")}: 2 boundary lanes, 2 designs. Whether the others do, their files tell.`,
    );
    expect(stdout).not.toContain("sellers");
  });

  test("says what does not fit, where it stands, and ends with 65", async () => {
    await withEdit(
      "contract",
      "plain:\n        ways:\n          ship: { unitsPerDay: 10,",
      "plain:\n        ways:\n          ship: { unitsPerDay: 11,",
      async () => {
        const { code, stdout, stderr } = await breakwater(["silo", "check", parts]);
        expect({ code, stdout }).toEqual({ code: 65, stdout: "" });
        expect(stderr).toBe(
          `${part("contract")}:74:32 boundary[1].designs.plain.ways.ship.unitsPerDay: invalid value 11, by the file of the party it orders 10 (design 'plain', party 'sellers')\n1 problem; nothing was written\n`,
        );
      },
    );
    await withEdit("sellers", "id: boom", "id: boycott", async () => {
      const { code, stderr } = await breakwater(["silo", "check", parts]);
      expect(code).toBe(65);
      expect(stderr).toContain(
        "invalid duplicate, party 'makers' has a hazard 'boycott' as well; rename one of them\n1 problem",
      );
    });
  });

  test("tells problems of the contract once, whoever reads it", async () => {
    await withEdit("contract", "seed: 1", "seed: -1", async () => {
      const { code, stderr } = await breakwater(["silo", "check", parts]);
      expect(code).toBe(65);
      expect(stderr).toContain("settings.seed: invalid value -1");
      expect(stderr).toContain("\n1 problem; nothing was written\n");
    });
  });

  test("wants files of parties", async () => {
    expect(await breakwater(["silo", "check", TWO_NODE])).toMatchObject({
      code: 65,
      stderr: expect.stringContaining(
        ":1:1 invalid file, it is a whole study and not the part of one party; breakwater silo split makes these",
      ),
    });
    expect(await breakwater(["silo", "check", folder])).toMatchObject({
      code: 66,
      stderr: `missing files of parties in ${folder}, none there states silo\n`,
    });
    expect(await breakwater(["silo", "check", join(folder, "nowhere.yaml")])).toMatchObject({ code: 66, stdout: "" });
  });
});

test("breakwater check takes a party's file alone: what its designs cost and carry", async () => {
  const { code, stdout } = await breakwater(["check", part("makers"), "--flows"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Every list has an entry: makers: valid.");
  expect(stdout).toContain("2 sites, 3 lanes");
  expect(stdout).not.toContain("Landed cost");
  expect(stdout).toMatch(/│ lane +│ ship +│ +10\.000 │ +20\.000 │/);
});

test("a party whose file does not fit its contract does not begin to run", async () => {
  await withEdit("sellers", "capacityUnitsPerDay: 4 }", "capacityUnitsPerDay: 3 }", async () => {
    const { code, stdout, stderr } = await breakwater([
      "silo",
      "run",
      part("sellers"),
      "--via",
      `folder:${join(folder, "exchange")}`,
    ]);
    expect({ code, stdout }).toEqual({ code: 65, stdout: "" });
    expect(stderr).toContain(
      "invalid value 4, by the file of the party the lane carries 3 (design 'guarded', party 'sellers')\n",
    );
  });
});
