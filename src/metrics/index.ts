import * as all from "./all.ts";
import type { Metric } from "./define.ts";

/** All metrics in the order of the columns of `fact_outcome`. */
export const METRICS: readonly Metric[] = Object.values(all);

export const METRIC_NAMES = METRICS.map((metric) => metric.name);

/** Losses of a scenario in money: metrics that get exceedance curves and losses by event. */
export const LOSS_METRICS = ["lostRevenueUsd", "extraCostUsd"] as const;

/** Column of a metric by name; -1 if there is none. */
export function metricIndex(name: string): number {
  return METRICS.findIndex((metric) => metric.name === name);
}
