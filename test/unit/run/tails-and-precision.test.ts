import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { precisionLooks } from "../../../src/aggregate/precision.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import { groupEvents } from "../../../src/event-losses.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import type { Disruption } from "../../../src/model/disruption.ts";
import { runStudy } from "../../../src/run.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { hashesOf, manifestOf, temporaryFolder } from "./folders.ts";
import { parseCsv } from "./parse-csv.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const folder = temporaryFolder(afterAll);
let runs = 0;

async function run(settings: object, executor = inline, more: object = {}): Promise<string> {
  const out = join(folder, `run-${runs++}`);
  await runStudy(parseInput(harbourStudy(settings)), { executor, workers: 0, out, ...more });
  return out;
}

function table(out: string, name: string): Record<string, string>[] {
  const [header, ...rows] = parseCsv(readFileSync(join(out, `data/${name}.csv`), "utf8"));
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at], cell])));
}

const data = (out: string) => Object.entries(hashesOf(out)).filter(([path]) => path.startsWith("data/"));

describe("a run to a precision", () => {
  const precision = { relativeHalfWidth: 0.12, metrics: ["lostRevenueUsd", "impacted"], maximumScenarios: 3000 };

  test("ends at the first look at which every interval is narrow enough, whatever the blocks and workers", async () => {
    const out = await run({ scenarios: 100, precision });
    const manifest = manifestOf(out);
    const { scenarios } = manifest;
    expect(scenarios).toBeGreaterThan(100);
    expect(scenarios).toBeLessThan(3000);
    expect(manifest.precision).toMatchObject({
      relativeHalfWidth: 0.12,
      isMet: true,
      scenarios,
      maximumScenarios: 3000,
    });
    expect(manifest.precision!.figures).toHaveLength(manifest.designs.length * 3);
    expect(manifest.warnings).toEqual([]);
    // The figures are those of the summary, and the look before was not precise enough.
    const half = (row: Record<string, string>) =>
      (Number(row.ci_high) - Number(row.ci_low)) / 2 / Math.abs(Number(row.value));
    for (const { design, metric, statistic, relativeHalfWidth } of manifest.precision!.figures) {
      const row = table(out, "summary").find(
        (item) =>
          item.design_id === String(manifest.designs.indexOf(design)) &&
          item.metric_id === String(metricIndex(metric)) &&
          item.statistic === statistic,
      )!;
      expect(relativeHalfWidth).toBeCloseTo(half(row), 9);
      expect(relativeHalfWidth).toBeLessThanOrEqual(0.12);
    }
    const looks = precisionLooks(100, precision.maximumScenarios, 1);
    const before = looks[looks.indexOf(scenarios) - 1];
    const shorter = manifestOf(await run({ scenarios: 100, precision: { ...precision, maximumScenarios: before } }));
    expect(shorter).toMatchObject({ scenarios: before, precision: { isMet: false } });
    expect(data(await run({ scenarios: 100, precision, blockScenarios: 33 }))).toEqual(data(out));
    expect(data(await run({ scenarios: 100, precision }, createPool({ workers: 2 })))).toEqual(data(out));
    // The run of that many scenarios is the same run, but for how it is called.
    const fixed = await run({ scenarios });
    const same = (path: string) => !path.includes("convergence");
    expect(data(fixed).filter(([path]) => same(path))).toEqual(data(out).filter(([path]) => same(path)));
  });

  test("says so where the maximum comes first; the flag overrides the study and changes the configuration hash", async () => {
    const short = { ...precision, relativeHalfWidth: 0.5, maximumScenarios: 130 };
    const loose = manifestOf(await run({ scenarios: 100, precision: short }));
    const strict = manifestOf(await run({ scenarios: 100, precision: short }, inline, { precision: 0.01 }));
    expect(loose.precision?.isMet).toBe(true);
    expect(strict.precision).toMatchObject({ relativeHalfWidth: 0.01, isMet: false, scenarios: 130 });
    expect(strict.warnings.at(-1)).toMatch(/^precision 0.01 not met after 130 scenarios: \w+ \w+ of \S+ is at 0\.\d+$/);
    expect(strict.configHash).not.toBe(loose.configHash);
  });

  test("cannot be cut into shards", async () => {
    await expect(run({ precision }, inline, { shard: { index: 1, count: 2 } })).rejects.toThrow("invalid shard");
  });
});

describe("the convergence table", () => {
  test("ends with the summary, every interval beside its value", async () => {
    const out = await run({ scenarios: 200 });
    const rows = table(out, "convergence");
    const last = rows.filter((row) => row.scenarios === "200");
    expect(new Set(rows.map((row) => row.scenarios))).toEqual(new Set(["64", "128", "200"]));
    const summary = table(out, "summary");
    for (const row of last) {
      const own = summary.find(
        (item) =>
          item.design_id === row.design_id && item.metric_id === row.metric_id && item.statistic === row.statistic,
      )!;
      expect([row.value, row.ci_low, row.ci_high]).toEqual([own.value, own.ci_low, own.ci_high]);
    }
    const names = new Set(last.map((row) => METRICS[Number(row.metric_id)].name));
    expect([...names].sort()).toEqual([
      "extraCostUsd",
      "impacted",
      "lostRevenueUsd",
      "peakInflationPct",
      "timeToRecoverDays",
    ]);
  });
});

describe("losses by event", () => {
  const settings = { scenarios: 60, eventLosses: true };

  test("are those of leave-one-out: the scenario less the scenario without the event", async () => {
    const out = await run(settings);
    const study = toBatchStudy(compileStudy(parseInput(harbourStudy(settings))));
    const compiled = compileStudy(parseInput(harbourStudy(settings)));
    const runner = createDesignRunner(
      compiled.designs[0].network,
      compiled.study.settings,
      compiled.designs[0].structure.pricePremiumPct,
    );
    const sample = createScenarioSampler(study);
    const loss = metricIndex("lostRevenueUsd");
    const largest = Array.from({ length: 60 }, (_, index) => {
      const scenario = sample(index);
      const lossOf = (disruptions: readonly Disruption[]): number => {
        const values = new Float64Array(METRICS.length);
        const own = { ...scenario, disruptions };
        runner.run(own);
        runner.measurer.measure(own, runner.trajectory, values, 0);
        return values[loss];
      };
      const whole = lossOf(scenario.disruptions);
      const events = groupEvents(scenario.disruptions);
      const own = events.map((event) => whole - lossOf(scenario.disruptions.filter((_, at) => !event.has(at))));
      return Math.max(0, ...own);
    });
    const rows = table(out, "exceedance").filter((row) => row.design_id === "0" && row.metric_id === String(loss));
    const oep = rows.find((row) => row.ep_type === "1" && row.return_period === "2")!;
    const ranked = largest.toSorted((a, b) => b - a);
    expect(Number(oep.loss)).toBeCloseTo(ranked[29], 3);
    const average = table(out, "average_loss").find(
      (row) => row.design_id === "0" && row.metric_id === String(loss) && row.loss_type === "largest_event",
    )!;
    expect(Number(average.mean_loss)).toBeCloseTo(largest.reduce((sum, value) => sum + value, 0) / 60, 3);
    // The largest event is never more than all of them, where losing less of one cannot be gaining.
    const aep = rows.find((row) => row.ep_type === "3" && row.return_period === "2")!;
    expect(Number(aep.loss)).toBeGreaterThanOrEqual(Number(oep.loss));
  });

  test("change nothing else, and say what is missing where nobody asked for them", async () => {
    const [without, withEvents] = [await run({ scenarios: 60 }), await run(settings)];
    const other = ([path]: readonly [string, string]) => !/exceedance|average_loss/.test(path);
    expect(data(withEvents).filter(other)).toEqual(data(without).filter(other));
    const oep = table(without, "exceedance").filter((row) => row.ep_type === "1");
    expect(new Set(oep.map((row) => [row.loss, row.reason].join()))).toEqual(
      new Set([",losses by event need settings.eventLosses: true"]),
    );
  });

  test("state periods and years, and an average annual loss", async () => {
    const out = await run({ scenarios: 100 });
    const rows = table(out, "exceedance");
    // The harbours are exposed for 60 days.
    for (const row of rows)
      expect(Number(row.return_period_years)).toBeCloseTo((Number(row.return_period) * 60) / 365, 9);
    const summary = table(out, "summary");
    for (const row of table(out, "average_loss")) {
      const mean = summary.find(
        (item) => item.design_id === row.design_id && item.metric_id === row.metric_id && item.statistic === "mean",
      )!;
      expect([row.mean_loss, row.lower_ci, row.upper_ci]).toEqual([mean.value, mean.ci_low, mean.ci_high]);
      expect(Number(row.annual_mean_loss)).toBeCloseTo((Number(row.mean_loss) * 365) / 60, 3);
    }
  });
});

test("events are what struck by itself with all it set off", () => {
  const disruption = (triggeredBy?: number) =>
    ({ ...(triggeredBy === undefined ? {} : { triggeredBy }) }) as Disruption;
  const events = groupEvents([disruption(), disruption(0), disruption(), disruption(1), disruption(2)]);
  expect(events).toEqual([new Set([0, 1, 3]), new Set([2, 4])]);
});

test("log-rank tests compare every design with every other, both ways", async () => {
  const out = await run({ scenarios: 150 });
  const rows = table(out, "log_rank");
  const designs = manifestOf(out).designs.length;
  expect(rows).toHaveLength(designs * (designs - 1));
  for (const row of rows) {
    const back = rows.find(
      (item) => item.design_id === row.versus_design_id && item.versus_design_id === row.design_id,
    )!;
    if (row.paired_z === "") expect(back.paired_z).toBe("");
    else expect(Number(back.paired_z)).toBeCloseTo(-Number(row.paired_z), 9);
    expect(Number(row.n)).toBe(150);
  }
  expect(rows.some((row) => row.paired_p_value !== "")).toBe(true);
});
