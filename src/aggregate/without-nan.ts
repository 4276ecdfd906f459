/** The defined values of a column, in their order: a copy. */
export function withoutNaN(column: Float64Array): Float64Array {
  const kept = new Float64Array(column.length);
  let count = 0;
  for (let at = 0; at < column.length; at++) {
    const value = column[at];
    if (!Number.isNaN(value)) kept[count++] = value;
  }
  return kept.subarray(0, count);
}
