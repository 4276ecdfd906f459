import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, folder, studyFile, TWO_NODE, twoNode } from "./cli.ts";

// Of the lean design a quarter of all scenarios lose 10 days of sales at $1,000 a day; the buffered one loses nothing.
const CRITERIA = [
  "lostRevenueUsd.mean <= 5e3",
  "timeToRecoverDays.restrictedMean <= 45",
  "P(lostRevenueUsd > 1) <= 0.1",
  "P(impacted) <= 0.25",
];
const withCriteria = (criteria: readonly string[]): string =>
  studyFile(`${twoNode}\ncriteria: ${JSON.stringify(criteria)}\n`);
const run = (study: string, out: string, ...flags: string[]) =>
  breakwater(["run", study, "--scenarios", "300", "--workers", "1", "--out", join(folder, out), ...flags]);

describe("the criteria of a study", () => {
  test("are judged for every design: in the table, in the manifest, in a table of their own", async () => {
    const { code, stdout } = await run(withCriteria(CRITERIA), "judged");
    expect(code).toBe(0);
    const verdicts = [...stdout.matchAll(/│ (lean|buffered) +│ (pass|fail|undecided) +│/g)].map(
      ([, design, verdict]) => `${design} ${verdict}`,
    );
    expect(verdicts).toEqual([
      "lean pass",
      "buffered pass",
      "lean pass",
      "buffered pass",
      "lean fail",
      "buffered pass",
      "lean undecided",
      "buffered pass",
    ]);
    const manifest = JSON.parse(readFileSync(join(folder, "judged/manifest.json"), "utf8"));
    expect(manifest.criteria).toHaveLength(8);
    expect(manifest.criteria[4]).toMatchObject({
      criterion: "P(lostRevenueUsd > 1) <= 0.1",
      design: "lean",
      verdict: "fail",
      statistic: { n: 300, method: "Wilson" },
    });
    const [header, ...rows] = readFileSync(join(folder, "judged/data/criteria.csv"), "utf8").trimEnd().split("\n");
    expect(header).toMatch(/^criterion_id,design_id,criterion,metric_id,verdict,value,ci_low,ci_high,threshold,n/);
    expect(rows.map((row) => row.split(",")[4])).toEqual(verdicts.map((verdict) => verdict.split(" ")[1]));
  });

  test("enforced, end with 0 when all pass, computed or found computed", async () => {
    const study = withCriteria(["lostRevenueUsd.mean <= 1e9"]);
    expect((await run(study, "passing", "--enforce")).code).toBe(0);
    expect((await run(study, "passing", "--enforce")).code).toBe(0);
  });

  test("enforced, end with 99 when one fails, after the results are written, and again when they are shown", async () => {
    const study = withCriteria(["P(lostRevenueUsd > 1) <= 0.1"]);
    for (const flags of [[], ["--json"]]) {
      const { code, stdout, stderr } = await run(study, "failing", "--enforce", ...flags);
      expect(code).toBe(99);
      expect(stdout).toContain("P(lostRevenueUsd > 1) <= 0.1");
      expect(stderr).toContain(
        "failed criteria, 1 of 2 verdicts did not pass\n  fail: P(lostRevenueUsd > 1) <= 0.1 by 'lean'\n",
      );
    }
    expect(readFileSync(join(folder, "failing/_SUCCESS"), "utf8")).toBe("");
  });

  test("enforced, end with 99 when one is undecided: too few scenarios must not open the gate", async () => {
    const { code, stderr } = await run(withCriteria(["P(impacted) <= 0.25"]), "open", "--enforce");
    expect(code).toBe(99);
    expect(stderr).toContain(
      "undecided: P(impacted) <= 0.25 by 'lean' (its interval holds the threshold or is missing",
    );
  });

  test("belong to the configuration: another criterion is another run, another spelling is the same", async () => {
    const hashOf = async (criterion: string, out: string): Promise<string> => {
      const { stdout } = await run(withCriteria([criterion]), out, "--json");
      return JSON.parse(stdout).configHash;
    };
    const one = await hashOf("lostRevenueUsd.mean <= 5e3", "one");
    expect(await hashOf("lostRevenueUsd.mean<=5000", "same")).toBe(one);
    expect(await hashOf("lostRevenueUsd.mean <= 5001", "other")).not.toBe(one);
  });

  test("cannot be enforced where there are none", async () => {
    const { code, stderr } = await breakwater(["run", TWO_NODE, "--enforce", "--out", join(folder, "none")]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^invalid --enforce, .*two-node\.yaml states no criteria\n$/);
  });
});
