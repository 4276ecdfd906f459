import { type CurveHistogram, createCurveHistogram } from "../aggregate/curve-histogram.ts";
import type { BlockOutcome } from "../batch.ts";
import { CURVE_STEP, CURVE_UNIT } from "../model/curve-grid.ts";
import type { CurveRow } from "./tables/service-curve.ts";

const BAND = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Turns the daily curves of blocks, in order, into the bands of `service_curve`. */
export interface CurvesGatherer {
  add(block: BlockOutcome): void;
  /** By design, curve, day. */
  read(): CurveRow[];
}

export function gatherCurves(designs: number, days: number, isWeighted: boolean): CurvesGatherer {
  const histograms = (): CurveHistogram[] =>
    Array.from({ length: designs }, () => createCurveHistogram(days, CURVE_STEP, CURVE_UNIT, isWeighted));
  const [service, prices] = [histograms(), histograms()];
  return {
    add(block) {
      if (isWeighted) addWeightedCurves(block, designs, service, prices);
      else addCurves(block, designs, days, service, prices);
    },
    read: () => curveRows(days, service, prices),
  };
}

function addCurves(
  block: BlockOutcome,
  designs: number,
  days: number,
  service: readonly CurveHistogram[],
  prices: readonly CurveHistogram[],
): void {
  const kept = new Int32Array(designs);
  block.curveRows.forEach((row, index) => {
    const design = row % designs;
    kept[design] += 1;
    service[design].addRow(block.serviceSteps, index);
    prices[design].addRow(block.priceSteps, index);
  });
  for (let design = 0; design < designs; design++) {
    const flat = block.to - block.from - kept[design];
    service[design].addFlat(flat);
    prices[design].addFlat(flat);
    service[design].addUnits(block.serviceUnits, design * days);
    prices[design].addUnits(block.priceUnits, design * days);
  }
}

/** Weighted rows one by one, in scenario order: a weighted sum rounds, and must round alike whatever the blocks. */
function addWeightedCurves(
  block: BlockOutcome,
  designs: number,
  service: readonly CurveHistogram[],
  prices: readonly CurveHistogram[],
): void {
  let kept = 0;
  for (let row = 0; row < block.weights.length * designs; row++) {
    const weight = block.weights[Math.floor(row / designs)];
    const design = row % designs;
    if (kept < block.curveRows.length && block.curveRows[kept] === row) {
      service[design].addWeightedRow(block.serviceSteps, block.serviceUnits, kept, weight);
      prices[design].addWeightedRow(block.priceSteps, block.priceUnits, kept, weight);
      kept += 1;
    } else {
      service[design].addWeightedFlat(weight);
      prices[design].addWeightedFlat(weight);
    }
  }
}

function curveRows(days: number, service: readonly CurveHistogram[], prices: readonly CurveHistogram[]): CurveRow[] {
  const rows: CurveRow[] = [];
  service.forEach((_, design) => {
    for (const curve of ["service_level", "price_index"] as const) {
      const histogram = curve === "service_level" ? service[design] : prices[design];
      for (let day = 0; day < days; day++) {
        const { mean, quantiles } = histogram.read(day, BAND);
        const [p5, p25, p50, p75, p95] = quantiles;
        rows.push({ design, curve, day, mean, p5, p25, p50, p75, p95 });
      }
    }
  });
  return rows;
}
