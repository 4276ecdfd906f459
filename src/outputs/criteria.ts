import { toArray } from "../aggregate/column.ts";
import { durationProbability, eventProbability } from "../aggregate/event-probability.ts";
import { isPlain } from "../aggregate/sampling.ts";
import type { Statistic } from "../aggregate/statistic.ts";
import { summaryConfidence } from "../aggregate/summary.ts";
import { kaplanMeier } from "../aggregate/survival.ts";
import { judge, type Verdict } from "../aggregate/verdict.ts";
import { weightedKaplanMeier } from "../aggregate/weighted-survival.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { Criterion } from "../model/criterion.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { CriterionRow } from "./tables/criteria.ts";
import type { SummaryRow } from "./tables/summary.ts";

/** A criterion held against a design, as the manifest tells it. */
export interface Judgement {
  readonly criterion: string;
  readonly design: string;
  readonly verdict: Verdict;
  readonly metric: string;
  readonly threshold: number;
  readonly statistic: Statistic;
}

/** Judges every design by every criterion; the rows are those of the table, criterion by criterion. */
export async function judgeCriteria(
  criteria: readonly Criterion[],
  store: OutcomeReader,
  summaries: readonly (readonly SummaryRow[])[],
): Promise<CriterionRow[]> {
  const rows: CriterionRow[] = [];
  for (let number = 0; number < criteria.length; number++) {
    for (let design = 0; design < summaries.length; design++) {
      const criterion = criteria[number];
      const statistic = await measured(criterion, store, design, summaries[design]);
      rows.push({ number, criterion, design, verdict: judge(criterion, statistic), ...statistic });
    }
  }
  return rows;
}

/** The rows in the form of the manifest. */
export function toJudgements(rows: readonly CriterionRow[], designIds: readonly string[]): Judgement[] {
  return rows.map(({ number: _number, criterion, design, verdict, ...statistic }) => ({
    criterion: criterion.text,
    design: designIds[design],
    verdict,
    metric: criterion.metric,
    threshold: criterion.threshold,
    statistic,
  }));
}

async function measured(
  { metric: name, statistic, event }: Criterion,
  store: OutcomeReader,
  design: number,
  summary: readonly SummaryRow[],
): Promise<Statistic> {
  const index = metricIndex(name);
  if (event === undefined) {
    const row = summary.find((item) => item.metric === index && item.statistic === statistic);
    if (row === undefined) throw new RangeError(`missing statistic ${statistic} of ${name}`);
    const { design: _design, metric: _metric, ...only } = row;
    return only;
  }
  const values = store.readColumn(design, index);
  const { seenBy } = METRICS[index];
  const sampling = store.readSampling();
  const share = (): Statistic =>
    eventProbability("probability", values, event.comparison, event.value, summaryConfidence, sampling);
  if (seenBy === undefined) return share();
  const isSeen = store.readColumn(design, metricIndex(seenBy));
  if (!isPlain(sampling)) {
    const { curve } = weightedKaplanMeier(toArray(values), toArray(isSeen), sampling, summaryConfidence);
    return durationProbability("probability", curve, event.comparison, event.value, share);
  }
  const curve = kaplanMeier(values, isSeen, summaryConfidence);
  return durationProbability("probability", curve, event.comparison, event.value);
}
