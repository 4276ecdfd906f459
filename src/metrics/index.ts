import * as all from "./all.ts";
import type { Metric } from "./define.ts";

/** All metrics in the order of the columns of `fact_outcome`. */
export const METRICS: readonly Metric[] = Object.values(all);

/** Column of a metric by name; -1 if there is none. */
export function metricIndex(name: string): number {
  return METRICS.findIndex((metric) => metric.name === name);
}
