/** A map of a study as written. */
export type RawMap = Readonly<Record<string, unknown>>;

/** A value as a map; anything else as an empty one. */
export function asMap(value: unknown): RawMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawMap) : {};
}

/** A value as a list; anything else as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
