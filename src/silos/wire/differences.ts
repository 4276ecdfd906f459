/** Longest text of a value in a message. */
const MOST_LETTERS = 60;

/**
 * Where two texts of the same thing differ, by path, with both values: at most so many places. Items of lists that have ids are told by these.
 *
 * @param path what the values stand for, as in `contract.settings`
 */
export function findDifferences(ours: unknown, theirs: unknown, most: number, path = ""): Difference[] {
  const found: Difference[] = [];
  compare(ours, theirs, path, (difference) => {
    if (found.length < most) found.push(difference);
    return found.length < most;
  });
  return found;
}

export interface Difference {
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Calls back for every difference until told to stop; whether to go on. */
function compare(ours: unknown, theirs: unknown, path: string, tell: (difference: Difference) => boolean): boolean {
  if (Object.is(ours, theirs)) return true;
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    return tell({ path, ours: show(ours), theirs: show(theirs) });
  }
  const [left, right] = [itemsOf(ours), itemsOf(theirs)];
  const keys = [...left.keys(), ...[...right.keys()].filter((key) => !left.has(key))];
  for (const key of keys) {
    const below = Array.isArray(ours) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    if (!compare(left.get(key), right.get(key), below, tell)) return false;
  }
  if (!Array.isArray(ours) || left.size !== right.size) return true;
  // The same items in another order are another list: it says in which order columns cross.
  const [order, other] = [[...left.keys()].join(", "), [...right.keys()].join(", ")];
  const isSameOrder = order === other || [...left.keys()].some((key) => !right.has(key));
  return isSameOrder || tell({ path, ours: `in the order ${cut(order)}`, theirs: cut(other) });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Entries by key; of a list by the ids of its items where all have one of their own, else by number. */
function itemsOf(value: Record<string, unknown> | unknown[]): Map<string, unknown> {
  if (!Array.isArray(value)) return new Map(Object.entries(value).filter(([, item]) => item !== undefined));
  const ids = value.map((item) => (isObject(item) && typeof item.id === "string" ? item.id : undefined));
  const haveIds = ids.every((id) => id !== undefined) && new Set(ids).size === ids.length;
  return new Map(value.map((item, index) => [haveIds ? (ids[index] as string) : String(index), item]));
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 3)}...`;
}
