import { meanInterval, measureMoments } from "../aggregate/moments.ts";
import { summaryConfidence } from "../aggregate/summary.ts";
import { neededTailSampleSize } from "../aggregate/tail.ts";
import { tailWeights } from "../aggregate/tail-weights.ts";
import { ATTRIBUTED_METRICS, type AttributionBlock, type AttributionOptions, createAttributor } from "../attribute.ts";
import { type CompiledStudy, toBatchStudy } from "../compile-study.ts";
import { cutBlocks } from "../executors/define.ts";
import { runTasks } from "../executors/task-pool.ts";
import { compensatedSum } from "../math/compensated-sum.ts";

/** The part one hazard has in one metric of one design. */
export interface AttributionRow {
  readonly design: string;
  readonly hazard: string;
  readonly metric: string;
  /** Mean Shapley share of a scenario, in the unit of the metric, with its 95 % interval over scenarios. */
  readonly mean: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Standard error that sampled orders alone leave; 0 where every coalition was valued. */
  readonly samplingError: number;
  /** `mean` over the design's mean; undefined where that is 0. */
  readonly share: number | undefined;
  /** `mean` with what the hazard's disruptions set off counted to it, and what set them off not. */
  readonly rootMean: number;
  /** Mean that is gone when the hazard is: does not sum to the whole. */
  readonly leftOutMean: number;
  /** Part of CVaR 95, and its share; undefined with fewer than 200 scenarios. */
  readonly cvar95: number | undefined;
  readonly cvar95Share: number | undefined;
  readonly scenarios: number;
}

/** Scenarios of a task: each may take hundreds of runs. */
const BLOCK = 4;
const TAIL_LEVEL = 0.95;

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
  const gathered = gather(compiled.study.designs.length, study.hazards.length, scenarios);
  if (workers === 0) {
    const attribute = createAttributor(study, options);
    for (const { from, to } of tasks) gathered.add(attribute(from, to));
  } else {
    for await (const block of runTasks<(typeof tasks)[number], AttributionBlock>(
      "attribute",
      Math.min(workers, tasks.length),
      { study, options },
      tasks,
    )) {
      gathered.add(block);
      onProgress?.(block.to, scenarios);
    }
  }
  return compiled.study.designs.flatMap(({ id }, design) =>
    ATTRIBUTED_METRICS.flatMap((metric, value) => {
      const totals = gathered.totals(design, value);
      const mean = compensatedSum(totals) / scenarios;
      const tail = scenarios < neededTailSampleSize(TAIL_LEVEL) ? undefined : tailWeights(totals, TAIL_LEVEL);
      const cvar = tail === undefined ? undefined : weigh(totals, tail);
      return study.hazards.map((hazard, number) => {
        const own = gathered.column("own", design, number, value);
        const moments = measureMoments(own);
        const interval = meanInterval(moments, summaryConfidence);
        const part = tail === undefined ? undefined : weigh(own, tail);
        const variance = compensatedSum(gathered.column("variances", design, number, value));
        return {
          design: id,
          hazard: hazard.id,
          metric,
          mean: moments.mean,
          low: interval?.low,
          high: interval?.high,
          samplingError: Math.sqrt(variance) / scenarios,
          share: mean === 0 ? undefined : moments.mean / mean,
          rootMean: compensatedSum(gathered.column("root", design, number, value)) / scenarios,
          leftOutMean: compensatedSum(gathered.column("leftOut", design, number, value)) / scenarios,
          cvar95: part,
          cvar95Share: part === undefined || cvar === undefined || cvar === 0 ? undefined : part / cvar,
          scenarios,
        };
      });
    }),
  );
}

type Kind = "own" | "root" | "leftOut" | "variances";

/** Puts blocks side by side in whole columns. */
function gather(designs: number, hazards: number, scenarios: number) {
  const values = ATTRIBUTED_METRICS.length;
  const size = scenarios * designs * hazards * values;
  const all = {
    totals: new Float64Array(scenarios * designs * values),
    own: new Float64Array(size),
    root: new Float64Array(size),
    leftOut: new Float64Array(size),
    variances: new Float64Array(size),
  };
  return {
    add(block: AttributionBlock): void {
      const row = block.from * designs;
      all.totals.set(block.totals, row * values);
      for (const kind of ["own", "root", "leftOut", "variances"] as const) {
        all[kind].set(block[kind], row * hazards * values);
      }
    },
    totals(design: number, value: number): Float64Array {
      return Float64Array.from({ length: scenarios }, (_, at) => all.totals[(at * designs + design) * values + value]);
    },
    column(kind: Kind, design: number, hazard: number, value: number): Float64Array {
      return Float64Array.from(
        { length: scenarios },
        (_, at) => all[kind][((at * designs + design) * hazards + hazard) * values + value],
      );
    },
  };
}

function weigh(values: Float64Array, weights: Float64Array): number {
  return compensatedSum(values.map((value, at) => value * weights[at]));
}
