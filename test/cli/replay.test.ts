import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { FULL_STUDY } from "../unit/config/full-study.ts";
import { breakwater, editedStudy, folder, studyFile, TWO_NODE } from "./cli.ts";

const snakeCase = (name: string): string => name.replace(/([A-Z])/g, "_$1").toLowerCase();

/** Rows of a table of a run as text, by column. */
function readTable(path: string, table: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(join(path, "data", `${table}.csv`), "utf8")
    .trimEnd()
    .split("\n");
  const columns = head.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((cell, index) => [columns[index], cell])));
}

/** Metrics as replay prints them, in the words of a table of results. */
function readTotals(stdout: string): Record<string, string> {
  const [, totals] = stdout.split("Totals, as in fact_outcome\n");
  const lines = [...totals.matchAll(/^│ (\w+) +│ +(\S+) │/gm)].filter(([, name]) => name !== "metric");
  return Object.fromEntries(lines.map(([, name, value]) => [snakeCase(name), value === "n/a" ? "" : value]));
}

describe.each([
  ["the smallest study", () => TWO_NODE, ["lean", "buffered"], 60],
  ["a study with hazards of every kind", () => studyFile(FULL_STUDY, "full.yaml"), ["plain", "guarded"], 24],
] as const)("a replay of %s", (_, file, designs, scenarios) => {
  const path = join(folder, `run-${scenarios}`);
  let study: string;
  let outcomes: Record<string, string>[];
  beforeAll(async () => {
    study = file();
    const run = await breakwater([
      "run",
      study,
      "--scenarios",
      String(scenarios),
      "--workers",
      "2",
      "--seed",
      "5",
      "--out",
      path,
    ]);
    expect(run.code).toBe(0);
    outcomes = readTable(path, "fact_outcome");
  });

  test("has the totals of the batch's row, to the last digit, in both designs", async () => {
    const disruptions = readTable(path, "fact_disruption");
    const struck = [...new Set(disruptions.map((row) => row.scenario_id))].slice(0, 2);
    const calm = [...Array(scenarios).keys()]
      .map(String)
      .filter((index) => !disruptions.some((row) => row.scenario_id === index));
    expect(struck.length).toBe(2);
    for (const scenario of [...struck, ...calm.slice(0, 1)]) {
      await Promise.all(
        designs.map(async (design, index) => {
          const args = ["replay", study, "--design", design, "--scenario", scenario, "--seed", "5"];
          const { code, stdout, stderr } = await breakwater(args);
          expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
          const { scenario_id, design_id, ...row } = outcomes[Number(scenario) * designs.length + index];
          expect({ scenario_id, design_id }).toEqual({ scenario_id: scenario, design_id: String(index) });
          expect(readTotals(stdout)).toEqual(row);
        }),
      );
    }
  });

  test("as JSON has the disruptions and the totals of the batch", async () => {
    const [{ scenario_id: scenario }] = readTable(path, "fact_disruption");
    const own = readTable(path, "fact_disruption").filter((row) => row.scenario_id === scenario);
    const { code, stdout } = await breakwater([
      "replay",
      study,
      "--design",
      designs[1],
      "--scenario",
      scenario,
      "--seed",
      "5",
      "--json",
    ]);
    expect(code).toBe(0);
    const replay = JSON.parse(stdout);
    expect(replay).toMatchObject({ design: designs[1], scenario: Number(scenario) });
    expect(replay.disruptions.map((item: { onsetDay: number }) => String(item.onsetDay))).toEqual(
      own.map((row) => row.onset_day),
    );
    const row = outcomes[Number(scenario) * designs.length + 1];
    for (const [name, value] of Object.entries(replay.outcome)) {
      expect(value === null ? "" : String(value), name).toBe(row[snakeCase(name)]);
    }
    expect(replay.days.map(({ day }: { day: number }) => day)).toEqual(
      replay.days.map((_: unknown, index: number) => index),
    );
  });
});

describe("a replay prints", () => {
  test("what struck and what the design did, and the days that were disturbed", async () => {
    const full = studyFile(FULL_STUDY, "story.yaml");
    const { stdout } = await breakwater(["replay", full, "--design", "plain", "--scenario", "0"]);
    expect(stdout).toMatch(
      /^Scenario 0 of seed 1, design plain\n\n(day .*\n)*day +3 {2}quake \(site-outage\) strikes at severity 0\.500 to the horizon\n/,
    );
    expect(stdout).toMatch(/\nday +31 {2}ban \(export-ban\) strikes at severity 1\.00 for 60 days\n/);
    expect(stdout).toMatch(/\nday +3 {2}capacity 50\.0 %: mine\/ore\n/);
  });

  test("what set a disruption off, as fact_disruption says", async () => {
    const text = FULL_STUDY.replace("arrival: { probability: 0.5 }", "arrival: { triggeredOnly: true }").replace(
      "arrival: { days: [3, 40] }",
      "arrival: { days: [3] }\n    triggers: [{ hazard: strike, delayDays: 6 }]",
    );
    const study = studyFile(text, "ladder.yaml");
    const { stdout } = await breakwater(["replay", study, "--design", "plain", "--scenario", "0"]);
    expect(stdout).toMatch(/\nday +9 {2}strike \(port-closure\) .* set off\s+by quake of day 3\n/);
    const path = join(folder, "ladder");
    await breakwater(["run", study, "--scenarios", "3", "--out", path]);
    const rows = readTable(path, "fact_disruption").filter((row) => row.scenario_id === "0");
    const hazards = readTable(path, "dim_hazard").map((row) => row.hazard);
    const strike = rows.find((row) => hazards[Number(row.hazard_id)] === "strike");
    const cause = rows.find((row) => row.disruption_id === strike?.triggered_by_disruption_id);
    expect(hazards[Number(cause?.hazard_id)]).toBe("quake");
    expect(cause?.triggered_by_disruption_id).toBe("");
  });

  test("that nothing was disturbed, where nothing was; every day where they are asked for", async () => {
    const quiet = studyFile(FULL_STUDY.replace(/hazards:\n[\s\S]*designs:\n/, "designs:\n"), "quiet.yaml");
    const calm = await breakwater(["replay", quiet, "--design", "plain", "--scenario", "3"]);
    expect(calm.stdout).toContain("No day was disturbed.");
    const all = await breakwater(["replay", quiet, "--design", "plain", "--scenario", "3", "--all-days"]);
    for (const day of [0, 50, 99]) expect(all.stdout).toMatch(new RegExp(`\\n│ ${day} +│ 100\\.0 % │`));
    expect(all.stdout).not.toMatch(/\n│ 100 +│/);
  });
});

test("a replay under random demand shows what was wanted day by day", async () => {
  const noisy = editedStudy(["unmet: lost }", "unmet: lost, demandNoise: { cv: 0.4 } }"]);
  const show = (study: string) =>
    breakwater(["replay", study, "--design", "lean", "--scenario", "0", "--all-days"]).then(({ stdout }) => stdout);
  const [plain, random] = await Promise.all([show(TWO_NODE), show(noisy)]);
  expect(plain).not.toMatch(/│ *demand │ *served │/);
  expect(random).toMatch(/│ *demand │ *served │/);
  const wanted = [...random.matchAll(/^│ *\d+ +│ *[\d.]+ % │ *[\d.]+ │ *(\S+?) *│/gm)].map(([, usd]) => usd);
  expect(wanted).toHaveLength(200);
  expect(new Set(wanted).size).toBeGreaterThan(100);
});
