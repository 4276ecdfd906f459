import { forEachValue, sorted, toArray } from "../aggregate/column.ts";
import {
  type EmpiricalPoint,
  empiricalPoints,
  histogramBins,
  type SortedValues,
} from "../aggregate/empirical-points.ts";
import { sortSample } from "../aggregate/weighted-sample.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { DistributionRow } from "./tables/distribution.ts";
import type { WorstScenarioRow } from "./tables/worst-scenario.ts";

const BINS = 40;
/** Worst scenarios listed a design. */
const WORST = 10;

/** Distribution of a metric that is a plain number, for all designs. No rows for others. */
export async function describeDistributions(
  store: OutcomeReader,
  designs: number,
  metric: number,
): Promise<DistributionRow[]> {
  const rows: DistributionRow[] = [];
  if (METRICS[metric].kind !== "number") return rows;
  const sampling = store.readSampling();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let design = 0; design < designs; design++) {
    forEachValue(store.readColumn(design, metric), (value) => {
      if (value < least) least = value;
      if (value > most) most = value;
    });
  }
  for (let design = 0; design < designs; design++) {
    const column = store.readColumn(design, metric);
    const describe = (sample: SortedValues): void => {
      if (sample.values.length === 0) return;
      const add = (kind: DistributionRow["kind"], points: readonly EmpiricalPoint[]): void => {
        points.forEach((item, point) => {
          rows.push({ design, metric, kind, point, ...item });
        });
      };
      add("ecdf", empiricalPoints(sample));
      add("histogram", histogramBins(sample, least, most, BINS));
    };
    if (sampling.weights !== undefined) describe(sortSample(toArray(column), sampling));
    else sorted([column], (values) => describe({ values }));
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
    const worst: { readonly scenario: number; readonly lostRevenueUsd: number }[] = [];
    forEachValue(store.readColumn(design, metricIndex("lostRevenueUsd")), (lostRevenueUsd, scenario) => {
      if (!(lostRevenueUsd > 0)) return;
      if (worst.length === WORST && lostRevenueUsd <= worst[WORST - 1].lostRevenueUsd) return;
      worst.push({ scenario, lostRevenueUsd });
      worst.sort((left, right) => right.lostRevenueUsd - left.lostRevenueUsd || left.scenario - right.scenario);
      if (worst.length > WORST) worst.pop();
    });
    rows.push(...worst.map((item, at) => ({ design, rank: at + 1, ...item })));
  }
  return rows;
}
