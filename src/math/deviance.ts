/**
 * Returns observed * log(observed/expected) + expected - observed >= 0, without cancellation when the two are close.
 *
 * `difference` is observed - expected as exactly as the caller knows it. The exponent of every gamma, beta, Poisson and
 * binomial density is a sum of such terms; written as plain logarithms they would lose all digits at counts of a million.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), section 3, function bd0 (with the
 * series used up to a ratio of about 2 instead of 1.2).
 */
export function deviance(observed: number, expected: number, difference: number): number {
  const ratio = difference / (observed + expected);
  if (Math.abs(ratio) > 0.3) {
    const quotient = observed / expected;
    // Next to the smallest doubles the quotient overflows, its logarithm does not.
    const logQuotient = quotient === Infinity ? Math.log(observed) - Math.log(expected) : Math.log(quotient);
    return observed * logQuotient - difference;
  }
  // log(observed/expected) = 2 artanh(ratio), and 2 observed ratio - difference = ratio * difference.
  const square = ratio * ratio;
  let power = 2 * observed * ratio;
  let sum = ratio * difference;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
