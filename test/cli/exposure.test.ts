import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, editedStudy, folder, TWO_NODE } from "./cli.ts";

describe.concurrent("exposure", () => {
  test("prints what each outage costs each design, the longest survived, on stdout alone", async () => {
    const { code, stdout, stderr } = await breakwater(["exposure", TWO_NODE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // 60 days out, 10 or 25 covered, at 1,000 USD a day.
    expect(stdout).toMatch(/lean: 6 outages[\s\S]*chokepoint │ strait +│ +60 │ +50\.0 │ +5000 │ +1\.000 │ +10 │ +50 │/);
    expect(stdout).toMatch(/buffered: 6 outages[\s\S]*chokepoint │ strait +│ +60 │ +35\.0 │ +3500 │ +1\.000 │ +25 │/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("says what is left out of the table and why a value is missing, and writes every row as CSV", async () => {
    const out = join(folder, "exposure.csv");
    const path = editedStudy(
      ["chokepoints: [{ id: strait }]", "chokepoints: [{ id: strait, restoreTimeDays: 5 }]"],
      ["coverDays: 10", "coverDays: 150"],
    );
    const { code, stdout, stderr } = await breakwater([
      "exposure",
      path,
      "--designs",
      "lean",
      "--top",
      "2",
      "--out",
      out,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `6 rows in ${out}\n` });
    expect(stdout).toContain("4 more rows with smaller impact: --top or --out");
    expect(stdout).toContain("(1) no demand unserved in an outage of 100 days, the longest tried");
    expect(stdout).not.toContain("buffered");
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(7);
    expect(lines[0]).toContain("restore_time_days,performance_impact_usd");
    expect(lines.find((line) => line.startsWith("lean,chokepoint,strait,strait,5,0,0,"))).toBeDefined();
  });

  test("prints every row as JSON", async () => {
    const { stdout } = await breakwater(["exposure", TWO_NODE, "--json", "--top", "1"]);
    const rows = JSON.parse(stdout);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({
      design: "lean",
      lostRevenueUsd: 50_000,
      timeToSurviveDays: 10,
      riskExposureIndex: 1,
    });
  });

  test("refuses unknown designs, useless counts and a folder for a file", async () => {
    const unknown = await breakwater(["exposure", TWO_NODE, "--designs", "leen"]);
    expect(unknown).toMatchObject({ code: 64, stdout: "" });
    expect(unknown.stderr).toContain("unknown design 'leen', did you mean 'lean'?");
    expect(await breakwater(["exposure", TWO_NODE, "--top", "0"])).toMatchObject({ code: 64 });
    expect(await breakwater(["exposure", TWO_NODE, "--out", "there/"])).toMatchObject({ code: 64 });
    expect(await breakwater(["exposure", TWO_NODE, "--out", join(folder, "none", "x.csv")])).toMatchObject({
      code: 73,
    });
  });
});
