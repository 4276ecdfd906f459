import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EXIT, InterruptedError } from "../../../src/errors.ts";
import type { Executor } from "../../../src/executors/define.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { type RunOptions, type RunReport, runStudy } from "../../../src/run.ts";
import { filesIn, hashesOf, manifestOf, temporaryFolder } from "./folders.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const SCENARIOS = 96; // six blocks
const folder = temporaryFolder(afterAll);
const reference = join(folder, "reference");
let out: string;
let runs = 0;
const run = (
  options: Partial<RunOptions> = {},
  input: object = harbourStudy({ scenarios: SCENARIOS }),
): Promise<RunReport> => runStudy(parseInput(input), { executor: inline, workers: 0, out, ...options });

/** Stops with an error before the block at `from`; counts the blocks it was asked for. */
function stopping(from: number, asked: number[] = []): Executor {
  return {
    name: "stopping",
    async *execute(study, blocks) {
      for (const block of blocks) {
        asked.push(block.from);
        if (block.from >= from) throw new Error("the lights went out");
        yield* inline.execute(study, [block]);
      }
    },
  };
}

beforeAll(() => run({ out: reference }));
beforeEach(() => {
  out = join(folder, `run-${runs++}`);
});

describe("a run that was cut off and resumed", () => {
  test.each([0, 16, 48, 80])("before scenario %i has the bytes of one that was not", async (from) => {
    await expect(run({ executor: stopping(from) })).rejects.toThrow("the lights went out");
    expect(manifestOf(out).status).toBe("failed");
    const asked: number[] = [];
    const { manifest } = await run({ resume: true, executor: stopping(Number.POSITIVE_INFINITY, asked) });
    expect(asked[0]).toBe(from);
    expect(manifest.run.keptScenarios).toBe(from);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
    const { run: _run, ...manifestFields } = manifestOf(out);
    const { run: _other, ...expected } = manifestOf(reference);
    expect(manifestFields).toEqual(expected);
  });

  test("again and again, with other workers and other blocks each time, has them too", async () => {
    await expect(run({ executor: stopping(16) })).rejects.toThrow();
    const blocks = harbourStudy({ scenarios: SCENARIOS, blockScenarios: 5 });
    await expect(run({ resume: true, executor: stopping(41) }, blocks)).rejects.toThrow();
    expect(manifestOf(out).run.keptScenarios).toBe(16);
    await run({ resume: true, executor: createPool({ workers: 2 }), workers: 2 });
    expect(manifestOf(out).run.keptScenarios).toBe(41);
    const { "study.resolved.json": _resolved, ...hashes } = hashesOf(out);
    expect(hashesOf(reference)).toMatchObject(hashes);
  });

  test("on the way to a precision ends at the same look, whether it was cut off before, at or after one", async () => {
    const precision = { relativeHalfWidth: 0.12, metrics: ["lostRevenueUsd"], maximumScenarios: 900 };
    const input = (blockScenarios: number) => harbourStudy({ scenarios: 100, precision, blockScenarios });
    const whole = join(folder, "precise");
    const { manifest } = await run({ out: whole }, input(16));
    expect(manifest.scenarios).toBeGreaterThan(220); // several looks: after 100, 125, 157, 197 ...
    for (const from of [60, 100, 120, 200])
      await expect(run({ resume: true, executor: stopping(from) }, input(16))).rejects.toThrow("the lights");
    await run({ resume: true, executor: createPool({ workers: 2 }) }, input(16));
    expect(hashesOf(out)).toEqual(hashesOf(whole));
    expect(manifestOf(out).precision).toEqual(manifest.precision);
  });

  test("when everything was computed and only the last word was missing, computes nothing", async () => {
    let last: string | undefined;
    const keepLog: Executor = {
      name: "keep log",
      async *execute(study, blocks) {
        yield* inline.execute(study, blocks);
        await sleep(200); // the last block reaches the disk
        last = readFileSync(join(out, ".work", "blocks.log"), "latin1");
      },
    };
    await run({ executor: keepLog });
    rmSync(join(out, "_SUCCESS"));
    mkdirSync(join(out, ".work"));
    writeFileSync(join(out, ".work", "blocks.log"), last as string, "latin1");
    expect((await run({ resume: true })).manifest.run.keptScenarios).toBe(SCENARIOS);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test("may be asked to resume where there is nothing yet, or all is done", async () => {
    expect((await run({ resume: true })).isReused).toBe(false);
    expect((await run({ resume: true })).isReused).toBe(true);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test("killed before its first word, or after its last, is no stranger's folder", async () => {
    for (const path of [".work", "data"]) mkdirSync(join(out, path), { recursive: true });
    for (const path of ["manifest.json.partial", ".work/lock.1"]) writeFileSync(join(out, path), "");
    await run();
    mkdirSync(join(out, ".work"));
    writeFileSync(join(out, ".work", "blocks.log"), "left over");
    expect((await run()).isReused).toBe(true);
    expect(existsSync(join(out, ".work"))).toBe(false);
  });
});

describe("what cannot be resumed", () => {
  beforeEach(async () => {
    await expect(run({ executor: stopping(48) })).rejects.toThrow();
  });
  const refused = async (code: number, words: string, options: Partial<RunOptions>, input?: object): Promise<void> => {
    const before = filesIn(out);
    await expect(run({ resume: true, ...options }, input)).rejects.toMatchObject({
      exitCode: code,
      message: expect.stringContaining(words),
    });
    expect(filesIn(out)).toEqual(before);
  };

  test("another seed, study or share is 78", async () => {
    await refused(EXIT.mismatch, "computed with another seed (11, not 12)", { seed: 12 });
    await refused(EXIT.mismatch, "computed with another study", { scenarios: SCENARIOS * 2 });
    await refused(EXIT.mismatch, "another share (no shard, not shard 1/2)", { shard: { index: 1, count: 2 } });
    const changed = harbourStudy({ scenarios: SCENARIOS });
    changed.markets[0].priceUsdPerUnit = 41;
    await refused(EXIT.mismatch, "computed with another study", {}, changed);
  });

  test.each(["engineVersion", "commit", "v8Version"])("another engine (%s) is 78", async (field) => {
    const manifest = manifestOf(out);
    const other = { ...manifest, run: { ...manifest.run, [field]: "0.0.0-older" } };
    writeFileSync(join(out, "manifest.json"), JSON.stringify(other));
    await refused(EXIT.mismatch, "0.0.0-older, not ", {});
  });

  test("a damaged log is 65, and --force computes anew", async () => {
    const path = join(out, ".work", "blocks.log");
    const bytes = readFileSync(path);
    const marks = bytes.toString("latin1").split("BwB1").length - 1;
    bytes[30] ^= 1;
    writeFileSync(path, Buffer.concat(marks > 1 ? [bytes] : [bytes, readFileSync(path)]));
    const { message, exitCode } = await run({ resume: true }).catch((error) => error);
    expect(exitCode).toBe(EXIT.invalidStudy);
    expect(message).toMatch(/^invalid checkpoint .*blocks\.log, damaged at byte 0; add --force to compute anew$/);
    await run({ force: true });
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test("a folder that another run writes to is 75, with --force too", async () => {
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let isRunning = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      isRunning = resolve;
    });
    const waiting: Executor = {
      name: "waiting",
      async *execute(study, blocks) {
        isRunning();
        await gate;
        yield* inline.execute(study, blocks);
      },
    };
    const first = run({ resume: true, executor: waiting });
    await running;
    await refused(EXIT.tryAgain, "is writing to it; try again when it is done", {});
    await refused(EXIT.tryAgain, "is writing to it; try again when it is done", { force: true });
    goOn();
    await first;
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });
});

describe("a run that is asked to stop", () => {
  test.each(["inline", "pool"])("keeps what it has computed (%s)", async (how) => {
    const abort = new AbortController();
    const executor = how === "pool" ? createPool({ workers: 1 }) : inline;
    const stopped = run({ executor, signal: abort.signal, onProgress: (done) => done >= 32 && abort.abort() });
    const error = await stopped.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error.doneScenarios).toBe(32);
    expect(error.message).toBe(`interrupted, 32 of 96 scenarios are kept in ${out}`);
    expect(manifestOf(out).status).toBe("interrupted");
    expect((await run({ resume: true })).manifest.run.keptScenarios).toBe(32);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test("before it began, while blocks are read back, or while statistics are computed, keeps them all the same", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(run({ signal: abort.signal })).rejects.toMatchObject({ doneScenarios: 0 });
    await expect(run({ resume: true, executor: stopping(64) })).rejects.toThrow("the lights");
    await expect(run({ resume: true, signal: abort.signal })).rejects.toMatchObject({ doneScenarios: 64 });
    const late = new AbortController();
    const stopLate: Executor = {
      name: "stop late",
      async *execute(study, blocks) {
        yield* inline.execute(study, blocks);
        late.abort();
      },
    };
    await expect(run({ resume: true, executor: stopLate, signal: late.signal })).rejects.toMatchObject({
      doneScenarios: 96,
    });
    expect(existsSync(join(out, "_SUCCESS"))).toBe(false);
    expect((await run({ resume: true })).manifest.run.keptScenarios).toBe(96);
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });
});
