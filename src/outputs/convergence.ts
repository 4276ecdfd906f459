import { columnConvergence, durationConvergence } from "../aggregate/convergence.ts";
import type { Sampling } from "../aggregate/sampling.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { ConvergenceRow } from "./tables/convergence.ts";

/** Metrics whose convergence is always shown: those of the table at the end of a run, and cost. */
const SHOWN = ["impacted", "timeToRecoverDays", "lostRevenueUsd", "extraCostUsd", "peakInflationPct"];

/** How the main statistics of a design came to their values. `watched` are metrics whose precision the run was to reach. */
export async function convergenceRows(
  store: OutcomeReader,
  design: number,
  restrictedMeanDays: number,
  watched: readonly string[],
  sampling: Sampling,
): Promise<ConvergenceRow[]> {
  const rows: ConvergenceRow[] = [];
  for (let metric = 0; metric < METRICS.length; metric++) {
    const { name, kind, worse, seenBy } = METRICS[metric];
    if (!SHOWN.includes(name) && !watched.includes(name)) continue;
    const values = store.readColumn(design, metric);
    const points =
      kind === "duration"
        ? durationConvergence(
            values,
            store.readColumn(design, metricIndex(seenBy as string)),
            { horizon: restrictedMeanDays },
            sampling,
          )
        : columnConvergence(values, { worse, isFlag: kind === "flag" }, sampling);
    // Statistic by statistic, each from few scenarios to all.
    const names = [...new Set(points.map(({ statistic }) => statistic))];
    for (const statistic of names) {
      rows.push(
        ...points.filter((point) => point.statistic === statistic).map((point) => ({ design, metric, ...point })),
      );
    }
  }
  return rows;
}
