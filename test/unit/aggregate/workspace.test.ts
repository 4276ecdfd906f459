import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Column,
  columnOf,
  computeColumn,
  headOf,
  joinColumns,
  mapColumn,
  PIECE_ROWS,
  reversedEndOf,
  sorted,
  sumGroups,
  sumOf,
  toArray,
  valueAt,
  type Workspace,
} from "../../../src/aggregate/column.ts";
import { comparableValues } from "../../../src/aggregate/contributions.ts";
import { measureSpread } from "../../../src/aggregate/difference-spread.ts";
import { findDominance } from "../../../src/aggregate/dominance.ts";
import { dominanceSupport, drawResamples } from "../../../src/aggregate/dominance-support.ts";
import { exceedanceCurve } from "../../../src/aggregate/exceedance.ts";
import { meanDifference, pairColumns, varianceReduction } from "../../../src/aggregate/paired-difference.ts";
import { tailDifference } from "../../../src/aggregate/paired-tail.ts";
import { plainSampling } from "../../../src/aggregate/sampling.ts";
import { summarizeColumn } from "../../../src/aggregate/summary.ts";
import { createWorkspace, type Room } from "../../../src/aggregate/workspace.ts";
import { compensatedSum } from "../../../src/math/compensated-sum.ts";
import { openUniforms } from "../../../src/math/keyed-uniforms.ts";

/** Room in an array, which says what was in use at most. */
function roomInMemory(size: number): Room {
  const numbers = new Float64Array(size);
  return {
    read: (at, into) => into.set(numbers.subarray(at, at + into.length)),
    write: (at, values) => numbers.set(values, at),
    column: (from, length, workspace) =>
      computeColumn(length, workspace, (piece, index) => {
        const start = from + index * PIECE_ROWS;
        piece.set(numbers.subarray(start, start + piece.length));
      }),
  };
}

const smallRuns = (): Workspace => createWorkspace(roomInMemory(200_000), PIECE_ROWS);
const inRuns = (values: Float64Array, workspace = smallRuns()): Column => columnOf(values, workspace);
const ascending = (values: Float64Array): number[] => [...values.filter((value) => !Number.isNaN(value)).sort()];

/** Values with many ties, zeros of both signs and gaps. */
function roll(name: string, length: number): Float64Array {
  const next = openUniforms("workspace", name);
  return Float64Array.from({ length }, () => {
    const kind = next();
    if (kind < 0.1) return Number.NaN;
    if (kind < 0.4) return kind < 0.2 ? -0 : 0;
    return kind < 0.6 ? Math.floor(next() * 5) : (next() - 0.3) * 1e6;
  });
}

describe("a column that is longer than a run", () => {
  test("is sorted like an array, -0 before 0, what is not defined left out", () => {
    for (const length of [1, PIECE_ROWS, PIECE_ROWS + 1, 5000, 40 * PIECE_ROWS - 3]) {
      const values = roll(`length ${length}`, length);
      const found = sorted([inRuns(values)], (column) => [...toArray(column)]);
      expect(found.map((value) => 1 / value)).toEqual(ascending(values).map((value) => 1 / value));
    }
    const undefinedOnly = new Float64Array(3000).fill(Number.NaN);
    expect(sorted([inRuns(undefinedOnly)], ({ length }) => length)).toBe(0);
  });

  test("is sorted together with others, and inside another", () => {
    const [first, second] = [roll("first", 4000), roll("second", 3001)];
    const workspace = smallRuns();
    const [one, two] = [inRuns(first, workspace), inRuns(second, workspace)];
    sorted([one], (outer) => {
      const before = [...toArray(outer)];
      expect(sorted([two], (inner) => [...toArray(inner), ...toArray(outer)])).toEqual([
        ...ascending(second),
        ...before,
      ]);
      const both = sorted([one, two], (inner) => [...toArray(inner)]);
      expect(both).toEqual(ascending(Float64Array.from([...first, ...second])));
      expect([...toArray(outer)]).toEqual(before);
    });
    // Whatever is thrown inside leaves the room as it was.
    expect(() =>
      sorted([one], () => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(sorted([two], (column) => [...toArray(column)])).toEqual(ascending(second));
  });

  test("says the same as an array, to the bit", () => {
    const [first, second] = ["a", "b"].map((name) => roll(name, 6000).map((value) => Math.abs(value)));
    const resamples = drawResamples(100, 50, openUniforms("workspace", "resamples"));
    const everything = (one: Column, two: Column): unknown[] => {
      const pair = pairColumns(comparableValues(one), comparableValues(two), plainSampling);
      const relation = findDominance(pair, "lower");
      return [
        summarizeColumn(one, { worse: "higher", isFlag: false }),
        exceedanceCurve(
          mapColumn(one, (value) => (Number.isNaN(value) ? 0 : value)),
          [2, 10, 250],
        ),
        meanDifference(pair, 0.95).interval,
        varianceReduction(pair, 0.95),
        measureSpread(comparableValues(one), comparableValues(two), "higher", false, plainSampling, 0.95),
        tailDifference(pair, 0.95, "lower", 0.95),
        relation,
        dominanceSupport(pair, "lower", relation, resamples),
      ];
    };
    const workspace = smallRuns();
    expect(everything(inRuns(first, workspace), inRuns(second, workspace))).toEqual(
      everything(columnOf(first), columnOf(second)),
    );
  });
});

test("columns that are computed are what arrays would be", () => {
  const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 3000 });
  fc.assert(
    fc.property(numbers, fc.nat(), fc.integer({ min: 1, max: 9 }), (items, cut, size) => {
      const values = Float64Array.from(items);
      const length = 1 + (cut % values.length);
      const doubled = mapColumn(values, (value, at) => 2 * value + at);
      expect(toArray(doubled)).toEqual(values.map((value, at) => 2 * value + at));
      expect(toArray(joinColumns(doubled, values, (one, two) => one - two))).toEqual(
        values.map((value, at) => 2 * value + at - value),
      );
      expect(toArray(headOf(doubled, length))).toEqual(toArray(doubled).slice(0, length));
      expect(toArray(reversedEndOf(values, length))).toEqual(values.slice(-length).reverse());
      expect(valueAt(columnOf(values), length - 1)).toBe(values[length - 1]);
      expect(sumOf(columnOf(values))).toBe(compensatedSum(values));
      const sums = toArray(sumGroups(columnOf(values), size));
      expect(sums.length).toBe(Math.ceil(values.length / size));
      expect(sums[0]).toBe(values.slice(0, size).reduce((sum, value) => sum + value, 0));
    }),
    { numRuns: 60, seed: 5 },
  );
});
