import { readFileSync } from "node:fs";
import type { BatchStudy } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { cutBlocks } from "../src/executors/define.ts";
import { createPool } from "../src/executors/pool.ts";
import { interleave, median, medianRatio } from "./measure.ts";

/**
 * Scenario-designs a second on the shipped flagship study, and what a second worker and generated code bring: the first scenarios of a
 * run of its own length. Files are not written.
 */
export async function benchEndToEnd({
  rounds = 5,
  scenarios = 400,
  id = "ev-battery",
} = {}): Promise<{ name: string; value: string }[]> {
  const file = `configs/${id}.yaml`;
  const compiled = compileStudy(parseStudy(file, readFileSync(file, "utf8")));
  const study = toBatchStudy(compiled);
  const byReference = toBatchStudy(compiled, "reference");
  const blocks = cutBlocks(scenarios, study.settings.blockScenarios);
  const withWorkers = (workers: number, by: BatchStudy) => async () => {
    let done = 0;
    for await (const outcome of createPool({ workers }).execute(by, blocks)) done += outcome.to - outcome.from;
    if (done !== scenarios) throw new Error(`invalid bench, ${done} of ${scenarios} scenarios were computed`);
  };
  const [one, two, reference] = await interleave(rounds, [
    withWorkers(1, study),
    withWorkers(2, study),
    withWorkers(2, byReference),
  ]);
  const rate = (times: number[]): string => ((scenarios * compiled.designs.length) / median(times)).toFixed(0);
  return [
    { name: `${compiled.study.id}, 1 worker`, value: `${rate(one)} scenario-designs a second` },
    { name: `${compiled.study.id}, 2 workers`, value: `${rate(two)} scenario-designs a second` },
    { name: "1 worker / 2 workers, start-up included", value: `${medianRatio(one, two).toFixed(2)} times as long` },
    {
      name: "reference / generated code, 2 workers, start-up included",
      value: `${medianRatio(reference, two).toFixed(2)} times as long`,
    },
  ];
}
