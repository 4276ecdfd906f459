/** Longer values are cut: a message is for reading. */
const MOST_SHOWN = 80;

/** A value of a study as messages show it: as JSON, numbers as they are, long ones cut. */
export function show(value: unknown): string {
  if (typeof value === "number") return String(value);
  return cut(JSON.stringify(value) ?? String(value));
}

/** A name from a study in quotes, long ones cut. */
export function quote(name: string): string {
  return `'${cut(name)}'`;
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 3)}...` : text;
}
