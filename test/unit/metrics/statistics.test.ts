import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inline } from "../../../src/executors/inline.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { statisticsOf } from "../../../src/metrics/statistics.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "../run/folders.ts";
import { parseCsv } from "../run/parse-csv.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const folder = temporaryFolder(afterAll);

test("every statistic that a criterion may name stands in the summary of a run, for every metric", async () => {
  const out = join(folder, "run");
  await runStudy(parseInput(harbourStudy({ scenarios: 5 })), { executor: inline, workers: 1, out });
  const [, ...rows] = parseCsv(readFileSync(join(out, "data/summary.csv"), "utf8"));
  const computed = new Set(rows.map(([, metric, statistic]) => `${metric} ${statistic}`));
  const asked = METRICS.flatMap((metric, index) => statisticsOf(metric).map((name) => `${index} ${name}`));
  expect(asked.length).toBeGreaterThan(METRICS.length);
  expect(asked.filter((name) => !computed.has(name))).toEqual([]);
});
