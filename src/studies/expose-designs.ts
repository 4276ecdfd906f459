import type { CompiledStudy } from "../compile-study.ts";
import type { Study } from "../config/study.ts";
import { runTasks } from "../executors/task-pool.ts";
import { type Exposure, measureExposure } from "./exposure.ts";

/** What a worker that measures exposure starts with. */
export interface ExposureWork {
  readonly study: Study;
  /** [design] */
  readonly structuralPricePremiumPct: readonly number[];
}

/** Lanes of all designs from which on threads earn the time they take to start. */
const LEAST_LANES = 100;

/**
 * Measures the exposure of every design, one design a task where there is more than one worker: the same rows.
 *
 * @param leastLanes of all designs together, for workers to be used
 */
export async function exposeDesigns(
  compiled: CompiledStudy,
  workers: number,
  leastLanes = LEAST_LANES,
): Promise<Exposure[]> {
  const { study, designs } = compiled;
  const lanes = designs.map(({ network }) => network.counts.lanes);
  const isShared = workers > 1 && designs.length > 1 && lanes.reduce((sum, own) => sum + own, 0) >= leastLanes;
  if (!isShared) return measureExposure(compiled);
  // The largest first, so that no worker is left with it at the end.
  const order = [...designs.keys()].sort((left, right) => lanes[right] - lanes[left] || left - right);
  const work: ExposureWork = {
    study,
    structuralPricePremiumPct: designs.map(({ structure }) => structure.pricePremiumPct),
  };
  const rows: Exposure[][] = [];
  let next = 0;
  for await (const found of runTasks<number, Exposure[]>("exposure", Math.min(workers, designs.length), work, order)) {
    rows[order[next++]] = found;
  }
  return rows.flat();
}
