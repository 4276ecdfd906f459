import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EXIT } from "../../../src/errors.ts";
import { inline } from "../../../src/executors/inline.ts";
import { mergeShards } from "../../../src/merge.ts";
import { type RunOptions, runStudy } from "../../../src/run.ts";
import { hashesOf, manifestOf, temporaryFolder } from "./folders.ts";
import { harbourStudy, parseInput } from "./studies.ts";

const SCENARIOS = 90; // five blocks of 16 and one of 10
const folder = temporaryFolder(afterAll);
const reference = join(folder, "reference");
let out: string;
let merges = 0;

const run = (name: string, options: Partial<RunOptions> = {}, input: object = harbourStudy({ scenarios: SCENARIOS })) =>
  runStudy(parseInput(input), { executor: inline, workers: 0, out: join(folder, name), ...options });
/** Folder of shard `index` of `count`. */
const at = (index: number, count: number): string => join(folder, `${index}-of-${count}`);

beforeAll(async () => {
  await run("reference");
  for (const [index, count] of [[1, 2], [2, 2], [1, 3], [2, 3], [3, 3], ...[1, 2, 3, 4, 5, 6, 7].map((i) => [i, 7])]) {
    await run(`${index}-of-${count}`, { shard: { index, count } });
  }
});
beforeEach(() => {
  out = join(folder, `merged-${merges++}`);
});

describe("shards put together", () => {
  test.each([
    ["two", [at(1, 2), at(2, 2)]],
    ["three, in another order", [at(3, 3), at(1, 3), at(2, 3)]],
    ["more than there are blocks", [7, 6, 5, 4, 3, 2, 1].map((index) => at(index, 7))],
    ["some of them twice", [at(1, 2), at(2, 2), at(1, 2), at(2, 2)]],
    ["of two cuts that fit", [at(1, 2), ...[5, 6, 7].map((index) => at(index, 7))]],
  ])("are the bytes of the whole run: %s", async (_, folders) => {
    await mergeShards(folders, { out });
    expect(hashesOf(out)).toEqual(hashesOf(reference));
    const { run: _run, ...merged } = manifestOf(out);
    const { run: _other, ...expected } = manifestOf(reference);
    expect(merged).toEqual(expected);
    expect(manifestOf(out).run.executor).toBe("merge");
  });

  test("hold the study as it was asked for, seed, scenarios and designs included", async () => {
    const asked = { seed: 3, scenarios: 40, designs: ["buffered"] };
    await run("asked", asked);
    for (const index of [1, 2]) await run(`asked-${index}`, { ...asked, shard: { index, count: 2 } });
    await mergeShards([join(folder, "asked-2"), join(folder, "asked-1")], { out });
    expect(hashesOf(out)).toEqual(hashesOf(join(folder, "asked")));
  });

  test.each([
    ["losses of single events", { eventLosses: true }],
    ["weights", { sampler: "importance", importance: { rateFactor: 3 } }],
    ["replicates", { sampler: "sobol", replicateScenarios: 16 }],
    ["shares of hazards", { attribution: { scenarios: 40 } }],
  ])("hold %s as well, also where a shard was cut off", async (name, settings) => {
    const input = harbourStudy({ scenarios: 64, ...settings });
    const of = (part: string): string => `${name}-${part}`;
    await run(of("whole"), {}, input);
    const abort = new AbortController();
    const first = { shard: { index: 1, count: 2 }, resume: true };
    const onProgress = (): void => abort.abort();
    await expect(run(of("1"), { ...first, signal: abort.signal, onProgress }, input)).rejects.toThrow("interrupted");
    await run(of("1"), first, input);
    await run(of("2"), { shard: { index: 2, count: 2 } }, input);
    await mergeShards([join(folder, of("2")), join(folder, of("1"))], { out });
    expect(hashesOf(out)).toEqual(hashesOf(join(folder, of("whole"))));
  });

  test("after a shard was cut off and resumed are the same", async () => {
    const abort = new AbortController();
    const onProgress = (done: number): void => {
      if (done >= 16) abort.abort();
    };
    const shard = { index: 2, count: 2 };
    await expect(run("resumed", { shard, signal: abort.signal, onProgress })).rejects.toMatchObject({
      doneScenarios: 16,
    });
    await expect(mergeShards([at(1, 2), join(folder, "resumed")], { out })).rejects.toMatchObject({
      exitCode: EXIT.invalidStudy,
      message: expect.stringContaining("is not finished; go on with --resume"),
    });
    await run("resumed", { shard, resume: true });
    expect(manifestOf(join(folder, "resumed")).resultHash).toBe(manifestOf(at(2, 2)).resultHash);
    await mergeShards([at(1, 2), join(folder, "resumed")], { out });
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });

  test("are merged on where a merge was cut off", async () => {
    const abort = new AbortController();
    const onProgress = (done: number): void => {
      if (done >= 48) abort.abort();
    };
    const folders = [at(1, 3), at(2, 3), at(3, 3)];
    await expect(mergeShards(folders, { out, signal: abort.signal, onProgress })).rejects.toThrow("interrupted");
    await mergeShards(folders, { out, resume: true });
    expect(hashesOf(out)).toEqual(hashesOf(reference));
  });
});

describe("shards that make no whole run are refused", () => {
  const refused = async (
    folders: readonly string[],
    words: string | RegExp,
    code: number = EXIT.invalidStudy,
  ): Promise<void> => {
    const error = await mergeShards(folders, { out: join(folder, `refused-${merges++}`) }).catch((thrown) => thrown);
    expect(error.message).toMatch(words);
    expect(error.exitCode).toBe(code);
  };
  /** A copy of a shard, changed. */
  const copyOf = (from: string, change: (copy: string) => void): string => {
    const copy = join(folder, `copy-${merges++}`);
    cpSync(from, copy, { recursive: true });
    change(copy);
    return copy;
  };
  const withManifest = (from: string, edit: (text: string) => string): string =>
    copyOf(from, (copy) => {
      const path = join(copy, "manifest.json");
      writeFileSync(path, edit(readFileSync(path, "utf8")));
    });

  test("with a gap, at the start, in the middle or at the end", async () => {
    await refused([at(2, 3), at(3, 3)], "scenarios 0 to 31 are missing (shards not given: 1/3)");
    await refused([at(1, 3), at(3, 3)], /scenarios 32 to 63 are missing \(shards not given: 2\/3\)/);
    await refused([at(1, 3), at(2, 3)], /scenarios 64 to 89 are missing \(shards not given: 3\/3\)/);
    await refused([at(1, 7)], /scenarios 0 to 89 are missing \(shards not given: 2\/7, 3\/7, 4\/7, 5\/7, 6\/7, 7\/7\)/);
  });

  test("that overlap", async () => {
    await refused([at(1, 2), at(2, 3), at(3, 3)], /1-of-2 and .*2-of-3 overlap in scenarios 32 to 47/);
  });

  test("of another seed or another study", async () => {
    await run("seed-2", { seed: 12, shard: { index: 2, count: 2 } });
    await refused(
      [at(1, 2), join(folder, "seed-2")],
      /seed-2 was computed with another seed \(12, not 11\) than .*1-of-2/,
    );
    const other = harbourStudy({ scenarios: SCENARIOS, planner: { detectionDelayDays: 3 } });
    await run("other-2", { shard: { index: 2, count: 2 } }, other);
    await refused([at(1, 2), join(folder, "other-2")], /other-2 was computed with another study/);
  });

  test("of mixed versions of the engine, and of another engine than this", async () => {
    const older = (from: string): string =>
      withManifest(from, (text) => text.replace(/"engineVersion": "[^"]+"/, '"engineVersion": "0.0.1"'));
    await refused([at(1, 2), older(at(2, 2))], /computed with another engine version \(0\.0\.1, not/);
    await refused(
      [older(at(1, 2)), older(at(2, 2))],
      /to merge here, they were computed with another engine version/,
      EXIT.mismatch,
    );
    const v8 = withManifest(at(2, 2), (text) => text.replace(/"v8Version": "[^"]+"/, '"v8Version": "9"'));
    await refused([at(1, 2), v8], /another V8 version \(9, not/);
  });

  test("that claim the same scenarios with other results", async () => {
    const other = withManifest(at(2, 2), (text) => text.replace(/"resultHash": "\w/, '"resultHash": "x'));
    await refused([at(1, 2), at(2, 2), other], "have the same scenarios but other results");
  });

  test("whose blocks are not those they computed", async () => {
    const swapped = copyOf(at(2, 2), (copy) => cpSync(join(at(1, 2), "blocks.log"), join(copy, "blocks.log")));
    await refused([at(1, 2), swapped], /damaged/);
    const cut = copyOf(at(2, 2), (copy) => {
      const path = join(copy, "blocks.log");
      writeFileSync(path, readFileSync(path).subarray(0, -1));
    });
    await refused([at(1, 2), cut], /has a damaged blocks\.log/);
    const flipped = copyOf(at(2, 2), (copy) => {
      const path = join(copy, "blocks.log");
      const bytes = readFileSync(path);
      bytes[bytes.length - 9] ^= 1;
      writeFileSync(path, bytes);
    });
    await refused([at(1, 2), flipped], /damaged at byte/);
    const forged = withManifest(at(2, 2), (text) => text.replace(/"resultHash": "\w/, '"resultHash": "x'));
    await refused([at(1, 2), forged], /its blocks are not those it computed/);
  });

  test("whose study was changed afterwards", async () => {
    const changed = copyOf(at(1, 2), (copy) => {
      const path = join(copy, "study.original.yaml");
      writeFileSync(path, readFileSync(path, "utf8").replace('"priceUsdPerUnit":40', '"priceUsdPerUnit":41'));
    });
    await refused([changed, at(2, 2)], /computed with another study/, EXIT.mismatch);
  });

  test("that are whole runs, no runs, or nowhere", async () => {
    await refused([reference], /reference is no shard but a whole run/);
    await refused([at(1, 2), join(folder, "nowhere")], /missing shard .*nowhere/, EXIT.missingInput);
    const stranger = copyOf(at(1, 2), (copy) => rmSync(join(copy, "manifest.json")));
    await refused([stranger], /holds other files/);
  });
});
