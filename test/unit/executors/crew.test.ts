import { afterAll, expect, test } from "vitest";
import { type BlockOutcome, createBatchRunner, generateCode } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { cutBlocks } from "../../../src/executors/define.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { type Crew, type Errand, runErrands } from "../../../src/executors/task-pool.ts";
import { findAnswers } from "../../../src/outputs/answers.ts";
import { openOutcomeStore } from "../../../src/outputs/outcome-store.ts";
import { exposeDesigns, measureExposure } from "../../../src/studies/exposure.ts";
import { temporaryFolder } from "../run/folders.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";
import { exhaust } from "./fake-study.ts";

const folder = temporaryFolder(afterAll);
const compiled = compileStudy(parseInput(harbourStudy()));
const study = toBatchStudy(compiled);
const designs = compiled.designs.length;

test("workers that stay behind their blocks do errands, to the bit as the thread that asks, until they are closed", async () => {
  const pool = createPool({ workers: 2, stays: true });
  expect(pool.crew).toBeUndefined();
  const { outcomes } = await exhaust(pool, study, [...cutBlocks(48, 4)]);
  const store = await openOutcomeStore(`${folder}/outcomes`, designs);
  for (const block of outcomes) await store.append(block.outcomes);
  const run = { designs, scenarios: 48, settings: compiled.study.settings };
  const { crew } = pool;
  if (crew === undefined) throw new Error("missing crew");
  const [alone, shared, exposed] = await Promise.all([
    findAnswers(store, run, { workers: 1 }),
    findAnswers(store, run, { workers: 0, crew, leastCompared: 1 }),
    exposeDesigns(compiled, 0, crew, 1),
  ]);
  expect(shared).toEqual(alone);
  expect(alone.comparisons.length).toBeGreaterThan(0);
  expect(exposed).toEqual(measureExposure(compiled));
  // They compute blocks again, if asked.
  expect((await exhaust(pool, study, [{ from: 0, to: 4 }])).outcomes).toEqual(outcomes.slice(0, 1));
  const again = pool.crew;
  await pool.close();
  expect(pool.crew).toBeUndefined();
  const late = runErrands(again ?? crew, "exposure", {}, [0]);
  await expect(late.next()).rejects.toThrow("the workers have been stopped");
  await store.discard();
}, 60_000);

test("where outcomes are recycled, each is right while it is looked at, and its memory goes back behind that", async () => {
  const pool = createPool({ workers: 2, recycles: true });
  const expected = createBatchRunner(study);
  let last: BlockOutcome | undefined;
  let reused = 0;
  for await (const block of pool.execute(study, cutBlocks(60, 4))) {
    expect(block).toEqual(expected(block.from, block.to));
    if (last?.outcomes.buffer.byteLength === 0) reused += 1;
    last = block;
  }
  expect(reused, "blocks whose memory has gone to a worker by the time of the next").toBeGreaterThan(3);
}, 60_000);

test("errands start in their order, one a worker, and are answered in it whoever is first", async () => {
  const started: number[] = [];
  let underWay = 0;
  let most = 0;
  const crew: Crew = {
    workers: 2,
    async run(message) {
      const { task } = message as Errand<unknown, number>;
      started.push(task);
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, task));
      underWay -= 1;
      if (task === 9) return { ok: false, message: "this one fails" };
      return { ok: true, result: task };
    },
  };
  const answered: number[] = [];
  for await (const answer of runErrands<number, number>(crew, "exposure", {}, [40, 1, 2, 3, 30])) answered.push(answer);
  expect([started, answered, most]).toEqual([[40, 1, 2, 3, 30], [40, 1, 2, 3, 30], 2]);
  const failing = runErrands<number, number>(crew, "exposure", {}, [1, 9, 2], 1);
  expect((await failing.next()).value).toBe(1);
  await expect(failing.next()).rejects.toThrow("this one fails");
});

test("workers leave with the last block unless they are to stay", async () => {
  const pool = createPool({ workers: 1 });
  await exhaust(pool, study, [{ from: 0, to: 4 }]);
  expect(pool.crew).toBeUndefined();
}, 60_000);

test("code that was generated once gives the same blocks as code of one's own", () => {
  const code = [...generateCode(study)];
  expect(code).toHaveLength(designs);
  expect(createBatchRunner(study, code)(0, 8)).toEqual(createBatchRunner(study)(0, 8));
  expect([...generateCode({ ...study, kernel: "reference" })]).toEqual([]);
});
