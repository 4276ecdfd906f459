import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCurveHistogram } from "../../../src/aggregate/curve-histogram.ts";
import { collectCurves } from "../../../src/measure/collect-curves.ts";
import { serviceLevel } from "../../../src/measure/curves.ts";
import { findEpisode } from "../../../src/measure/episode.ts";
import { CURVE_STEP, CURVE_UNIT, toSteps, toUnits } from "../../../src/model/curve-grid.ts";

const thresholds = {
  failBelowFraction: 0.9,
  recoverAtFraction: 0.95,
  holdDays: 3,
  backlogToleranceFraction: 0,
  restrictedMeanDays: 1,
};
const episode = (service: readonly number[], onset: number) =>
  findEpisode(Float64Array.from(service), onset, thresholds);

describe("an episode", () => {
  test.each([
    ["that never fails", [1, 1, 0.9, 0.91, 1], 0, -1, -1],
    ["that fails at once", [0.5, 1, 1, 1, 1], 0, 0, 1],
    ["whose failure came before the onset", [0.5, 1, 1, 1, 1], 1, -1, -1],
    ["that recovers half before it holds", [1, 0.8, 0.92, 0.94, 0.95, 0.96, 1], 0, 1, 4],
    ["that relapses while it must hold", [1, 0.8, 1, 1, 0.94, 1, 1, 1], 0, 1, 5],
    ["that holds just to the horizon", [1, 0.8, 1, 1, 1], 0, 1, 2],
    ["that has too few days left to hold", [1, 0.8, 0.8, 1, 1], 0, 1, -1],
    ["that fails on the last day", [1, 1, 1, 1, 0.1], 0, 4, -1],
    ["without a disruption", [0, 0, 0, 0, 0], -1, -1, -1],
  ])("%s", (_, service, firstOnsetDay, failDay, recoverDay) => {
    expect(episode(service, firstOnsetDay)).toEqual({ firstOnsetDay, failDay, recoverDay });
  });
});

describe("the service level", () => {
  const level = (served: number[], demand: number[], normalServed: number[], normalDemand: number[]): number[] => {
    const days = (values: number[]): Float64Array => Float64Array.from(values);
    const service = new Float64Array(served.length);
    const undisturbed = { served: days(normalServed), demand: days(normalDemand) };
    serviceLevel({ served: days(served), demand: days(demand) }, undisturbed, service);
    return [...service];
  };

  test("is what was served over what would have been, to the bit, where demand is the same", () => {
    const served = [10, 3, 1 / 3, 0, 7];
    const normal = [10, 9, 0.7, 5, 11];
    const demand = [10, 12, 0.9, 5, 11];
    expect(level(served, demand, normal, demand)).toEqual(served.map((value, day) => value / normal[day]));
  });

  test("does not count more demand as more service, nor less as less", () => {
    expect(level([20, 10, 5, 0], [20, 20, 5, 0], [10, 10, 10, 10], [10, 10, 10, 10])).toEqual([1, 0.5, 1, 1]);
  });

  test("is 1 without demand and where the undisturbed run serves nothing, and at most 2", () => {
    expect(level([0, 3, 10], [0, 5, 10], [0, 0, 1e-9], [0, 5, 10])).toEqual([1, 1, 2]);
  });
});

describe("the grid of curves", () => {
  test("holds any value to half a step", () => {
    for (const value of [0, 0.0004, 0.00051, 0.1, 0.9995001, 1, 1.2345, 17.0001]) {
      expect(Math.abs(toSteps(value) * CURVE_STEP - value)).toBeLessThanOrEqual(CURVE_STEP / 2 + 1e-12);
      expect(Number.isInteger(toSteps(value))).toBe(true);
    }
    expect(toSteps(1)).toBe(1000);
  });

  test("sums exactly: in any order, and beyond what a sum of the values could keep", () => {
    const values = Array.from({ length: 5000 }, (_, index) => toUnits((index * 0.6180339887) % 1));
    const forward = values.reduce((sum, value) => sum + value, 0);
    const backward = values.toReversed().reduce((sum, value) => sum + value, 0);
    expect(forward).toBe(backward);
    expect(toUnits(1) * CURVE_UNIT).toBe(1);
    expect(toUnits(1) * 2 ** 26 - 1).toBeLessThan(2 ** 53);
  });
});

describe("collected curves", () => {
  const flat = Float64Array.from([1, 1, 1]);
  const dip = Float64Array.from([1, 0.25, 0.9996]);
  const dear = Float64Array.from([1, 1, 1.0006]);

  test("keep the rows that leave 1, in steps, and the sums of all", () => {
    const collector = collectCurves(2, 3, 4);
    collector.add(0, 0, flat, flat);
    collector.add(1, 1, dip, flat);
    collector.add(2, 0, flat, dear);
    collector.add(3, 1, flat, Float64Array.from([1.0004, 1, 1]));
    const curves = collector.finish();
    expect([...curves.curveRows]).toEqual([1, 2]);
    expect([...curves.serviceSteps]).toEqual([1000, 250, 1000, 1000, 1000, 1000]);
    expect([...curves.priceSteps]).toEqual([1000, 1000, 1000, 1000, 1000, 1001]);
    // [design x day]
    for (const [at, sum] of [2, 2, 2, 2, 1.25, 1.9996].entries()) {
      expect(curves.serviceUnits[at] * CURVE_UNIT).toBeCloseTo(sum, 7);
    }
    expect([...curves.priceUnits].map((units) => units * CURVE_UNIT)[3]).toBeCloseTo(2.0004, 7);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 3e6, -3e6])("refuse %d: it would become another number", (value) => {
    const collector = collectCurves(1, 3, 1);
    expect(() => collector.add(0, 0, flat, Float64Array.from([1, value, 1]))).toThrow(
      `invalid price index ${value} on day 1`,
    );
    expect(() => collector.add(0, 0, Float64Array.from([1, 1, value]), flat)).toThrow(
      `invalid service level ${value} on day 2`,
    );
  });

  test.each([false, true])("are the same in whatever order rows come, weighted: %s", (isWeighted) => {
    const rows = Array.from({ length: 21 }, (_, row) => ({
      row,
      service: Float64Array.from([1, row % 4 === 0 ? 1 : row / 21, 1]),
      price: Float64Array.from([1, 1, row % 4 === 0 ? 1 : 1 + row / 7]),
    }));
    const collect = (order: (row: number) => number) => {
      const collector = collectCurves(3, 3, rows.length, isWeighted);
      for (const { row, service, price } of rows.toSorted((left, right) => order(left.row) - order(right.row))) {
        collector.add(row, row % 3, service, price);
      }
      return collector.finish();
    };
    const inOrder = collect((row) => row);
    expect(inOrder.curveRows).toHaveLength(15);
    // Design by design, backwards, and mixed.
    for (const order of [
      (row: number) => (row % 3) * 100 + row,
      (row: number) => -row,
      (row: number) => (row * 8) % 21,
    ]) {
      expect(collect(order)).toEqual(inOrder);
    }
  });

  test("reach the histogram the same, whatever the blocks", () => {
    const rows = Array.from({ length: 12 }, (_, row) =>
      Float64Array.from([1, row % 3 === 0 ? 1 : row / 12, 1 + row / 7]),
    );
    const read = (blockRows: number) => {
      const histogram = createCurveHistogram(3, CURVE_STEP, CURVE_UNIT);
      for (let from = 0; from < rows.length; from += blockRows) {
        const block = rows.slice(from, from + blockRows);
        const collector = collectCurves(1, 3, block.length);
        for (const [row, values] of block.entries()) collector.add(row, 0, values, flat);
        const { curveRows, serviceSteps, serviceUnits } = collector.finish();
        for (let kept = 0; kept < curveRows.length; kept++) histogram.addRow(serviceSteps, kept);
        histogram.addFlat(block.length - curveRows.length);
        histogram.addUnits(serviceUnits, 0);
      }
      return [0, 1, 2].map((day) => histogram.read(day, [0.05, 0.5, 0.95]));
    };
    const whole = read(12);
    for (const blockRows of [1, 5, 7]) expect(read(blockRows)).toEqual(whole);
    expect(whole[0]).toEqual({ mean: 1, quantiles: [1, 1, 1] });
    // Of 1, 1/12, 2/12, 1, 4/12 ... the 6th of 12 in order is 8/12 = 0.667.
    expect(whole[1].quantiles).toEqual([0.083, 0.667, 1]);
  });

  test("have the quantiles of all rows, however far values lie apart", () => {
    const steps = fc.oneof(
      fc.integer({ min: 950, max: 1050 }),
      fc.integer({ min: 0, max: 70_000 }),
      fc.integer({ min: 1_000_000, max: 2_000_000_000 }),
    );
    const cases = fc.record({
      rows: fc.array(fc.array(steps, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 30 }),
      flat: fc.integer({ min: 0, max: 5 }),
    });
    const bands = [0.05, 0.25, 0.5, 0.75, 0.95];
    fc.assert(
      fc.property(cases, ({ rows, flat: flatRows }) => {
        const histogram = createCurveHistogram(2, CURVE_STEP, CURVE_UNIT);
        const weighted = createCurveHistogram(2, CURVE_STEP, CURVE_UNIT, true);
        const all = Int32Array.from(rows.flat());
        for (let row = 0; row < rows.length; row++) {
          histogram.addRow(all, row);
          weighted.addWeightedRow(all, new Float64Array(all.length), row, 0.5);
        }
        histogram.addFlat(flatRows);
        for (let row = 0; row < flatRows; row++) weighted.addWeightedFlat(0.5);
        for (const day of [0, 1]) {
          const own = [...rows.map((row) => row[day]), ...new Array(flatRows).fill(1000)].sort((a, b) => a - b);
          const expected = bands.map((share) => own[Math.max(0, Math.ceil(share * own.length - 1e-9) - 1)] / 1000);
          expect(histogram.read(day, bands).quantiles).toEqual(expected);
          expect(weighted.read(day, bands).quantiles).toEqual(expected);
        }
      }),
    );
  });
});
