import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, folder, TWO_NODE } from "./cli.ts";

describe("attribute", () => {
  test("prints the parts of hazards, writes them, and gives the same for any number of workers", async () => {
    const run = (workers: string, out: string) =>
      breakwater(["attribute", TWO_NODE, "--scenarios", "200", "--workers", workers, "--out", join(folder, out)]);
    const [one, two] = [await run("1", "one.csv"), await run("2", "two.csv")];
    expect(one.code).toBe(0);
    expect(one.stdout).toMatch(/strait-blocked │ .* │ 100\.0 % │ +100\.0 % │/);
    expect(two.stdout).toBe(one.stdout);
    expect(readFileSync(join(folder, "two.csv"), "utf8")).toBe(readFileSync(join(folder, "one.csv"), "utf8"));
    expect(readFileSync(join(folder, "one.csv"), "utf8")).toMatch(
      /^design_id,metric,hazard_id,mean,mean_low,mean_high,/,
    );
  });
});

describe("sensitivity", () => {
  const duration = "hazards[id=strait-blocked].durationDays=12..30:whole";
  const demand = "markets[id=west].demandUnitsPerDay=80..120";
  const idle = "settings.capitalCostFractionPerYear=0.05..0.15";
  const small = ["--scenarios", "20", "--workers", "1"];

  test("screens parameters: what does not matter has no effect at all", async () => {
    const { code, stdout } = await breakwater([
      "sensitivity",
      TWO_NODE,
      ...[duration, demand, idle].flatMap((text) => ["--parameter", text]),
      ...["--trajectories", "2", "--json"],
      ...small,
    ]);
    expect(code).toBe(0);
    const rows = JSON.parse(stdout);
    expect(rows.map((row: { path: string }) => row.path)).toEqual(
      [duration, demand, idle].map((text) => text.split("=").slice(0, -1).join("=")),
    );
    expect(rows[0].meanSize.value).toBeGreaterThan(0);
    expect(rows[0].mean).toBeGreaterThan(0);
    expect(rows[1].mean).toBeGreaterThan(0);
    expect(rows[2]).toMatchObject({ mean: 0, sd: 0, meanSize: { value: 0 } });
  });

  test("shares the variance, with parameters from a file", async () => {
    const file = join(folder, "parameters.yaml");
    writeFileSync(
      file,
      `- { path: "hazards[id=strait-blocked].durationDays", low: 12, high: 30, whole: true }\n- "${idle}"\n`,
    );
    const first = await breakwater([
      "sensitivity",
      TWO_NODE,
      "--parameters",
      file,
      "--method",
      "sobol",
      "--rows",
      "6",
      ...small,
    ]);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/lostRevenueUsd\.mean of lean: 20 scenarios at every point/);
    expect(first.stdout).toMatch(/capitalCostFractionPerYear +│ +0\.000 │ +0\.000 │/);
  });

  test.each([
    [
      ["--parameter", "markets[id=wset].demandUnitsPerDay=1..2"],
      "markets[id=wset].demandUnitsPerDay: unknown id 'wset', did you mean 'west'?",
    ],
    [["--parameter", "demand=2..1"], "invalid range 2..1 of demand, must rise"],
    [["--parameter", "demand"], "invalid parameter 'demand', must be like markets[id=na].demandUnitsPerDay=800..1200"],
    [[], "missing parameters, give --parameter path=low..high or --parameters FILE"],
    [
      ["--parameter", demand, "--statistic", "lostRevenueUsd.maen"],
      "unknown statistic 'maen' of lostRevenueUsd, did you mean 'mean'?",
    ],
  ])("%s is refused with a reason", async (flags, message) => {
    const { code, stderr } = await breakwater(["sensitivity", TWO_NODE, ...flags]);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });

  test("names the point at which the study cannot be", async () => {
    const { code, stderr } = await breakwater([
      "sensitivity",
      TWO_NODE,
      ...["--parameter", "settings.planner.detectionDelayDays=0.5..3"],
      ...small,
    ]);
    expect(code).toBe(70);
    expect(stderr).toMatch(/settings\.planner\.detectionDelayDays: invalid value .*, must be a whole number/);
    expect(stderr).toMatch(/at settings\.planner\.detectionDelayDays = /);
  });
});

describe("reverse", () => {
  test("says what makes a design fail, and what never does", async () => {
    const out = join(folder, "frontier.csv");
    const criterion = ["--criterion", "lostRevenueUsd.cvar95 <= 4500"];
    const { code, stdout } = await breakwater([
      "reverse",
      TWO_NODE,
      ...criterion,
      ...["--steps", "2", "--onset", "50", "--longest-days", "20", "--out", out],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/strait-blocked │ +100\.0 % for 15 days │/);
    expect(stdout).toContain("never within 20 days at any severity: strait-blocked");
    expect(readFileSync(out, "utf8").trimEnd().split("\n")).toHaveLength(1 + 4);
  });

  test("needs a criterion that one scenario can break", async () => {
    const { code, stderr } = await breakwater(["reverse", TWO_NODE]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^missing criterion, .*two-node\.yaml states none/);
  });
});
