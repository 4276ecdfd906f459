import { readFileSync } from "node:fs";
import type { BatchStudy } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { cutBlocks } from "../src/executors/define.ts";
import { createPool } from "../src/executors/pool.ts";
import { interleave, median, medianRatio } from "./measure.ts";

/**
 * Scenario-designs a second on the shipped flagship study, and what a second worker and generated code bring. Files are not written. From
 * the first block on is without what comes before there are workers.
 */
export async function benchEndToEnd({
  rounds = 5,
  scenarios = 5120,
  ofReference = 400,
  id = "ev-battery",
} = {}): Promise<{ name: string; value: string }[]> {
  const file = `configs/${id}.yaml`;
  const compiled = compileStudy(parseStudy(file, readFileSync(file, "utf8")));
  const study = toBatchStudy(compiled);
  const byReference = toBatchStudy(compiled, "reference");
  const { blockScenarios } = study.settings;
  /** [one or two workers][round] seconds from the first block on. */
  const behindFirst: number[][] = [[], []];
  const withWorkers =
    (workers: number, by: BatchStudy, most: number, times: number[] = []) =>
    async () => {
      let done = 0;
      let first = 0;
      for await (const outcome of createPool({ workers, recycles: true }).execute(
        by,
        cutBlocks(most, blockScenarios),
      )) {
        if (done === 0) first = performance.now();
        done += outcome.to - outcome.from;
      }
      if (done !== most) throw new Error(`invalid bench, ${done} of ${most} scenarios were computed`);
      times.push((performance.now() - first) / 1000);
    };
  const [one, two] = await interleave(rounds, [
    withWorkers(1, study, scenarios, behindFirst[0]),
    withWorkers(2, study, scenarios, behindFirst[1]),
  ]);
  const [generated, reference] = await interleave(rounds, [
    withWorkers(2, study, ofReference),
    withWorkers(2, byReference, ofReference),
  ]);
  // Without the round that is not counted.
  const [oneBehind, twoBehind] = behindFirst.map((times) => times.slice(-rounds));
  const rate = (times: number[]): string => ((scenarios * compiled.designs.length) / median(times)).toFixed(0);
  const name = (what: string): string => `${compiled.study.id}, ${scenarios} scenarios, ${what}`;
  return [
    { name: name("1 worker"), value: `${rate(one)} scenario-designs a second` },
    { name: name("2 workers"), value: `${rate(two)} scenario-designs a second` },
    { name: "1 worker / 2 workers, from the first block on", value: timesAsLong(oneBehind, twoBehind) },
    { name: "1 worker / 2 workers, start-up included", value: timesAsLong(one, two) },
    {
      name: `reference / generated code, ${ofReference} scenarios, 2 workers, start-up included`,
      value: timesAsLong(reference, generated),
    },
  ];
}

function timesAsLong(longer: readonly number[], shorter: readonly number[]): string {
  return `${medianRatio(longer, shorter).toFixed(2)} times as long`;
}
