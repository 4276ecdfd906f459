import { forEachValue, headOf, type Values } from "../aggregate/column.ts";
import { plainSampling } from "../aggregate/sampling.ts";
import { fewestBatches, independentBatches, selectBest } from "../aggregate/selection.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import { type ComparedRun, columnReader } from "./comparison.ts";
import type { OutcomeReader } from "./outcome-store.ts";
import type { SelectionRow } from "./tables/selection.ts";

/** Metrics by whose mean a best design is selected. */
export const SELECTION_METRICS = ["lostRevenueUsd", "timeToRecoverDays", "peakInflationPct", "extraCostUsd"];
const PROBABILITY = 0.95;
/** Batches of scenarios: enough for the spread, each large enough for its mean to be nearly normal. */
const MOST_BATCHES = 128;

/**
 * Selects the best design in the selection metrics. Scenarios are gathered into batches of whole replicates, in order, those
 * at the end that fill none left out. No rows where there is one design, or too few scenarios.
 */
export async function selectDesigns(store: OutcomeReader, run: ComparedRun): Promise<SelectionRow[]> {
  const sampling = run.sampling ?? plainSampling;
  const replicates = Math.floor(run.scenarios / sampling.replicateSize);
  const batches = Math.min(MOST_BATCHES, replicates);
  if (run.designs < 2 || batches < fewestBatches) return [];
  const batchSize = Math.floor(replicates / batches) * sampling.replicateSize;
  const rows: SelectionRow[] = [];
  for (const name of SELECTION_METRICS) {
    const metric = metricIndex(name);
    const read = columnReader(store, metric, run, sampling);
    const means: Float64Array[] = [];
    for (let design = 0; design < run.designs; design++) {
      const column = read(design);
      if (column === undefined) break;
      means.push(batchMeans(column.contributions, batches, batchSize, sampling.weights));
    }
    if (means.length < run.designs || means.some((column) => column.some(Number.isNaN))) continue;
    const found = selectBest(means, METRICS[metric].worse, PROBABILITY);
    const independent = independentBatches(means, found);
    for (let design = 0; design < run.designs; design++) {
      rows.push({
        metric,
        design,
        isBest: design === found.best,
        isInSet: found.isInSet[design],
        probability: found.probability,
        indifference: found.indifference,
        scenarios: batches * batchSize,
        decidedAfter: found.decidedAfter * batchSize,
        independentScenarios: independent[design] * batchSize,
      });
    }
  }
  return rows;
}

function batchMeans(
  column: Values,
  batches: number,
  batchSize: number,
  weights: Float64Array | undefined,
): Float64Array {
  const sums = new Float64Array(batches);
  forEachValue(headOf(column, batches * batchSize), (value, at) => {
    sums[Math.floor(at / batchSize)] += value * (weights?.[at] ?? 1);
  });
  return sums.map((sum) => sum / batchSize);
}
