import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, editedStudy, folder, studyFile, TWO_NODE, twoNode } from "./cli.ts";

describe.concurrent("check of a valid study", () => {
  test("prints what the designs cost, on stdout alone", async () => {
    const { code, stdout, stderr } = await breakwater(["check", TWO_NODE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Two nodes and a strait: valid. 2 designs, 1 hazard, 1 market, 2 sites, 1 lane.");
    // 5 to make, 1 to ship, 100 a day; goods of 9,000 and 18,000 at 10 % a year.
    expect(stdout).toMatch(/lean +│ +0\.0 % │ +\$602 │ +\$600 │ +\$2\.47 │/);
    expect(stdout).toMatch(/buffered +│ +0\.4 % │ +\$605 │ +\$600 │ +\$4\.93 │/);
    expect(stdout).not.toContain("plant-shop");
  });

  test("prints flows and capacities where they are asked for", async () => {
    const { stdout } = await breakwater(["check", TWO_NODE, "--flows"]);
    expect(stdout).toContain("Baseline flows of lean");
    expect(stdout).toMatch(/process +│ plant\/widget +│ +100\.00 │ +250\.00 │ 40\.0 %/);
    expect(stdout).toMatch(/lane +│ plant-shop +│ +100\.00 │ +200\.00 │ 50\.0 %/);
  });

  test("prints the same as JSON", async () => {
    const { code, stdout, stderr } = await breakwater(["check", TWO_NODE, "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { study, warnings, designs } = JSON.parse(stdout);
    expect({ study, warnings }).toEqual({ study: "two-node", warnings: [] });
    expect(designs).toMatchObject([
      { design: "lean", landedCostUsdPerDay: 600, goodsUsd: 9000, premiumPct: 0 },
      { design: "buffered", landedCostUsdPerDay: 600, goodsUsd: 18000 },
    ]);
  });

  test("prints what policies measure beside their limits, as text and as JSON", async () => {
    const policies = "policies: { tierRules: [{ tier: standard, minCoverDays: 5 }] }";
    const path = editedStudy(["lanes: [plant-shop]", `lanes: [plant-shop]\n    ${policies}`]);
    const { code, stdout } = await breakwater(["check", path]);
    expect(code).toBe(0);
    expect(stdout).toContain("Policies, at baseline");
    expect(stdout).toMatch(/lean +│ tierRules │ standard: the cover of 'shop\/widget' +│ 10 days │ at least 5 days │/);
    expect(stdout).toMatch(/buffered +│ tierRules │ standard: the cover of 'shop\/widget' +│ 25 days │/);
    const { designs } = JSON.parse((await breakwater(["check", path, "--json"])).stdout);
    expect(designs[1].policies).toMatchObject([{ policy: "tierRules", value: 25, sense: "at least", limit: 5 }]);
  });

  test("warns on stderr of a hazard that touches nothing", async () => {
    const path = editedStudy(
      ["chokepoints: [{ id: strait }]", "chokepoints: [{ id: strait }, { id: sound }]"],
      ["{ chokepoints: [strait] }", "{ chokepoints: [sound] }"],
    );
    const { code, stderr } = await breakwater(["check", path]);
    expect(code).toBe(0);
    expect(stderr).toBe("warning: hazard 'strait-blocked' touches nothing in any design of the study\n");
  });

  test("reads what other systems write: CR LF, a byte order mark, a file from a pipe's name", async () => {
    const windows = studyFile(`\uFEFF${twoNode.replaceAll("\n", "\r\n")}`);
    expect(await breakwater(["check", windows])).toMatchObject({ code: 0, stderr: "" });
  });
});

describe.concurrent("check of a study with mistakes ends with 65 and lists them on stderr", () => {
  test("all of them, each with its place, and how many they are", async () => {
    const path = editedStudy(
      ["horizonDays: 200", "horizonDay: 200"],
      ["mode: sea", "mode: see"],
      ["extends: lean", "extends: leen"],
    );
    expect(await breakwater(["check", path])).toMatchObject({
      code: 65,
      stdout: "",
      stderr:
        `${path}:8:3 settings.horizonDay: unknown key 'horizonDay', did you mean 'horizonDays'?\n` +
        `${path}:31:13 world.lanes[0].mode: unknown value 'see', must be one of sea, air, rail, road, pipeline, did you mean 'sea'?\n` +
        `${path}:53:14 designs[1].extends: unknown design 'leen', did you mean 'lean'?\n` +
        "3 problems; nothing was written\n",
    });
  });

  test("those of designs that do not work out", async () => {
    const path = editedStudy(["capacityUnitsPerDay: 250", "capacityUnitsPerDay: 99"]);
    const { code, stdout, stderr } = await breakwater(["check", path]);
    expect({ code, stdout }).toEqual({ code: 65, stdout: "" });
    expect(stderr).toContain(
      `${path}:22:58 world.sites[0].processes[0].capacityUnitsPerDay: invalid capacityUnitsPerDay 99, process 'plant/widget' must make 100 units a day at baseline in design 'lean'\n`,
    );
    expect(stderr).toMatch(/\n2 problems; nothing was written\n$/);
  });

  test("a single one", async () => {
    const { stderr } = await breakwater(["check", editedStudy(["seed: 1", "seed: .nan"])]);
    expect(stderr).toMatch(/\n1 problem; nothing was written\n$/);
  });

  test("run and replay say the same and write nothing", async () => {
    const path = editedStudy(["mode: sea", "mode: see"]);
    const cwd = join(folder, "untouched");
    mkdirSync(cwd);
    const check = await breakwater(["check", path], { cwd });
    const run = await breakwater(["run", path, "--out", "results/x"], { cwd });
    const replay = await breakwater(["replay", path, "--design", "lean", "--scenario", "0"], { cwd });
    for (const { code, stdout, stderr } of [run, replay])
      expect({ code, stdout, stderr }).toEqual({ code: 65, stdout: "", stderr: check.stderr });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe.concurrent("a study that cannot be read ends with 66", () => {
  test.each([
    ["a file that is not there", "nowhere/study.yaml", "missing study nowhere/study.yaml, there is no such file\n"],
    ["a folder", ".", "missing study ., it is a folder\n"],
    ["no name", "", "missing study , there is no such file\n"],
  ])("%s", async (_, path, stderr) => {
    expect(await breakwater(["check", path])).toMatchObject({ code: 66, stdout: "", stderr });
    expect(await breakwater(["run", path])).toMatchObject({ code: 66, stdout: "", stderr });
  });

  test("a file below a file", async () => {
    const { code, stderr } = await breakwater(["check", `${TWO_NODE}/study.yaml`]);
    expect(code).toBe(66);
    expect(stderr).toMatch(/^missing study .*ENOTDIR/);
  });
});
