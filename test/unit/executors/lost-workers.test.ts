import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { SimulationError } from "../../../src/errors.ts";
import { createPool, type PoolOptions } from "../../../src/executors/pool.ts";
import { counter, exhaust, type Fault, fakeStudy, faultyWorker, within } from "./fake-study.ts";

/** Everything here ends; a test that would hang fails by itself after this. */
const SECONDS = 20;
const ALL = ["0-2", "2-4", "4-6", "6-8", "8-10", "10-11"];

const THROWS = [
  "throws an Error",
  "throws a string",
  "throws null",
  "throws undefined",
  "throws what cannot be posted",
  "throws an object without text",
  "rejects",
  "rejects with nothing",
];
const DIES = ["throws a moment later", "exits with 0", "exits with 3"];
const SILENT = ["never answers", "loops for ever"];
const GARBAGE = [
  "answers undefined",
  "answers null",
  "answers text",
  "answers a number",
  "answers what cannot be posted",
  "answers an empty object",
  "answers ok alone",
  "answers not ok without a message",
  "answers an outcome without arrays",
  "answers the next block",
  "answers a longer block",
  "answers half the rows",
  "answers fewer weights",
  "answers event losses nobody asked for",
  "answers half a disruption",
  "answers curves of other days",
  "answers prices of other days",
  "answers sums of other days",
  "answers plain lists",
];

function run(fault: Fault, options: Partial<PoolOptions> = {}) {
  const pool = createPool({ workers: 1, workerUrl: faultyWorker, studyFile: "my.yaml", ...options });
  return within(SECONDS, JSON.stringify(fault), exhaust(pool, fakeStudy(fault)));
}

function message(error: unknown): string {
  expect(error).toBeInstanceOf(SimulationError);
  return (error as SimulationError).message;
}

describe("a worker that fails in a block", () => {
  test("is no worker at all in these tests unless told: every block comes, in order", async () => {
    const { ranges, outcomes, error } = await run({}, { workers: 2 });
    expect(error).toBeUndefined();
    expect(ranges).toEqual(ALL);
    expect(outcomes.map(({ outcomes: values }) => values[0])).toEqual([0, 2, 4, 6, 8, 10]);
  });

  test.each([...THROWS, ...DIES, ...GARBAGE])(
    "that %s: twice is tried again and nothing is missing, three times fail the run and name the block",
    async (does) => {
      const strikes = counter();
      const { ranges, outcomes, error } = await run({
        at: "block",
        does,
        onlyFrom: 2,
        times: 2,
        strikes,
        alwaysFrom: 6,
      });
      expect(strikes[0]).toBe(3);
      expect(ranges).toEqual(ALL.slice(0, 3));
      expect(outcomes.map(({ outcomes: values }) => values[0])).toEqual([0, 2, 4]);
      expect(message(error)).toContain("scenarios 6 to 7 (seed 7) failed 3 times: ");
      expect(message(error)).toContain("breakwater replay my.yaml --design lean --scenario 6 --seed 7");
      expect(error).toMatchObject({ scenario: 6, design: "lean" });
    },
  );

  test.each(["throws an Error", "throws a string", "rejects", "throws a moment later"])(
    "that %s: its own words stand in the message",
    async (does) => {
      const { error } = await run({ at: "block", does });
      expect(message(error)).toContain("the dam broke");
    },
  );

  test.each(SILENT)("that %s: the run fails after the longest silence", async (does) => {
    const { ranges, error } = await run({ at: "block", does, onlyFrom: 4 }, { workers: 1, scenarioMs: 25 });
    expect(message(error)).toContain("scenarios 4 to 5 (seed 7) failed 3 times: no answer within 0.2 s");
    expect(ranges).toEqual(ALL.slice(0, 2));
  });

  test.each(SILENT)("that %s once: it is stopped and the block is computed by another", async (does) => {
    const fault = { at: "block", does, onlyFrom: 4, times: 1, strikes: counter() } as const;
    const { ranges, error } = await run(fault, { workers: 2, scenarioMs: 100 });
    expect(error).toBeUndefined();
    expect(ranges).toEqual(ALL);
  });

  test.each(["exits with 0", "throws a moment later"])(
    "that %s in every block: it fails at the first",
    async (does) => {
      const { ranges, error } = await run({ at: "block", does }, { workers: 3 });
      expect(message(error)).toContain("scenarios 0 to 1 ");
      expect(ranges).toEqual([]);
    },
  );

  test("has all the time there is where blocks are huge: more than a timer can count", async () => {
    const { ranges, error } = await run({}, { helloMs: 1e12, scenarioMs: 1e12 });
    expect(error).toBeUndefined();
    expect(ranges).toEqual(ALL);
  });

  test("for the last block: the run fails although everything else is there", async () => {
    const { ranges, error } = await run({ at: "block", does: "exits with 0", onlyFrom: 10 }, { workers: 2 });
    expect(message(error)).toContain("scenarios 10 to 10 ");
    expect(ranges).toEqual(ALL.slice(0, 5));
  });
});

describe("a worker that cannot load", () => {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const broken = join(folder, "syntax-error.mjs");
  writeFileSync(broken, "export default ( => {}\n");

  const cannotLoad = async (workerUrl: URL, workers: number): Promise<string> => {
    const { ranges, error } = await run({}, { workerUrl, workers });
    expect(ranges).toEqual([]);
    expect(message(error)).toContain("invalid worker, it could not start: ");
    return message(error);
  };

  test.each([1, 2, 8])("for a syntax error, %i of them", async (workers) => {
    // Eight at once report their failure one after the other: each report must find a listener.
    expect(await cannotLoad(pathToFileURL(broken), workers)).toMatch(/unexpected token/i);
  });

  test.each([1, 3])("for a missing import, %i of them", async (workers) => {
    const url = new URL("./fixtures/missing-import.mjs", import.meta.url);
    expect(await cannotLoad(url, workers)).toContain("there-is-no-such-module");
  });

  test("because there is no such file", async () => {
    expect(await cannotLoad(pathToFileURL(join(folder, "nothing.mjs")), 2)).toContain("nothing.mjs");
  });

  test("because it exports no function", async () => {
    await cannotLoad(new URL("./fixtures/no-function.mjs", import.meta.url), 2);
  });

  const throws = THROWS.filter((does) => !does.startsWith("rejects")); // a module throws, it does not reject
  const all: [string, number][] = [...throws, "exits with 0", "exits with 3"].map((does) => [does, 2]);
  test.each([...all, ["throws null", 1] as const, ["exits with 0", 1] as const])(
    "because it %s on the way, %i of them",
    async (does, workers) => {
      const { ranges, error } = await run({ at: "load", does }, { workers });
      expect(ranges).toEqual([]);
      expect(message(error)).toContain("invalid worker, it could not start: ");
    },
  );

  test.each(SILENT)("because it %s on the way: the hello is waited for, not for ever", async (does) => {
    const { error } = await run({ at: "load", does }, { helloMs: 300 });
    expect(message(error)).toContain("it could not start: no answer within 0.3 s");
  });

  test.each([
    ...THROWS,
    ...DIES,
    "answers undefined",
    "answers null",
    "answers text",
    "answers not ok without a message",
  ])("is told from one that loads and %s to its hello: that one fails the run too", async (does) => {
    const { ranges, error } = await run({ at: "hello", does }, { workers: 2 });
    expect(ranges).toEqual([]);
    expect(message(error)).toContain("invalid worker, it could not start: ");
  });
});

describe("a worker that dies and whose replacement cannot load", () => {
  // The pool underneath gives up replacing then, without a word, and tasks wait for ever.
  test.each(["throws an Error", "throws null", "exits with 0", "exits with 3"])(
    "because it %s: the run fails when nobody is left",
    async (does) => {
      const fault = { at: "load", does, afterLoads: 1, loads: counter(), onlyFrom: 4 } as const;
      const { ranges, error } = await run(fault, { workers: 1 });
      expect(ranges).toEqual(ALL.slice(0, 2));
      expect(message(error)).toContain("scenarios 4 to 5 (seed 7) failed 3 times: ");
    },
  );

  test("leaves the work to the others, and the run succeeds", async () => {
    const fault = { at: "load", does: "throws an Error", afterLoads: 2, onlyFrom: 4, times: 1 } as const;
    const { ranges, error } = await run({ ...fault, loads: counter(), strikes: counter() }, { workers: 2 });
    expect(error).toBeUndefined();
    expect(ranges).toEqual(ALL);
  });

  test("because it hangs: the block's own time runs out", async () => {
    const fault = { at: "load", does: "loops for ever", afterLoads: 1, loads: counter(), onlyFrom: 4 } as const;
    const { error } = await run(fault, { workers: 1, scenarioMs: 60 });
    expect(message(error)).toContain("scenarios 4 to 5 ");
  });
});
