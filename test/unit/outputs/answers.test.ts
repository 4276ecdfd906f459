import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Column, toArray } from "../../../src/aggregate/column.ts";
import { RUN_ROWS } from "../../../src/aggregate/workspace.ts";
import { EXIT } from "../../../src/errors.ts";
import { LOSS_METRICS, METRICS } from "../../../src/metrics/index.ts";
import { findAnswers } from "../../../src/outputs/answers.ts";
import { openOutcomeReader, openOutcomeStore } from "../../../src/outputs/outcome-store.ts";
import { rollDice } from "../../helpers/random-study.ts";

const folder = mkdtempSync(join(tmpdir(), "answers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const DESIGNS = 3;
/** More than a chunk of the store, and enough for workers to be worth it. */
const SCENARIOS = 4200;

async function fillStore(name: string, isWeighted: boolean) {
  const sample = { replicateSize: 1, isWeighted, hasEventLosses: true };
  const store = await openOutcomeStore(join(folder, name), DESIGNS, sample);
  const dice = rollDice(11);
  const outcomes = Float64Array.from({ length: SCENARIOS * DESIGNS * METRICS.length }, (_, at) => {
    const { kind } = METRICS[at % METRICS.length];
    if (kind === "flag") return dice.chance(0.4) ? 1 : 0;
    return dice.whole(0, 20) * (kind === "duration" ? 10 : dice.between(0.5, 2));
  });
  const events = Float64Array.from({ length: SCENARIOS * DESIGNS * LOSS_METRICS.length }, () => dice.between(0, 9));
  const weights = Float64Array.from({ length: SCENARIOS }, () => dice.between(0.5, 1.5));
  await store.append(outcomes, weights, events);
  return store;
}

test("what another thread reads of a store is what its owner reads, the last rows and the weights among it", async () => {
  const store = await fillStore("read", true);
  const reader = await openOutcomeReader(await store.share());
  expect(store.readColumn(2, 3).length).toBe(SCENARIOS);
  for (const [design, metric] of [
    [0, 0],
    [2, METRICS.length - 1],
  ]) {
    expect(toArray(reader.readColumn(design, metric))).toEqual(toArray(store.readColumn(design, metric)));
  }
  expect(reader.readSampling()).toEqual(store.readSampling());
  const [theirs, own] = [reader, store].map((one) => one.readEventLosses(1, 0) as Column);
  expect(toArray(theirs)).toEqual(toArray(own));
  await reader.close();
  // It may go on.
  await store.append(new Float64Array(DESIGNS * METRICS.length), Float64Array.of(1), new Float64Array(DESIGNS * 3));
  expect(store.readColumn(2, 3).length).toBe(SCENARIOS + 1);
  await store.discard();
});

const service = {
  failBelowFraction: 0.9,
  recoverAtFraction: 0.95,
  holdDays: 14,
  backlogToleranceFraction: 0.005,
  restrictedMeanDays: 100,
};
const run = { designs: DESIGNS, scenarios: SCENARIOS, settings: { service, exposureDays: 365 } };

test("statistics are the same rows whether workers find them or the thread that asks", async () => {
  const store = await fillStore("answers", false);
  const [alone, shared] = [
    await findAnswers(store, run, { workers: 1 }),
    await findAnswers(store, run, { workers: 2, leastCompared: 1 }),
  ];
  expect(shared).toEqual(alone);
  expect(alone.comparisons).toHaveLength(DESIGNS * (DESIGNS - 1) * METRICS.length);
  expect(alone.statistics).toHaveLength(DESIGNS);
  expect(alone.logRanks).toHaveLength(DESIGNS * (DESIGNS - 1));
  expect(alone.selections.length).toBeGreaterThan(0);
  expect(new Set(alone.distributions.map(({ metric }) => metric)).size).toBe(
    METRICS.filter(({ kind }) => kind === "number").length,
  );
  await store.discard();
}, 60_000);

test.skipIf(!existsSync("/dev/full"))(
  "a disk without room for what workers sort is told as such",
  async () => {
    const path = join(folder, "full");
    const store = await openOutcomeStore(path, 1);
    const rows = RUN_ROWS + 1; // longer than what is sorted in memory
    const dice = rollDice(5);
    await store.append(Float64Array.from({ length: rows * METRICS.length }, () => dice.whole(0, 1)));
    for (let thread = 0; thread < 64; thread++) symlinkSync("/dev/full", `${path}.sorting-${thread}`);
    const one = { ...run, designs: 1, scenarios: rows };
    const found = findAnswers(store, one, { workers: 2, leastCompared: 0 });
    await expect(found).rejects.toMatchObject({ exitCode: EXIT.ioError, message: expect.stringContaining("ENOSPC") });
    await store.discard();
  },
  60_000,
);

test("workers that find answers are stopped by the signal, not asked for the rest", async () => {
  const store = await fillStore("stopped", false);
  await expect(findAnswers(store, run, { workers: 2, signal: AbortSignal.abort(), leastCompared: 1 })).rejects.toThrow(
    "the workers have been stopped",
  );
  await store.discard();
}, 60_000);
