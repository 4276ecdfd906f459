import { plainSampling } from "../aggregate/sampling.ts";
import { type AttributionBlock, createAttributor } from "../attribute.ts";
import { ATTRIBUTED_METRICS, type AttributionOptions } from "../attribute-scenario.ts";
import { type CompiledStudy, toBatchStudy } from "../compile-study.ts";
import { cutBlocks } from "../executors/define.ts";
import { runTasks } from "../executors/task-pool.ts";
import { gatherShares, type HazardShare } from "../outputs/attribution.ts";

/** The part one hazard has in one metric of one design, by name. */
export interface AttributionRow extends Omit<HazardShare, "design" | "hazard" | "value"> {
  readonly design: string;
  readonly hazard: string;
  readonly metric: string;
}

/** Scenarios of a task: each may take hundreds of runs. */
const BLOCK = 4;

/**
 * Shares expected loss, its CVaR, the time to recover and inflation of every design among the hazards of a study, by Shapley
 * over the disruptions of each scenario. Scenarios are independent draws, whatever the study's sampler: the first ones of its
 * monte-carlo run.
 *
 * @param workers 0 computes in the calling thread
 * @returns rows by design, metric, hazard
 */
export async function attributeStudy(
  compiled: CompiledStudy,
  options: AttributionOptions,
  workers: number,
  onProgress?: (done: number, total: number) => void,
): Promise<AttributionRow[]> {
  const independent = { ...compiled.study.settings, sampler: "monte-carlo" };
  const study = toBatchStudy({ ...compiled, study: { ...compiled.study, settings: independent } });
  const { scenarios } = compiled.study.settings;
  const tasks = [...cutBlocks(scenarios, BLOCK)];
  const gathered = gatherShares(compiled.study.designs.length, study.hazards.length, scenarios);
  if (workers === 0) {
    const attribute = createAttributor(study, options);
    for (const { from, to } of tasks) gathered.add(attribute(from, to), from);
  } else {
    for await (const block of runTasks<(typeof tasks)[number], AttributionBlock>(
      "attribute",
      Math.min(workers, tasks.length),
      { study, options },
      tasks,
    )) {
      gathered.add(block, block.from);
      onProgress?.(block.to, scenarios);
    }
  }
  return gathered.read(scenarios, plainSampling).map(({ design, hazard, value, ...share }) => ({
    design: compiled.study.designs[design].id,
    hazard: study.hazards[hazard].id,
    metric: ATTRIBUTED_METRICS[value],
    ...share,
  }));
}
