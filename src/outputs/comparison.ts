import { type ComparableColumn, comparableDurations, comparableValues } from "../aggregate/contributions.ts";
import { measureSpread } from "../aggregate/difference-spread.ts";
import { type Dominance, findDominance } from "../aggregate/dominance.ts";
import { dominanceSupport, drawResamples, groupCount, type Resamples } from "../aggregate/dominance-support.ts";
import { adjustHolm } from "../aggregate/holm.ts";
import {
  type Estimate,
  flagDifference,
  meanDifference,
  noEstimate,
  pairColumns,
  varianceReduction,
} from "../aggregate/paired-difference.ts";
import { tailDifference } from "../aggregate/paired-tail.ts";
import { plainSampling, type Sampling } from "../aggregate/sampling.ts";
import { summaryConfidence } from "../aggregate/summary.ts";
import { openUniforms } from "../math/keyed-uniforms.ts";
import type { Metric } from "../metrics/define.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { ComparisonRow } from "./tables/comparison.ts";

const RESAMPLES = 200;

/** What comparisons need to know beyond the outcomes. */
export interface ComparedRun {
  readonly designs: number;
  readonly scenarios: number;
  readonly restrictedMeanDays: number;
  readonly sampling?: Sampling;
}

/** Compares all pairs of designs in one metric, from the stored outcomes. */
export async function compareDesigns(store: OutcomeReader, run: ComparedRun, metric: number): Promise<ComparisonRow[]> {
  const sampling = run.sampling ?? plainSampling;
  const resamples = drawResamples(
    groupCount(run.scenarios, sampling),
    RESAMPLES,
    openUniforms("comparison", "resamples"),
  );
  const read = columnReader(store, metric, run, sampling);
  const pairs: PairRow[] = [];
  for (let design = 0; design < run.designs; design++) {
    for (let versus = design + 1; versus < run.designs; versus++) {
      const first = read(design);
      const second = read(versus);
      const figures = comparePair(METRICS[metric], first, second, sampling, resamples);
      pairs.push({ design, versus, metric, pHolm: undefined, ...figures });
    }
  }
  const adjusted = adjustHolm(pairs.map((pair) => pair.pValue));
  return pairs.flatMap((pair, index) => {
    const { isWorse, ...row } = { ...pair, pHolm: adjusted[index] };
    return [row, mirror(row, isWorse)];
  });
}

/** By design, then by the design it is compared with, then by metric. */
export function sortComparisons(rows: ComparisonRow[]): ComparisonRow[] {
  return rows.sort(
    (left, right) => left.design - right.design || left.versus - right.versus || left.metric - right.metric,
  );
}

/** Makes columns ready for comparison, each once. */
export function columnReader(
  store: OutcomeReader,
  metric: number,
  { restrictedMeanDays }: ComparedRun,
  sampling: Sampling,
): (design: number) => ComparableColumn | undefined {
  const known = new Map<number, ComparableColumn | undefined>();
  const { seenBy } = METRICS[metric];
  return (design) => {
    if (known.has(design)) return known.get(design);
    const values = store.readColumn(design, metric);
    const column =
      seenBy === undefined
        ? comparableValues(values)
        : comparableDurations(values, store.readColumn(design, metricIndex(seenBy)), restrictedMeanDays, sampling);
    known.set(design, column);
    return column;
  };
}

type Figures = Omit<ComparisonRow, "design" | "versus" | "metric" | "pHolm">;
/** A row that also knows how often the other design is better. */
type PairRow = ComparisonRow & { readonly isWorse: Estimate };

function comparePair(
  metric: Metric,
  first: ComparableColumn | undefined,
  second: ComparableColumn | undefined,
  sampling: Sampling,
  resamples: Resamples,
): Figures & { isWorse: Estimate } {
  if (first === undefined || second === undefined) {
    return nothing(0, "the mean up to restrictedMeanDays is unknown: too many durations are cut off before");
  }
  const pair = pairColumns(first, second, sampling);
  if (pair.n === 0) return nothing(0, "no scenario in which both are defined");
  const isFlag = metric.kind === "flag";
  const isNumber = metric.kind === "number";
  const difference = (isFlag ? flagDifference : meanDifference)(pair, summaryConfidence);
  const spread = measureSpread(first, second, metric.worse, isFlag, sampling, summaryConfidence);
  const relation: Dominance | undefined = isNumber ? findDominance(pair, metric.worse) : undefined;
  const support = relation === undefined ? undefined : dominanceSupport(pair, metric.worse, relation, resamples);
  const tail = metric.worse === "higher" ? "upper" : "lower";
  return {
    n: pair.n,
    mean: { value: difference.mean, low: difference.interval?.low, high: difference.interval?.high },
    pValue: difference.pValue,
    p5: spread.p5,
    median: spread.median,
    p95: spread.p95,
    cvar95: isNumber ? tailDifference(pair, 0.95, tail, summaryConfidence) : noEstimate,
    better: spread.better,
    isWorse: spread.worse,
    tie: spread.tie,
    varianceReduction: varianceReduction(pair, summaryConfidence),
    dominance: nameOf(relation),
    dominanceSupport: support,
    method: metric.kind === "duration" ? `${difference.method} of Kaplan-Meier pseudo-values` : difference.method,
    reason:
      spread.unknown > 0 && metric.kind === "duration"
        ? `cut off before the horizon in ${(spread.unknown * 100).toFixed(2)} % of scenarios: bounds only where they matter`
        : "",
  };
}

function nothing(n: number, reason: string): Figures & { isWorse: Estimate } {
  return {
    n,
    mean: noEstimate,
    pValue: undefined,
    p5: noEstimate,
    median: noEstimate,
    p95: noEstimate,
    cvar95: noEstimate,
    better: noEstimate,
    isWorse: noEstimate,
    tie: undefined,
    varianceReduction: noEstimate,
    dominance: "",
    dominanceSupport: undefined,
    method: "",
    reason,
  };
}

function nameOf(relation: Dominance | undefined): string {
  if (relation === undefined) return "";
  if (relation.dominant === undefined) return relation.order;
  return `${relation.dominant === "first" ? "dominates" : "dominated"}_${relation.order}`;
}

/** The same pair seen from the other design. */
function mirror(row: ComparisonRow, isWorse: Estimate): ComparisonRow {
  const negate = ({ value, low, high }: Estimate): Estimate => ({
    value: minus(value),
    low: minus(high),
    high: minus(low),
  });
  return {
    ...row,
    design: row.versus,
    versus: row.design,
    mean: negate(row.mean),
    p5: negate(row.p95),
    median: negate(row.median),
    p95: negate(row.p5),
    cvar95: negate(row.cvar95),
    better: isWorse,
    dominance: row.dominance.startsWith("dominates_")
      ? row.dominance.replace("dominates_", "dominated_")
      : row.dominance.replace("dominated_", "dominates_"),
  };
}

function minus(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 0 - value;
}
