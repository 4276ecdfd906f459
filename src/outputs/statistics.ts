import { joinColumns, toArray, type Values } from "../aggregate/column.ts";
import { countDurations } from "../aggregate/duration-counts.ts";
import { isPlain, type Sampling } from "../aggregate/sampling.ts";
import type { Statistic } from "../aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations, summaryConfidence } from "../aggregate/summary.ts";
import { type SurvivalCurve, survivalOf } from "../aggregate/survival.ts";
import { weightedKaplanMeier } from "../aggregate/weighted-survival.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { Settings } from "../model/settings.ts";
import { convergenceRows } from "./convergence.ts";
import { lossCurves } from "./loss-curves.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { AverageLossRow } from "./tables/average-loss.ts";
import type { ConvergenceRow } from "./tables/convergence.ts";
import type { ExceedanceRow } from "./tables/exceedance.ts";
import type { SummaryRow } from "./tables/summary.ts";
import type { SurvivalRow } from "./tables/survival.ts";

/** Statistics of one design, as rows of the result tables. */
export interface DesignStatistics {
  readonly summary: readonly SummaryRow[];
  readonly survival: readonly SurvivalRow[];
  readonly exceedance: readonly ExceedanceRow[];
  readonly averageLoss: readonly AverageLossRow[];
  readonly convergence: readonly ConvergenceRow[];
}

/** Reads the columns of a design one after the other and computes everything that is said about them. */
export async function computeStatistics(
  store: OutcomeReader,
  design: number,
  settings: Pick<Settings, "service" | "exposureDays" | "precision">,
): Promise<DesignStatistics> {
  const { exposureDays, precision } = settings;
  const { restrictedMeanDays } = settings.service;
  const summary: SummaryRow[] = [];
  const survival: SurvivalRow[] = [];
  const sampling = store.readSampling();
  const impacted = store.readColumn(design, metricIndex("impacted"));
  for (let index = 0; index < METRICS.length; index++) {
    const metric = METRICS[index];
    const values = store.readColumn(design, index);
    if (metric.kind !== "duration") {
      const statistics = summarizeColumn(values, { worse: metric.worse, isFlag: metric.kind === "flag" }, sampling);
      summary.push(...statistics.map((statistic) => ({ design, metric: index, ...statistic })));
      continue;
    }
    const isSeen = store.readColumn(design, metricIndex(metric.seenBy as string));
    const all = summarizeDurations(values, isSeen, { horizon: restrictedMeanDays }, sampling);
    summary.push(...all.map((statistic) => ({ design, metric: index, ...statistic })));
    if (metric.name !== "timeToRecoverDays") continue;
    // NaN in the scenarios in which service did not fail: they keep their places in their replicates.
    const ifImpacted = joinColumns(values, impacted, (time, flag) => (flag === 1 ? time : Number.NaN));
    const conditional = summarizeDurations(ifImpacted, isSeen, { horizon: restrictedMeanDays }, sampling);
    summary.push(...conditional.map((statistic) => ({ design, metric: index, ...renamed(statistic) })));
    survival.push(...survivalRows(design, "all", values, isSeen, sampling));
    survival.push(...survivalRows(design, "impacted", ifImpacted, isSeen, sampling));
  }
  const watched = precision?.metrics ?? [];
  return {
    summary,
    survival,
    ...(await lossCurves(store, design, exposureDays, sampling, summary)),
    convergence: await convergenceRows(store, design, restrictedMeanDays, watched, sampling),
  };
}

function renamed(statistic: Statistic): Statistic {
  const reason = statistic.n === 0 ? "no scenario was impacted" : statistic.reason;
  return { ...statistic, statistic: `${statistic.statistic}IfImpacted`, reason };
}

function survivalRows(
  design: number,
  population: SurvivalRow["population"],
  times: Values,
  isSeen: Values,
  sampling: Sampling,
): SurvivalRow[] {
  return survivalCurve(times, isSeen, sampling).steps.map((step) => ({ design, population, ...step }));
}

/** The curve of the scenarios with a defined duration, however they were drawn; no steps where there are none. */
function survivalCurve(times: Values, isSeen: Values, sampling: Sampling): Pick<SurvivalCurve, "steps"> {
  if (!isPlain(sampling)) {
    return weightedKaplanMeier(toArray(times), toArray(isSeen), sampling, summaryConfidence).curve;
  }
  const counts = countDurations(times, isSeen);
  return counts.n === 0 ? { steps: [] } : survivalOf(counts, summaryConfidence);
}
