import { toSteps, toUnits } from "../model/curve-grid.ts";

/** Curves of the rows (scenario x design) whose service or price index is not flat at 1, and sums over all rows. */
export interface CollectedCurves {
  readonly curveRows: Int32Array;
  /** [kept row x day] in curve steps. */
  readonly serviceSteps: Int32Array;
  readonly priceSteps: Int32Array;
  /** [design x day] in curve units: exact sums. */
  readonly serviceUnits: Float64Array;
  readonly priceUnits: Float64Array;
}

export interface CurveCollector {
  /** @throws RangeError for a value that is no number or beyond the grid, two million times the baseline */
  add(row: number, design: number, service: Float64Array, priceIndex: Float64Array): void;
  finish(): CollectedCurves;
}

/**
 * Collects the daily curves of a block on the two grids of `curve-grid.ts`.
 *
 * @param rows scenario x design rows of the block; only those whose curves leave 1 are kept
 */
export function collectCurves(designs: number, days: number, rows: number): CurveCollector {
  const curveRows: number[] = [];
  const serviceSteps = new Int32Array(rows * days);
  const priceSteps = new Int32Array(rows * days);
  const serviceUnits = new Float64Array(designs * days);
  const priceUnits = new Float64Array(designs * days);
  const flat = toSteps(1);
  return {
    add(row: number, design: number, service: Float64Array, priceIndex: Float64Array): void {
      const at = curveRows.length * days;
      let isFlat = true;
      for (let day = 0; day < days; day++) {
        const serviceStep = wholeSteps(service[day], "service level", day);
        const priceStep = wholeSteps(priceIndex[day], "price index", day);
        serviceSteps[at + day] = serviceStep;
        priceSteps[at + day] = priceStep;
        serviceUnits[design * days + day] += toUnits(service[day]);
        priceUnits[design * days + day] += toUnits(priceIndex[day]);
        if (serviceStep !== flat || priceStep !== flat) isFlat = false;
      }
      if (!isFlat) curveRows.push(row);
    },
    finish() {
      const used = curveRows.length * days;
      return {
        curveRows: Int32Array.from(curveRows),
        serviceSteps: serviceSteps.slice(0, used),
        priceSteps: priceSteps.slice(0, used),
        serviceUnits,
        priceUnits,
      };
    },
  };
}

/** A curve value in steps; what does not fit a column of steps must not become another number there. */
function wholeSteps(value: number, what: string, day: number): number {
  const steps = toSteps(value);
  if ((steps | 0) !== steps) throw new RangeError(`invalid ${what} ${value} on day ${day}`);
  return steps;
}
