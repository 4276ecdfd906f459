/**
 * Holm's step-down adjustment: p-values that may be held against one level however many hypotheses are tested together.
 * Undefined p-values are not tested and stay so.
 *
 * Source: Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.
 */
export function adjustHolm(pValues: readonly (number | undefined)[]): (number | undefined)[] {
  const tested = pValues.flatMap((value, index) => (value === undefined ? [] : [{ value, index }]));
  tested.sort((left, right) => left.value - right.value || left.index - right.index);
  const adjusted: (number | undefined)[] = pValues.map(() => undefined);
  let most = 0;
  tested.forEach(({ value, index }, rank) => {
    most = Math.max(most, Math.min(1, value * (tested.length - rank)));
    adjusted[index] = most;
  });
  return adjusted;
}
