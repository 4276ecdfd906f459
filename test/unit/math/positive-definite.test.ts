import { describe, expect, test } from "vitest";
import { cholesky, symmetricEigenvalues } from "../../../src/math/positive-definite.ts";

const HILBERT = Array.from({ length: 5 }, (_, row) => Array.from({ length: 5 }, (_, column) => 1 / (row + column + 1)));

describe("the factor of a matrix", () => {
  test("times its transpose is the matrix", () => {
    const factor = cholesky(HILBERT) as number[][];
    HILBERT.forEach((row, i) => {
      row.forEach((value, j) => {
        const product = factor[i].reduce((sum, left, at) => sum + left * factor[j][at], 0);
        expect(Math.abs(product - value)).toBeLessThan(1e-15);
        if (j > i) expect(factor[i][j]).toBe(0);
      });
    });
  });

  test("is the known one of 4 12 -16; 12 37 -43; -16 -43 98", () => {
    const matrix = [
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ];
    expect(cholesky(matrix)).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ]);
  });

  test("is none where the matrix is singular or indefinite", () => {
    expect(
      cholesky([
        [1, 1],
        [1, 1],
      ]),
    ).toBeUndefined();
    expect(
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toBeUndefined();
  });
});

describe("the eigenvalues of a symmetric matrix", () => {
  test("are 1 + r (n - 1) and 1 - r of one correlation r", () => {
    const r = 0.3;
    const matrix = Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 6 }, (_, column) => (row === column ? 1 : r)),
    );
    const values = symmetricEigenvalues(matrix).toSorted((left, right) => left - right);
    values.slice(0, 5).forEach((value) => {
      expect(value).toBeCloseTo(0.7, 13);
    });
    expect(values[5]).toBeCloseTo(2.5, 13);
  });

  test("are those of the second difference, 2 - 2 cos(k pi / (n + 1))", () => {
    const size = 8;
    const matrix = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (row === column ? 2 : Math.abs(row - column) === 1 ? -1 : 0)),
    );
    const values = symmetricEigenvalues(matrix).toSorted((left, right) => left - right);
    values.forEach((value, at) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((at + 1) * Math.PI) / (size + 1)), 13);
    });
  });
});
