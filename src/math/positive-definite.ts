/** Below this a pivot counts as 0: correlations are written with a few digits. */
const SMALLEST_PIVOT = 1e-10;

/**
 * The lower triangular L with L L' = `matrix`, or undefined where the matrix is not positive definite.
 *
 * Source: G. H. Golub & C. F. Van Loan, "Matrix Computations" (2013), section 4.2.
 *
 * @param matrix symmetric, [row][column]; only the lower triangle is read
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor: number[][] = matrix.map((row) => row.map(() => 0));
  for (let row = 0; row < matrix.length; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row][column];
      for (let inner = 0; inner < column; inner++) rest -= factor[row][inner] * factor[column][inner];
      if (column < row) factor[row][column] = rest / factor[column][column];
      else if (rest < SMALLEST_PIVOT) return undefined;
      else factor[row][row] = Math.sqrt(rest);
    }
  }
  return factor;
}

/**
 * Eigenvalues of a symmetric matrix, in no order: rotations of Jacobi, row by row until what is off the diagonal is gone.
 *
 * Source: G. H. Golub & C. F. Van Loan, "Matrix Computations" (2013), section 8.5.
 */
export function symmetricEigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row]);
  const size = a.length;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (a[p][q] === 0) continue;
        off = Math.max(off, Math.abs(a[p][q]));
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, p, q, c, t * c);
      }
    }
    if (off < 1e-14) break;
  }
  return a.map((row, at) => row[at]);
}

function rotate(a: number[][], p: number, q: number, c: number, s: number): void {
  for (let at = 0; at < a.length; at++) {
    const [ap, aq] = [a[at][p], a[at][q]];
    a[at][p] = c * ap - s * aq;
    a[at][q] = s * ap + c * aq;
  }
  for (let at = 0; at < a.length; at++) {
    const [pa, qa] = [a[p][at], a[q][at]];
    a[p][at] = c * pa - s * qa;
    a[q][at] = s * pa + c * qa;
  }
}
