import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inline } from "../../../src/executors/inline.ts";
import { countStrikes } from "../../../src/report/count-strikes.ts";
import { readRun } from "../../../src/report/read-run.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "../run/folders.ts";
import { parseCsv } from "../run/parse-csv.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const folder = temporaryFolder(afterAll);

test.each(["monte-carlo", "stratified", "importance"])("of %s scenarios counts each by its weight", async (sampler) => {
  const out = join(folder, sampler);
  const importance = { rateFactor: 1.5, nominalShare: 0.3 };
  const input = harbourStudy({ sampler, scenarios: 64, replicateScenarios: 16, importance });
  await runStudy(parseInput(input), { executor: inline, workers: 0, out });
  const run = await readRun(out);
  const rows = (name: string) => parseCsv(readFileSync(join(out, `data/${name}.csv`), "utf8")).slice(1);
  const header = readFileSync(join(out, "data/dim_scenario.csv"), "utf8").split("\n", 1)[0].split(",");
  const weights = rows("dim_scenario").map((row) => Number(row[header.indexOf("weight")]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hazard = run.study.hazards.findIndex(({ kind }) => kind === "blockade");
  const struck = new Set(
    rows("fact_disruption").flatMap(([scenario, , own]) => (Number(own) === hazard ? [Number(scenario)] : [])),
  );
  expect(struck.size).toBeGreaterThan(0);
  const expected = [...struck].reduce((sum, scenario) => sum + weights[scenario], 0) / total;
  expect((await countStrikes(run))("chokepoint", "strait")).toBeCloseTo(expected, 12);
  // Otherwise counting alone would do.
  if (sampler !== "monte-carlo") expect(expected).not.toBeCloseTo(struck.size / weights.length, 6);
});
