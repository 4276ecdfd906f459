/** Sorts by code units: the same order on every machine and under every locale. */
export function sortByCodeUnits<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...items].sort((left, right) => {
    const a = keyOf(left);
    const b = keyOf(right);
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** Items by key, groups and their members in order of first appearance. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
