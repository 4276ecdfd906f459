/** Most points of a curve in the report. */
export const MOST_POINTS = 500;

/**
 * Leaves out points of a long curve, evenly by place from the left and ever denser towards the right end, where tails lie.
 * The first and the last point stay.
 *
 * @param mostPoints at least 2
 */
export function thin<Item>(items: readonly Item[], mostPoints = MOST_POINTS): Item[] {
  if (items.length <= mostPoints) return [...items];
  const last = items.length - 1;
  const kept = new Set<number>();
  const even = Math.ceil(mostPoints / 2);
  for (let step = 0; step < even; step++) kept.add(Math.round((last * step) / (even - 1)));
  const rest = mostPoints - even;
  // Distances from the right end grow geometrically from 1 to the whole length.
  for (let step = 0; step < rest; step++) kept.add(last - Math.round(Math.exp((Math.log(last) * step) / rest)));
  return [...kept].sort((left, right) => left - right).map((at) => items[at]);
}
