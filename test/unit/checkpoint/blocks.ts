import type { BlockOutcome } from "../../../src/batch.ts";

/** A block whose every number says where it belongs. Odd lengths, so that arrays do not happen to be aligned. */
export function blockOf(from: number, to: number): BlockOutcome {
  const rows = to - from;
  return {
    from,
    to,
    weights: new Float64Array(rows).fill(1),
    outcomes: Float64Array.from({ length: rows * 3 }, (_, at) => from + at / 8),
    eventLosses: new Float64Array(0),
    attribution: new Float64Array(0),
    disruptions: Float64Array.of(from, Number.NaN, -0, Number.POSITIVE_INFINITY),
    curveRows: Int32Array.of(0, rows, -1),
    serviceSteps: Int32Array.from({ length: rows * 7 }, () => 1000),
    priceSteps: new Int32Array(0),
    serviceUnits: Float64Array.of(2 ** 53, from),
    priceUnits: Float64Array.of(1 / 3),
  };
}
