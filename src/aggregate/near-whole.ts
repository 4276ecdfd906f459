/**
 * A product or quotient that should be a whole number but missed it by rounding, put right: 0.07 * 100 is
 * 7.000000000000001 in binary, and its ceiling would be one rank too high. Anything farther away is returned unchanged.
 *
 * The distance forgiven is 1e-12 relative: thousands of times the rounding error of one product, and at a million
 * scenarios still a millionth of a rank.
 */
export function nearWhole(value: number): number {
  const nearest = Math.floor(value + 0.5);
  return Math.abs(value - nearest) <= 1e-12 * Math.max(1, Math.abs(value)) ? nearest : value;
}
