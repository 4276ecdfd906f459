import { everyValue, mapColumn } from "../aggregate/column.ts";
import { type ExceedancePoint, exceedanceCurve, unknownCurve } from "../aggregate/exceedance.ts";
import type { Sampling } from "../aggregate/sampling.ts";
import type { Statistic } from "../aggregate/statistic.ts";
import { summarizeColumn } from "../aggregate/summary.ts";
import { LOSS_METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { AverageLossRow } from "./tables/average-loss.ts";
import type { ExceedanceRow } from "./tables/exceedance.ts";
import type { SummaryRow } from "./tables/summary.ts";

/** In exposures. */
const RETURN_PERIODS = [2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];
const DAYS_PER_YEAR = 365;

/** Exceedance curves and average losses of a design: of a period's sum, and of its largest event where that is known. `summary` has the design's rows. */
export async function lossCurves(
  store: OutcomeReader,
  design: number,
  exposureDays: number,
  sampling: Sampling,
  summary: readonly SummaryRow[],
): Promise<{ exceedance: ExceedanceRow[]; averageLoss: AverageLossRow[] }> {
  const exceedance: ExceedanceRow[] = [];
  const averageLoss: AverageLossRow[] = [];
  const struck = store.readColumn(design, metricIndex("disruptionCount"));
  const hasOneAtMost = everyValue(struck, (count) => count <= 1);
  for (let loss = 0; loss < LOSS_METRICS.length; loss++) {
    const metric = metricIndex(LOSS_METRICS[loss]);
    const sums = store.readColumn(design, metric);
    const measured = store.readEventLosses(design, loss);
    // With one disruption at most, the period's loss is that of its event.
    const events = measured ?? (hasOneAtMost ? mapColumn(sums, (sum) => Math.max(0, sum)) : undefined);
    const unknown = unknownCurve(RETURN_PERIODS, sums.length, "losses by event need settings.eventLosses: true");
    const curves: [1 | 3, ExceedancePoint[]][] = [
      [1, events === undefined ? unknown : exceedanceCurve(events, RETURN_PERIODS, sampling)],
      [3, exceedanceCurve(sums, RETURN_PERIODS, sampling)],
    ];
    for (const [epType, points] of curves) {
      for (const { returnPeriod, loss: reached, tailLoss } of points) {
        const returnPeriodYears = (returnPeriod * exposureDays) / DAYS_PER_YEAR;
        const place = { design, metric, returnPeriod, returnPeriodYears };
        exceedance.push({ ...place, epType, ...reached });
        exceedance.push({ ...place, epType: epType === 1 ? 2 : 4, ...tailLoss });
      }
    }
    averageLoss.push({
      design,
      metric,
      lossType: "aggregate",
      periodDays: exposureDays,
      ...moments(summary.filter((row) => row.metric === metric)),
    });
    if (events === undefined) continue;
    averageLoss.push({
      design,
      metric,
      lossType: "largest_event",
      periodDays: exposureDays,
      ...moments(summarizeColumn(events, { worse: "higher", isFlag: false }, sampling)),
    });
  }
  return { exceedance, averageLoss };
}

function moments(rows: readonly Statistic[]): Pick<AverageLossRow, "mean" | "sd" | "se"> {
  const find = (name: string): Statistic => rows.find(({ statistic }) => statistic === name) as Statistic;
  return { mean: find("mean"), sd: find("sd"), se: find("se") };
}
