import { z } from "zod";
import { commonCauseSchema } from "../hazards/common-cause.ts";
import { hazardSchema } from "../hazards/index.ts";
import type { Path } from "./path.ts";
import { designSchema } from "./schema/design-schema.ts";
import { marketSchema, worldSchema } from "./schema/world-schema.ts";

type Issue = z.core.$ZodIssue;

/** Issues after which nobody reads on. */
const MOST_ISSUES = 1000;
/** Values of one site, lane, design ..., lists of text not counted: each may be at fault in several ways. */
const MOST_VALUES_AN_ENTRY = 20_000;

/** The lists that make a study large, and what their entries are. */
const LISTS: readonly (readonly [path: readonly string[], entry: z.ZodType])[] = [
  ...Object.entries(worldSchema.shape).flatMap(([key, schema]) => {
    const list = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
    return list instanceof z.ZodArray ? ([[["world", key], list.element as z.ZodType]] as const) : [];
  }),
  [["markets"], marketSchema],
  [["hazards"], hazardSchema],
  [["commonCauses"], commonCauseSchema],
  [["designs"], designSchema],
];

/**
 * Looks into a large study entry by entry, and stops where it is plainly no study: a million faults would take gigabytes to tell.
 *
 * @returns issues, where there are so many that the rest need not be looked for; else none, whether there are some or not
 */
export function probeEntries(raw: unknown): Issue[] {
  const issues: Issue[] = [];
  const elsewhere = { values: 0 };
  countValues(raw, elsewhere, new Set(LISTS.map(([path]) => entriesAt(raw, path))));
  if (elsewhere.values > MOST_VALUES_AN_ENTRY) return [tooMany([])];
  for (const [path, entry] of LISTS) {
    for (const [index, value] of entriesAt(raw, path).entries()) {
      const own = { values: 0 };
      countValues(value, own, new Set());
      if (own.values > MOST_VALUES_AN_ENTRY) return [tooMany([...path, index])];
      for (const issue of entry.safeParse(value).error?.issues ?? []) {
        issues.push({ ...issue, path: [...path, index, ...issue.path] });
      }
      if (issues.length >= MOST_ISSUES) return issues.slice(0, MOST_ISSUES);
    }
  }
  return [];
}

function tooMany(path: Path): Issue {
  const message = `invalid entry, it holds more than ${MOST_VALUES_AN_ENTRY} values`;
  return { code: "custom", path: [...path], message, input: undefined };
}

function entriesAt(raw: unknown, path: readonly string[]): readonly unknown[] {
  let value = raw;
  for (const key of path) value = typeof value === "object" && value !== null ? (value as never)[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** Adds the values within a value, those of some lists and of lists of nothing but text left out. */
function countValues(value: unknown, count: { values: number }, without: ReadonlySet<unknown>): void {
  count.values += 1;
  if (typeof value !== "object" || value === null || without.has(value)) return;
  const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
  if (Array.isArray(value) && inner.every((item) => typeof item === "string")) return;
  for (const item of inner) countValues(item, count, without);
}
