import { describe, expect, test } from "vitest";
import type { BatchStudy } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { cutBlocks } from "../../../src/executors/define.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { openWatchedPool } from "../../../src/executors/watched-pool.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";
import { BLOCKS, counter, exhaust, fakeStudy, faultyWorker, within } from "./fake-study.ts";

const study = toBatchStudy(compileStudy(parseInput(harbourStudy())));
const fixture = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("blocks", () => {
  test.each([
    [0, 16, []],
    [1, 16, [[0, 1]]],
    [16, 16, [[0, 16]]],
    [
      17,
      16,
      [
        [0, 16],
        [16, 17],
      ],
    ],
    [
      3,
      1,
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
  ])("of %i scenarios, %i at a time, cover each scenario once", (scenarios, size, ranges) => {
    expect([...cutBlocks(scenarios, size)]).toEqual(ranges.map(([from, to]) => ({ from, to })));
  });
});

describe("the pool", () => {
  const blocks = [...cutBlocks(48, 4)];

  test("computes what the calling thread computes, to the bit", async () => {
    const expected = await exhaust(inline, study, blocks);
    const { outcomes, error } = await within(30, "pool", exhaust(createPool({ workers: 2 }), study, blocks));
    expect(error).toBeUndefined();
    expect(outcomes).toEqual(expected.outcomes);
  });

  test("hands blocks on in their order although they finish in another", async () => {
    const finished = new Int32Array(new SharedArrayBuffer(4 * (blocks.length + 1)));
    const noted = { ...study, finished } as BatchStudy;
    const pool = createPool({ workers: 2, workerUrl: fixture("delayed-block.ts") });
    const { outcomes, error } = await within(30, "delayed", exhaust(pool, noted, blocks));
    expect(error).toBeUndefined();
    const order = [...finished.subarray(1)];
    expect(order.toSorted((a, b) => a - b)).toEqual(blocks.map(({ from }) => from));
    expect(order, "the delays must shuffle").not.toEqual(blocks.map(({ from }) => from));
    expect(outcomes).toEqual((await exhaust(inline, study, blocks)).outcomes);
  });

  test.each(["throws", "exits", "garbles"])("gets every block right although its first try %s", async (how) => {
    const tried = new Int32Array(new SharedArrayBuffer(4 * 48));
    const flaky = { ...study, tried, how } as BatchStudy;
    const few = blocks.slice(0, 3);
    const pool = createPool({ workers: 1, workerUrl: fixture("flaky-block.ts") });
    const { outcomes, error } = await within(30, how, exhaust(pool, flaky, few));
    expect(error).toBeUndefined();
    expect(few.map(({ from }) => tried[from])).toEqual([2, 2, 2]);
    expect(outcomes).toEqual((await exhaust(inline, study, few)).outcomes);
  });

  test("names the scenario and design at fault when the engine finds an impossible number", async () => {
    // NaN as the price of the second market of every design: revenue cannot be.
    const broken = structuredClone(study) as typeof study & { networks: { buffer: SharedArrayBuffer } };
    const buffer = new SharedArrayBuffer(study.networks.buffer.byteLength);
    new Uint8Array(buffer).set(new Uint8Array(study.networks.buffer));
    const values = new Float64Array(buffer);
    const price = values.indexOf(35);
    expect(price).toBeGreaterThan(0);
    values[price] = Number.NaN;
    const poisoned = { ...broken, networks: { ...study.networks, buffer } };
    const pool = createPool({ workers: 1, studyFile: "my.yaml" });
    const { outcomes, error } = await within(30, "poisoned", exhaust(pool, poisoned, blocks));
    expect(outcomes).toEqual([]);
    expect(error).toMatchObject({ name: "SimulationError", design: "lean", scenario: 0 });
    expect((error as Error).message).toMatch(/invalid \w+ NaN, design 'lean' in scenario 0\n/);
    expect((error as Error).message).toContain("breakwater replay my.yaml --design lean --scenario 0 --seed 11");
    const inThread = await exhaust(inline, poisoned, blocks);
    expect(inThread.error).toMatchObject({ name: "SimulationError", design: "lean", scenario: 0 });
  });

  test("has nothing to do for no blocks, and ends", async () => {
    const pool = createPool({ workers: 2, workerUrl: faultyWorker });
    expect(await within(20, "no blocks", exhaust(pool, fakeStudy({}), []))).toMatchObject({ outcomes: [] });
  });

  test("starts at most two blocks a worker beyond what has been taken", async () => {
    const starts = counter();
    const pool = createPool({ workers: 2, workerUrl: faultyWorker });
    const outcomes = pool.execute(fakeStudy({ starts }), cutBlocks(40, 1));
    for (let taken = 1; taken <= 3; taken++) {
      await within(20, "next", outcomes.next());
      await pause(100);
      expect(Atomics.load(starts, 0)).toBeGreaterThanOrEqual(taken);
      expect(Atomics.load(starts, 0)).toBeLessThanOrEqual(taken + 3);
    }
    await outcomes.return(undefined);
  });

  test.each(["return", "throw"] as const)("stops its workers when the reader ends early by %s", async (how) => {
    const starts = counter();
    const pool = createPool({ workers: 2, workerUrl: faultyWorker });
    const read = async (): Promise<void> => {
      for await (const { from } of pool.execute(fakeStudy({ starts }), cutBlocks(1000, 1))) {
        if (from < 2) continue;
        if (how === "throw") throw new Error("the reader is tired");
        return;
      }
    };
    const outcome = within(20, how, read());
    if (how === "throw") await expect(outcome).rejects.toThrow("tired");
    else await outcome;
    const started = Atomics.load(starts, 0);
    expect(started).toBeLessThan(10);
    await pause(150);
    expect(Atomics.load(starts, 0)).toBe(started);
  });

  test("stops a worker in the middle of its work, and one that loops for ever", async () => {
    const fault = { at: "block", does: "loops for ever", onlyFrom: 4 } as const;
    const outcomes = createPool({ workers: 2, workerUrl: faultyWorker }).execute(fakeStudy(fault), BLOCKS);
    await within(20, "first", outcomes.next());
    await pause(100);
    await within(20, "return", outcomes.return(undefined));
    expect(await outcomes.next()).toEqual({ value: undefined, done: true });
  });

  test("can be used again, also after a failure", async () => {
    const pool = createPool({ workers: 1, workerUrl: faultyWorker });
    const failed = await within(20, "fails", exhaust(pool, fakeStudy({ at: "block", does: "exits with 0" })));
    expect(failed.error).toBeDefined();
    const { ranges, error } = await within(20, "works", exhaust(pool, fakeStudy({})));
    expect(error).toBeUndefined();
    expect(ranges).toHaveLength(BLOCKS.length);
  });
});

describe("workers that have been stopped", () => {
  test("take no task any more, and are not started again by one", async () => {
    const pool = openWatchedPool(2, faultyWorker, fakeStudy({}));
    expect(await pool.run("hello", 10_000)).toEqual({ ok: true });
    await pool.close();
    await expect(pool.run("hello", 10_000)).rejects.toThrow("the workers have been stopped");
    await pool.close();
  });
});

describe("any executor", () => {
  // A hundred million scenarios, one a block: a list of them, or of what was computed ahead, would not fit.
  test.each([inline, createPool({ workers: 1 })])(
    "$name computes no more than the reader asks for",
    async (executor) => {
      const outcomes = executor.execute(study, cutBlocks(1e8, 1));
      const first = await within(30, "first", outcomes.next());
      expect(first.value).toMatchObject({ from: 0, to: 1 });
      await within(30, "return", outcomes.return(undefined));
    },
  );
});
