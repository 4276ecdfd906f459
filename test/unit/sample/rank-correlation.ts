/** Spearman's rank correlation of two columns without ties. */
export function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] => {
    const order = values.map((_, index) => index).toSorted((a, b) => values[a] - values[b]);
    const result = new Array<number>(values.length);
    order.forEach((index, rank) => {
      result[index] = rank;
    });
    return result;
  };
  const [a, b] = [ranks(left), ranks(right)];
  const n = left.length;
  const distance = a.reduce((sum, rank, index) => sum + (rank - b[index]) ** 2, 0);
  return 1 - (6 * distance) / (n * (n * n - 1));
}
