import type { Path } from "../../config/path.ts";
import { show } from "../../schema/show.ts";

/** Where two documents that are not the same first differ, and what each says there. */
export function firstDifference(
  ours: unknown,
  theirs: unknown,
  path: Path = [],
): { readonly path: Path; readonly ours: string; readonly theirs: string } {
  if (isCollection(ours) && isCollection(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    const [left, right] = [ours as Record<string, unknown>, theirs as Record<string, unknown>];
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (isSame(left[key], right[key])) continue;
      return firstDifference(left[key], right[key], [...path, Array.isArray(ours) ? Number(key) : key]);
    }
  }
  return { path, ours: say(ours), theirs: say(theirs) };
}

function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether two documents say the same, whatever the order of their keys. */
export function isSame(left: unknown, right: unknown): boolean {
  if (!isCollection(left) || !isCollection(right)) return Object.is(left, right);
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  return [...keys].every((key) => isSame((left as never)[key], (right as never)[key]));
}

function say(value: unknown): string {
  return value === undefined ? "nothing" : show(value);
}
