import { type EmpiricalPoint, empiricalPoints, histogramBins } from "../aggregate/empirical-points.ts";
import { sortSample } from "../aggregate/weighted-sample.ts";
import { withoutNaN } from "../aggregate/without-nan.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { DistributionRow } from "./tables/distribution.ts";
import type { WorstScenarioRow } from "./tables/worst-scenario.ts";

const BINS = 40;
/** Worst scenarios listed a design. */
const WORST = 10;

/** Distribution of a metric that is a plain number, for all designs: one column in memory at a time. No rows for others. */
export async function describeDistributions(
  store: OutcomeReader,
  designs: number,
  metric: number,
): Promise<DistributionRow[]> {
  const rows: DistributionRow[] = [];
  if (METRICS[metric].kind !== "number") return rows;
  const sampling = await store.readSampling();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let design = 0; design < designs; design++) {
    for (const value of await store.readColumn(design, metric)) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  for (let design = 0; design < designs; design++) {
    const values = await store.readColumn(design, metric);
    const sample =
      sampling.weights === undefined ? { values: withoutNaN(values).sort() } : sortSample(values, sampling);
    if (sample.values.length === 0) continue;
    const add = (kind: DistributionRow["kind"], points: readonly EmpiricalPoint[]): void => {
      points.forEach((item, point) => {
        rows.push({ design, metric, kind, point, ...item });
      });
    };
    add("ecdf", empiricalPoints(sample));
    add("histogram", histogramBins(sample, least, most, BINS));
  }
  return rows;
}

/** By design, then by metric. */
export function sortDistributions(rows: DistributionRow[]): DistributionRow[] {
  return rows.sort((left, right) => left.design - right.design || left.metric - right.metric);
}

/** The scenarios with the largest loss of each design, those that lose nothing left out. */
export async function findWorst(store: OutcomeReader, designs: number): Promise<WorstScenarioRow[]> {
  const rows: WorstScenarioRow[] = [];
  for (let design = 0; design < designs; design++) {
    const losses = await store.readColumn(design, metricIndex("lostRevenueUsd"));
    const worst: number[] = [];
    for (let scenario = 0; scenario < losses.length; scenario++) {
      if (!(losses[scenario] > 0)) continue;
      if (worst.length === WORST && losses[scenario] <= losses[worst[WORST - 1]]) continue;
      worst.push(scenario);
      worst.sort((left, right) => losses[right] - losses[left] || left - right);
      if (worst.length > WORST) worst.pop();
    }
    rows.push(...worst.map((scenario, at) => ({ design, rank: at + 1, scenario, lostRevenueUsd: losses[scenario] })));
  }
  return rows;
}
