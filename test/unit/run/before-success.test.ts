import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createReporter } from "../../../src/commands/run-report.ts";
import { inline } from "../../../src/executors/inline.ts";
import { type RunReport, runStudy } from "../../../src/run.ts";
import { hashesOf, manifestOf, temporaryFolder } from "./folders.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const parsed = parseInput(harbourStudy({ scenarios: 20 }));
const folder = temporaryFolder(afterAll);
const run = (name: string, beforeSuccess: (run: RunReport) => Promise<void>, resume = false) =>
  runStudy(parsed, { executor: inline, workers: 0, out: join(folder, name), beforeSuccess, resume });

describe("the report of a run", () => {
  test("is there before the run counts as complete", async () => {
    const reporter = createReporter();
    const out = join(folder, "whole");
    const seen: boolean[] = [];
    await run("whole", async (report) => {
      await reporter.beforeSuccess(report);
      seen.push(existsSync(join(out, "report.html")), existsSync(join(out, "_SUCCESS")));
    });
    expect(seen).toEqual([true, false]);
    expect(existsSync(join(out, "_SUCCESS"))).toBe(true);
  });

  test("comes after the word that all blocks are safe, which is never given too early", async () => {
    const heard: number[] = [];
    const executor = { ...inline, onKept: (scenarios: number) => void heard.push(scenarios) };
    let before = 0;
    await runStudy(parsed, {
      executor,
      workers: 0,
      out: join(folder, "heard"),
      beforeSuccess: async () => {
        before = heard.at(-1) ?? 0;
      },
    });
    expect(before).toBe(20);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  test("that finds the disk full leaves the run unfinished, to be resumed to the same bytes", async () => {
    const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    await expect(run("full", () => Promise.reject(full))).rejects.toBe(full);
    expect(existsSync(join(folder, "full", "_SUCCESS"))).toBe(false);
    await run("full", createReporter().beforeSuccess, true);
    expect(manifestOf(join(folder, "full")).run.keptScenarios).toBe(20);
    expect(hashesOf(join(folder, "full"))).toEqual(hashesOf(join(folder, "whole")));
  });

  test("that cannot be costs the run nothing, and is not passed over in silence", async () => {
    const reporter = createReporter();
    const inTheWay = join(folder, "without", "report.html.partial");
    const report = await run("without", async (finished) => {
      mkdirSync(inTheWay);
      await reporter.beforeSuccess(finished);
    });
    expect(existsSync(join(folder, "without", "_SUCCESS"))).toBe(true);
    await expect(reporter.afterwards(report)).rejects.toMatchObject({ code: "EISDIR" });
    rmdirSync(inTheWay);
    // Asked again, it is written to the run that is there.
    await createReporter().afterwards({ ...report, isReused: true });
    expect(hashesOf(join(folder, "without"))).toEqual(hashesOf(join(folder, "whole")));
  });
});
