import { isPlain, type Sampling } from "../aggregate/sampling.ts";
import type { Statistic } from "../aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations, summaryConfidence } from "../aggregate/summary.ts";
import { kaplanMeier, type SurvivalCurve } from "../aggregate/survival.ts";
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
  const sampling = await store.readSampling();
  const impacted = await store.readColumn(design, metricIndex("impacted"));
  for (let index = 0; index < METRICS.length; index++) {
    const metric = METRICS[index];
    const values = await store.readColumn(design, index);
    if (metric.kind !== "duration") {
      const statistics = summarizeColumn(values, { worse: metric.worse, isFlag: metric.kind === "flag" }, sampling);
      summary.push(...statistics.map((statistic) => ({ design, metric: index, ...statistic })));
      continue;
    }
    const isSeen = await store.readColumn(design, metricIndex(metric.seenBy as string));
    const all = summarizeDurations(values, isSeen, { horizon: restrictedMeanDays }, sampling);
    summary.push(...all.map((statistic) => ({ design, metric: index, ...statistic })));
    if (metric.name !== "timeToRecoverDays") continue;
    const ifImpacted = pick(values, isSeen, impacted);
    const conditional = summarizeDurations(
      ifImpacted.times,
      ifImpacted.isSeen,
      { horizon: restrictedMeanDays },
      sampling,
    );
    summary.push(...conditional.map((statistic) => ({ design, metric: index, ...renamed(statistic) })));
    survival.push(...survivalRows(design, "all", values, isSeen, sampling));
    survival.push(...survivalRows(design, "impacted", ifImpacted.times, ifImpacted.isSeen, sampling));
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

/** Durations of the scenarios in which service failed; NaN in the others, which keep their places in their replicates. */
function pick(
  times: Float64Array,
  isSeen: Float64Array,
  impacted: Float64Array,
): { times: Float64Array; isSeen: Float64Array } {
  return {
    times: times.map((time, scenario) => (impacted[scenario] === 1 ? time : Number.NaN)),
    isSeen,
  };
}

function survivalRows(
  design: number,
  population: SurvivalRow["population"],
  times: Float64Array,
  isSeen: Float64Array,
  sampling: Sampling,
): SurvivalRow[] {
  return survivalCurve(times, isSeen, sampling).steps.map((step) => ({ design, population, ...step }));
}

/** The curve of the scenarios with a defined duration, however they were drawn; no steps where there are none. */
function survivalCurve(times: Float64Array, isSeen: Float64Array, sampling: Sampling): Pick<SurvivalCurve, "steps"> {
  if (!isPlain(sampling)) return weightedKaplanMeier(times, isSeen, sampling, summaryConfidence).curve;
  const definedTimes = new Float64Array(times.length);
  const definedSeen = new Float64Array(times.length);
  let n = 0;
  for (let scenario = 0; scenario < times.length; scenario++) {
    if (Number.isNaN(times[scenario])) continue;
    definedTimes[n] = times[scenario];
    definedSeen[n++] = isSeen[scenario];
  }
  if (n === 0) return { steps: [] };
  return kaplanMeier(definedTimes.subarray(0, n), definedSeen.subarray(0, n), summaryConfidence);
}
