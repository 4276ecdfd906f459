import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ATTRIBUTED_METRICS } from "../../../src/attribute-scenario.ts";
import { compileStudy } from "../../../src/compile-study.ts";
import { inline } from "../../../src/executors/inline.ts";
import { mergeShards } from "../../../src/merge.ts";
import { metricIndex } from "../../../src/metrics/index.ts";
import { type RunOptions, runStudy } from "../../../src/run.ts";
import { attributeStudy } from "../../../src/studies/attribution.ts";
import { hashesOf, manifestOf, temporaryFolder } from "./folders.ts";
import { parseCsv } from "./parse-csv.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const folder = temporaryFolder(afterAll);
const attribution = { scenarios: 24, exactUpTo: 3, orderPairs: 2 };

async function run(name: string, settings: object, options: Partial<RunOptions> = {}): Promise<string> {
  const out = join(folder, name);
  await runStudy(parseInput(harbourStudy(settings)), { executor: inline, workers: 0, out, ...options });
  return out;
}

function table(out: string, name: string): Record<string, string>[] {
  const [header, ...rows] = parseCsv(readFileSync(join(out, `data/${name}.csv`), "utf8"));
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at], cell])));
}

const data = (out: string) => Object.entries(hashesOf(out)).filter(([path]) => path.startsWith("data/"));

test("a run that is asked for it has the table of `breakwater attribute`, over its own first scenarios", async () => {
  const out = await run("asked", { scenarios: 40, attribution });
  const compiled = compileStudy(parseInput(harbourStudy({ scenarios: attribution.scenarios })));
  const expected = await attributeStudy(compiled, attribution, 0);
  const rows = table(out, "attribution");
  expect(rows).toHaveLength(expected.length);
  const { designs, hazards } = compiled.study;
  rows.forEach((row, at) => {
    const own = expected[at];
    expect(row).toMatchObject({
      design_id: String(designs.findIndex(({ id }) => id === own.design)),
      metric_id: String(metricIndex(own.metric)),
      hazard_id: String(hazards.findIndex(({ id }) => id === own.hazard)),
      scenarios: "24",
    });
    expect(Number(row.mean)).toBe(own.mean);
    expect(Number(row.root_mean)).toBe(own.rootMean);
    expect(Number(row.sampling_error)).toBe(own.samplingError);
  });
  expect(rows.some((row) => Number(row.mean) > 0)).toBe(true);
  expect(rows.some((row) => Number(row.sampling_error) > 0)).toBe(true);
});

test("it changes nothing else, and the table is there and empty where nobody asked", async () => {
  const [without, withIt] = [await run("without", { scenarios: 40 }), join(folder, "asked")];
  expect(table(without, "attribution")).toEqual([]);
  const other = ([path]: readonly [string, string]) => !path.includes("attribution");
  expect(data(withIt).filter(other)).toEqual(data(without).filter(other));
});

test("shards with attribution and losses by event are the bytes of the whole run when merged", async () => {
  const settings = { scenarios: 40, attribution, eventLosses: true };
  const whole = await run("whole", settings);
  const shards = [];
  for (const index of [2, 1]) shards.push(await run(`shard-${index}`, settings, { shard: { index, count: 2 } }));
  const merged = join(folder, "merged");
  await mergeShards(shards, { out: merged });
  expect(hashesOf(merged)).toEqual(hashesOf(whole));
  expect(manifestOf(merged).resultHash).toBe(manifestOf(whole).resultHash);
  const files = Object.keys(hashesOf(merged));
  for (const name of ["attribution", "convergence", "exceedance", "average_loss", "log_rank"]) {
    expect(files).toContain(`data/${name}.csv`);
  }
});

test("a run to a precision shares out its first scenarios too, however many there will be", async () => {
  const precision = { relativeHalfWidth: 0.0001, maximumScenarios: 10 };
  const out = await run("precise", { scenarios: 30, precision, attribution: { ...attribution, scenarios: 100 } });
  expect(new Set(table(out, "attribution").map((row) => row.scenarios))).toEqual(new Set(["30"]));
});

test("weighted scenarios count by their weights: parts sum to the weighted mean and CVaR of the summary", async () => {
  const importance = { rateFactor: 1.2, nominalShare: 0.5 };
  const scenarios = 260;
  const out = await run("weighted", {
    scenarios,
    sampler: "importance",
    importance,
    attribution: { scenarios, exactUpTo: 1, orderPairs: 2 },
  });
  const summary = table(out, "summary");
  const rows = table(out, "attribution");
  const designs = new Set(rows.map((row) => row.design_id));
  expect(designs.size).toBe(manifestOf(out).designs.length);
  for (const design of designs) {
    const metric = String(metricIndex(ATTRIBUTED_METRICS[0]));
    const own = rows.filter((row) => row.design_id === design && row.metric_id === metric);
    const sum = (column: string) => own.reduce((total, row) => total + Number(row[column]), 0);
    const of = (statistic: string) =>
      Number(
        summary.find((row) => row.design_id === design && row.metric_id === metric && row.statistic === statistic)!
          .value,
      );
    expect(sum("mean") / of("mean")).toBeCloseTo(1, 9);
    expect(sum("cvar95") / of("cvar95")).toBeCloseTo(1, 9);
    expect(sum("share")).toBeCloseTo(1, 9);
    expect(sum("cvar95_share")).toBeCloseTo(1, 9);
  }
});
