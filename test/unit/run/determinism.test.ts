import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBatchRunner } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import type { Executor } from "../../../src/executors/define.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { RESULT_TABLES } from "../../../src/outputs/tables/index.ts";
import { replayScenario } from "../../../src/replay.ts";
import { runStudy } from "../../../src/run.ts";
import { hashesOf, manifestOf, rowsOf, temporaryFolder } from "./folders.ts";
import { datedStudy, harbourStudy, parseInput } from "./studies.ts";

const DATA = RESULT_TABLES.map((table) => table.name).sort();
const FILES = ["_SUCCESS", ...DATA.map((table) => `data/${table}.csv`), "datapackage.json", "load.pq", "load.sql"];
const SAME_STUDY = [...FILES, "study.original.yaml", "study.resolved.json"];

const folder = temporaryFolder(afterAll);
const reference = join(folder, "reference");
let runs = 0;

/** Runs the study in a way of its own and returns its folder. */
async function run(executor: Executor, settings: object = {}, workers = 0): Promise<string> {
  const out = join(folder, `run-${runs++}`);
  await runStudy(parseInput(harbourStudy(settings)), { executor, workers, out });
  return out;
}

function pick(hashes: Record<string, string>, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, hashes[path]]));
}

beforeAll(async () => {
  await runStudy(parseInput(harbourStudy()), { executor: inline, workers: 0, out: reference });
});

describe("the same study and seed give the same bytes", () => {
  test("in every file that a run writes, none more, none less", () => {
    expect(Object.keys(hashesOf(reference))).toEqual(SAME_STUDY);
  });

  test("also when most of it happens: losses, delays, censoring, undefined values, scenarios without anything", () => {
    const columns = METRICS.map((metric) => metric.name);
    const rows = rowsOf(reference, "fact_outcome").map((line) => line.split(",").slice(2));
    const column = (name: string): string[] => rows.map((row) => row[columns.indexOf(name)]);
    const share = (name: string, is: (cell: string) => boolean): number => column(name).filter(is).length / rows.length;
    for (const [name, is] of [
      ["lostRevenueUsd", (cell: string) => Number(cell) > 0],
      ["delayedRevenueUsd", (cell: string) => Number(cell) > 0],
      ["peakInflationPct", (cell: string) => Number(cell) > 0],
      ["recovered", (cell: string) => cell === "false"],
      ["timeToSurviveDays", (cell: string) => cell === ""],
      ["impacted", (cell: string) => cell === "false"],
    ] as const) {
      expect(share(name, is), name).toBeGreaterThan(0.05);
      expect(share(name, is), name).toBeLessThan(0.95);
    }
  });

  test.each([1, 2, 3])("for %i workers", async (workers) => {
    const out = await run(createPool({ workers }), {}, workers);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
    const { run: own, ...manifest } = manifestOf(out);
    const { run: other, ...expected } = manifestOf(reference);
    expect(manifest).toEqual(expected);
    expect(own).toMatchObject({ workers });
    expect(other).toMatchObject({ workers: 0 });
  });

  test("when blocks finish in another order", async () => {
    const workerUrl = new URL("../executors/fixtures/delayed-block.ts", import.meta.url);
    const out = await run(createPool({ workers: 2, workerUrl }));
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test.each([1, 7, 100, 1000])("for blocks of %i scenarios", async (blockScenarios) => {
    const out = await run(inline, { blockScenarios });
    expect(pick(hashesOf(out), FILES)).toEqual(pick(hashesOf(reference), FILES));
    const resolved = (path: string) => JSON.parse(readFileSync(join(path, "study.resolved.json"), "utf8"));
    expect(resolved(out).settings.blockScenarios).toBe(blockScenarios);
    const { blockScenarios: _block, ...others } = resolved(out).settings;
    const { blockScenarios: _otherBlock, ...expected } = resolved(reference).settings;
    expect(others).toEqual(expected);
    expect(manifestOf(out).configHash).toBe(manifestOf(reference).configHash);
    expect(manifestOf(out).resultHash).toBe(manifestOf(reference).resultHash);
  });

  test("and another seed gives others", async () => {
    const out = await run(inline, { seed: 12 });
    expect(hashesOf(out)["data/fact_outcome.csv"]).not.toBe(hashesOf(reference)["data/fact_outcome.csv"]);
    expect(manifestOf(out).resultHash).not.toBe(manifestOf(reference).resultHash);
  });
});

describe("under any time zone, language, working directory and clock", () => {
  const small = join(folder, "small");
  beforeAll(async () => {
    await runStudy(parseInput(datedStudy()), { executor: inline, workers: 0, out: small });
  });

  test.concurrent.each([
    [{ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", LC_NUMERIC: "de_DE.UTF-8" }, tmpdir()],
    [{ TZ: "America/St_Johns", LANG: "C", LC_ALL: "C", NO_COLOR: "1" }, "/"],
    [{ LANG: "clock", NODE_OPTIONS: `--import ${new URL("./fixtures/jumping-clock.mjs", import.meta.url)}` }, "/"],
  ])("%o in %s", { timeout: 60_000 }, async (environment, cwd) => {
    const out = join(folder, environment.LANG);
    const program = fileURLToPath(new URL("./fixtures/run-study.ts", import.meta.url));
    const loader = import.meta.resolve("tsx");
    const child = spawn(process.execPath, ["--import", loader, program, "dated", out, "0"], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "inherit"],
    });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(hashesOf(out)).toEqual(hashesOf(small));
    const { run: timed, ...manifest } = manifestOf(out);
    const { run: _other, ...expected } = manifestOf(small);
    expect(manifest).toEqual(expected);
    expect(timed.wallSeconds).toBeGreaterThan(0);
    expect(timed.wallSeconds).toBeLessThan(3600);
  });
});

describe("a scenario does not depend on the others", () => {
  test("the rows of a run are the first rows of a run twice as long", async () => {
    const half = await run(inline, { scenarios: 150 });
    for (const table of ["fact_outcome", "fact_disruption"]) {
      const rows = rowsOf(half, table);
      expect(rows.length).toBeGreaterThan(80);
      expect(rowsOf(reference, table).slice(0, rows.length)).toEqual(rows);
    }
    expect(rowsOf(half, "fact_outcome")).toHaveLength(300);
  });

  test("replayed alone, in any order, it gives the numbers of its row in the batch", () => {
    const compiled = compileStudy(parseInput(harbourStudy()));
    const { outcomes } = createBatchRunner(toBatchStudy(compiled))(0, 60);
    for (const index of [59, 3, 0, 17, 42, 17, 8]) {
      for (const design of [1, 0]) {
        const { outcome } = replayScenario(compiled, design, index);
        const row = (index * 2 + design) * METRICS.length;
        expect(outcome, `scenario ${index}, design ${design}`).toEqual(outcomes.slice(row, row + METRICS.length));
      }
    }
  });

  test("computed alone after any other, it gives the same block", () => {
    const runBatch = createBatchRunner(toBatchStudy(compileStudy(parseInput(harbourStudy()))));
    const first = runBatch(30, 31);
    runBatch(0, 25);
    runBatch(200, 210);
    expect(runBatch(30, 31)).toEqual(first);
  });

  test("a design gives the same rows whatever other designs run beside it", () => {
    const parsed = parseInput(harbourStudy());
    const both = createBatchRunner(toBatchStudy(compileStudy(parsed)))(0, 40);
    const alone = createBatchRunner(toBatchStudy(compileStudy(parsed, { designs: ["buffered"] })))(0, 40);
    for (let index = 0; index < 40; index++) {
      const row = (index * 2 + 1) * METRICS.length;
      const own = alone.outcomes.slice(index * METRICS.length, (index + 1) * METRICS.length);
      expect(own, `scenario ${index}`).toEqual(both.outcomes.slice(row, row + METRICS.length));
    }
    expect(alone.disruptions).toEqual(both.disruptions);
  });
});
