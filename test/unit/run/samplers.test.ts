import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import type { Executor } from "../../../src/executors/define.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import { snakeCase } from "../../../src/outputs/table.ts";
import { runStudy } from "../../../src/run.ts";
import { findSampler, SAMPLER_NAMES } from "../../../src/samplers/index.ts";
import { hashesOf, rowsOf, temporaryFolder } from "./folders.ts";
import { parseCsv } from "./parse-csv.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const folder = temporaryFolder(afterAll);
let runs = 0;

async function run(sampler: string, settings: object = {}, executor: Executor = inline): Promise<string> {
  const out = join(folder, `run-${runs++}`);
  const importance = { rateFactor: 1.5, durationFactor: 1.3, nominalShare: 0.3 };
  const study = harbourStudy({ sampler, scenarios: 72, replicateScenarios: 16, importance, ...settings });
  await runStudy(parseInput(study), { executor, workers: 0, out });
  return out;
}

const table = (out: string, name: string): Record<string, string>[] => {
  const [header, ...rows] = parseCsv(readFileSync(join(out, `data/${name}.csv`), "utf8"));
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at], cell])));
};

/** Result files only: the resolved study states the block size, which changes no number. */
const data = (out: string) => Object.entries(hashesOf(out)).filter(([path]) => path.startsWith("data/"));

describe.each(SAMPLER_NAMES.filter((name) => name !== "monte-carlo"))("%s", (name) => {
  test("gives the same bytes whatever the blocks and the workers; a longer run begins with the shorter one", async () => {
    const reference = await run(name);
    expect(data(await run(name, { blockScenarios: 5 }))).toEqual(data(reference));
    expect(data(await run(name, { blockScenarios: 7 }, createPool({ workers: 2 })))).toEqual(data(reference));
    const half = await run(name, { scenarios: 40 });
    for (const fact of ["dim_scenario", "fact_outcome", "fact_disruption"]) {
      const short = rowsOf(half, fact);
      expect(rowsOf(reference, fact).slice(0, short.length), fact).toEqual(short);
    }
  });

  test("weights every estimate, and says by which method its interval was made", async () => {
    const out = await run(name);
    const weights = table(out, "dim_scenario").map((row) => Number(row.weight));
    const replicates = new Set(table(out, "dim_scenario").map((row) => row.replicate_id));
    const { isWeighted } = findSampler(name);
    expect(weights.some((weight) => weight !== 1)).toBe(isWeighted);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value, scenario) => sum + weights[scenario] * value, 0) / total;
    const facts = table(out, "fact_outcome").filter((row) => row.design_id === "0");
    const summary = table(out, "summary").filter((row) => row.design_id === "0");
    const row = (metric: string, statistic: string) =>
      summary.find((item) => item.metric_id === String(metricIndex(metric)) && item.statistic === statistic)!;
    const loss = facts.map((fact) => Number(fact.lost_revenue_usd));
    expect(Number(row("lostRevenueUsd", "mean").value)).toBeCloseTo(mean(loss), 3);
    expect(Number(row("impacted", "probability").value)).toBeCloseTo(
      mean(facts.map((f) => (f.impacted === "true" ? 1 : 0))),
      12,
    );
    const average = Number(row("lostRevenueUsd", "mean").value);
    const variance = mean(loss.map((x) => (x - average) * (x - average)));
    expect(Number(row("lostRevenueUsd", "sd").value)).toBeCloseTo(Math.sqrt((variance * 72) / 71), 3);
    const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
    expect(Number(row("lostRevenueUsd", "mean").effective_n)).toBeCloseTo((total * total) / squares, 9);
    const looked = new Set<string>();
    for (const { metric_id: metric, statistic, method, value } of summary) {
      if (method === "sample extreme") continue;
      const column = snakeCase(METRICS[Number(metric)].name);
      const isUndefined = value === "" && facts.every((fact) => fact[column] === "");
      if (isUndefined) continue; // no estimate, no method
      looked.add(column);
      const what = `${METRICS[Number(metric)].name} ${statistic}: ${method}`;
      if (isWeighted) expect(method, what).toContain("weighted");
      if (replicates.size < weights.length) expect(method, what).toContain(`${replicates.size} replicates of`);
    }
    const defined = METRICS.filter(({ name: metric }) => facts.some((fact) => fact[snakeCase(metric)] !== ""));
    expect(looked.size).toBe(defined.length);
    // The daily curves are weighted too: days of lost service sum to the weighted mean of the metric.
    const curve = table(out, "service_curve").filter((r) => r.design_id === "0" && r.curve === "service_level");
    const lost = curve.reduce((sum, { mean: level }) => sum + (1 - Number(level)), 0);
    expect(lost).toBeCloseTo(mean(facts.map((fact) => Number(fact.resilience_loss_days))), 4);
    const survival = table(out, "survival").filter((r) => r.design_id === "0" && r.population === "all");
    expect(Number(survival[0].at_risk)).toBeCloseTo(total, 9);
  });
});

test("scenarios that fill no whole number of replicates are warned about, those that are attributed too", () => {
  const warningsOf = (settings: object) =>
    compileStudy(parseInput(harbourStudy({ sampler: "sobol", replicateScenarios: 16, ...settings }))).warnings;
  const attribution = { scenarios: 20, exactUpTo: 2, orderPairs: 2 };
  expect(warningsOf({ scenarios: 64 })).toEqual([]);
  expect(warningsOf({ scenarios: 70, attribution })).toEqual([
    "70 scenarios fill no whole number of replicates of 16 (sobol); 80 would",
    "20 scenarios of settings.attribution fill no whole number of replicates of 16 (sobol); 32 would",
  ]);
  expect(warningsOf({ scenarios: 64, attribution: { ...attribution, scenarios: 200 } })).toEqual([]);
});
