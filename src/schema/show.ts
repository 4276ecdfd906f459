/** Longer values are cut: a message is for reading. */
const MOST_SHOWN = 80;

/** A value of a study as messages show it: as JSON, numbers as they are, long ones cut. */
export function show(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "bigint") return cut(`${value}n`);
  return cut(JSON.stringify(value) ?? String(value));
}

/** A name from a study in quotes, long ones cut. */
export function quote(name: string): string {
  return `'${cut(name)}'`;
}

/** Longer lists are cut. */
const MOST_NAMED = 5;

/** Names one after the other, of many only the first. */
export function listNames(names: readonly string[], between = ", "): string {
  if (names.length <= MOST_NAMED) return names.join(between);
  return `${names.slice(0, MOST_NAMED).join(between)} and ${names.length - MOST_NAMED} more`;
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 3)}...` : text;
}
