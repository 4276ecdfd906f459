import { MOST_VALUE, toSteps, toUnits } from "../model/curve-grid.ts";
import { type OutcomeMemory, ownMemory } from "../model/outcome-memory.ts";

/**
 * Curves of the rows (scenario x design) whose service or price index is not flat at 1, and sums over all rows; where
 * scenarios are weighted, values of the kept rows instead of sums, for the receiver to weight and sum in scenario order.
 */
export interface CollectedCurves {
  readonly curveRows: Int32Array;
  /** [kept row x day] in curve steps. */
  readonly serviceSteps: Int32Array;
  readonly priceSteps: Int32Array;
  /** [design x day] in curve units: exact sums; [kept row x day] where scenarios are weighted. */
  readonly serviceUnits: Float64Array;
  readonly priceUnits: Float64Array;
}

export interface CurveCollector {
  /**
   * Takes in a row, in any order.
   *
   * @throws BeyondGridError for a value beyond the grid, RangeError for one that is no number
   */
  add(row: number, design: number, service: Float64Array, priceIndex: Float64Array): void;
  finish(): CollectedCurves;
}

/**
 * Collects the daily curves of a block on the two grids of `curve-grid.ts`.
 *
 * @param rows scenario x design rows of the block; only those whose curves leave 1 are kept
 * @param memory of what is collected
 */
export function collectCurves(
  designs: number,
  days: number,
  rows: number,
  isWeighted = false,
  memory: OutcomeMemory = ownMemory,
): CurveCollector {
  const sums = (isWeighted ? rows : designs) * days;
  const serviceUnits = memory.floats(sums);
  const priceUnits = memory.floats(sums);
  const curveRows = memory.integers(rows);
  const serviceSteps = memory.integers(rows * days);
  const priceSteps = memory.integers(rows * days);
  let kept = 0;
  const flat = toSteps(1);
  const flatUnits = toUnits(1);
  return {
    add(row: number, design: number, service: Float64Array, priceIndex: Float64Array): void {
      const at = kept * days;
      const sumAt = isWeighted ? at : design * days;
      let isFlat = true;
      for (let day = 0; day < days; day++) {
        const serviceStep = wholeSteps(service[day], "service level", day);
        const priceStep = wholeSteps(priceIndex[day], "price index", day);
        serviceSteps[at + day] = serviceStep;
        priceSteps[at + day] = priceStep;
        const serviceUnit = toUnits(service[day]);
        const priceUnit = toUnits(priceIndex[day]);
        if (isWeighted) {
          serviceUnits[sumAt + day] = serviceUnit;
          priceUnits[sumAt + day] = priceUnit;
          if (serviceUnit !== flatUnits || priceUnit !== flatUnits) isFlat = false;
        } else {
          serviceUnits[sumAt + day] += serviceUnit;
          priceUnits[sumAt + day] += priceUnit;
        }
        if (serviceStep !== flat || priceStep !== flat) isFlat = false;
      }
      if (!isFlat) curveRows[kept++] = row;
    },
    finish() {
      const used = kept * days;
      const perRow = [serviceSteps, priceSteps, ...(isWeighted ? [serviceUnits, priceUnits] : [])];
      sortRows(curveRows.subarray(0, kept), perRow, days);
      return {
        curveRows: curveRows.subarray(0, kept),
        serviceSteps: serviceSteps.subarray(0, used),
        priceSteps: priceSteps.subarray(0, used),
        serviceUnits: isWeighted ? serviceUnits.subarray(0, used) : serviceUnits,
        priceUnits: isWeighted ? priceUnits.subarray(0, used) : priceUnits,
      };
    },
  };
}

/** Puts rows in ascending order, and with them their `days` numbers in every column; those that are in order stay untouched. */
function sortRows(rows: Int32Array, columns: readonly (Float64Array | Int32Array)[], days: number): void {
  if (rows.every((row, at) => at === 0 || rows[at - 1] < row)) return;
  // [place] where what belongs there is now.
  const from = Int32Array.from(rows, (_, at) => at).sort((left, right) => rows[left] - rows[right]);
  const isDone = new Uint8Array(rows.length);
  for (const column of columns) {
    isDone.fill(0);
    for (let start = 0; start < from.length; start++) {
      if (isDone[start] === 1) continue;
      // Along a cycle of places every row moves to where it belongs, the first by way of a copy.
      const first = column.slice(start * days, (start + 1) * days);
      let place = start;
      for (; from[place] !== start; place = from[place]) {
        column.copyWithin(place * days, from[place] * days, (from[place] + 1) * days);
        isDone[place] = 1;
      }
      column.set(first, place * days);
      isDone[place] = 1;
    }
  }
  rows.sort();
}

/** A value of which the study's numbers are the cause: no price is two million times the usual one. */
export class BeyondGridError extends RangeError {}

/** A curve value in steps; what does not fit a column of steps must not become another number there. */
function wholeSteps(value: number, what: string, day: number): number {
  const steps = toSteps(value);
  if ((steps | 0) === steps) return steps;
  if (!Number.isFinite(value)) throw new RangeError(`invalid ${what} ${value} on day ${day}`);
  throw new BeyondGridError(
    `invalid ${what} ${value} on day ${day}, must be below ${MOST_VALUE} times the usual: check costs, prices and factors`,
  );
}
