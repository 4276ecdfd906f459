import { suggest } from "./suggest.ts";

/** One step into a study file: a key, a place in a list, or the entry of a list that has an id. */
export type PathStep =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly id: string; readonly by: string };

/** Reads `markets[id=na].demandUnitsPerDay`; undefined where it cannot be read. */
export function parseParameterPath(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  const pattern = /(?:^|\.)([A-Za-z]\w*)|\[(\d+)\]|\[([A-Za-z]\w*)=([^\]]+)\]/gy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, key, index, by, id] = match;
    if (key !== undefined) steps.push({ key });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ by, id: id.trim() });
  }
  return steps.length > 0 && "key" in steps[0] ? steps : undefined;
}

/**
 * Puts a number at a path of a study as it was read from its file; the study is changed. Maps on the way that are not there
 * are made, for settings have defaults.
 *
 * @returns in words what is wrong with the path, or undefined
 */
export function setParameter(raw: unknown, steps: readonly PathStep[], value: number): string | undefined {
  let at = raw as Record<PropertyKey, unknown>;
  for (let step = 0; step < steps.length; step++) {
    const found = keyOf(at, steps[step]);
    if (typeof found === "object") return found.problem;
    if (step === steps.length - 1) {
      at[found] = value;
      return undefined;
    }
    at[found] ??= {};
    if (typeof at[found] !== "object" || at[found] === null)
      return `invalid path, ${String(found)} is a value, not a map`;
    at = at[found] as Record<PropertyKey, unknown>;
  }
  return undefined;
}

function keyOf(at: Record<PropertyKey, unknown>, step: PathStep): string | number | { readonly problem: string } {
  if ("key" in step) {
    return Array.isArray(at)
      ? { problem: `invalid path, a list has no '${step.key}', write [id=...] or [0]` }
      : step.key;
  }
  if (!Array.isArray(at)) return { problem: "invalid path, a map has keys, not entries" };
  if ("index" in step) {
    return step.index < at.length ? step.index : { problem: `unknown entry ${step.index}, the list has ${at.length}` };
  }
  const ids = at.map((item) => String((item as Record<string, unknown>)?.[step.by]));
  const index = ids.indexOf(step.id);
  if (index >= 0) return index;
  return { problem: `unknown ${step.by} '${step.id}'${suggest(step.id, ids) || `, must be one of ${ids.join(", ")}`}` };
}
