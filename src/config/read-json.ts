import type { StudyProblem } from "../errors.ts";
import { formatPath, type Path } from "./path.ts";
import { placeFinder } from "./place-finder.ts";
import { printable } from "./printable.ts";
import { type JsonPlaces, scanJson } from "./scan-json.ts";
import type { YamlSource } from "./yaml-source.ts";

/**
 * Values of a study that is too large for the YAML parser and is JSON: enough for 10,000 sites and 40,000 lanes. Scanning takes
 * a tenth of a microsecond and 12 bytes for each.
 */
export const MOST_VALUES = 1_000_000;

/** A JSON text as the YAML source that it is; undefined where it is no JSON. */
export function readJson(file: string, text: string, mostNesting: number): YamlSource | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const places = scanJson(text, MOST_VALUES, mostNesting);
  if (places === undefined) return undefined;
  const placeOf = placeFinder(text);
  const problem = (offset: number, path: Path, message: string): StudyProblem => {
    return { file, ...placeOf(offset), path: printable(formatPath(path)), message: printable(message) };
  };
  if ("message" in places) {
    const only = problem(places.offset, [], places.message);
    return { file, text, raw: undefined, problems: [only], problemAt: () => only, problemAtKey: () => only };
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  return {
    file,
    text,
    raw,
    problems: [],
    isLarge: true,
    problemAt: (path, message) => problem(places.start[findValue(places, text, path)], path, message),
    problemAtKey(path, key, message) {
      const value = findValue(places, text, [...path, key]);
      const { start, keyStart } = places;
      return problem(keyStart[value] >= 0 ? keyStart[value] : start[value], [...path, key], message);
    },
  };
}

/** Number of the value at a path, or of the nearest above it that exists. */
function findValue({ start, keyStart, next }: JsonPlaces, text: string, path: Path): number {
  let value = 0;
  for (const step of path) {
    const quoted = typeof step === "number" ? undefined : JSON.stringify(step);
    const mark = text[start[value]];
    if ((mark !== "{" && mark !== "[") || (mark === "{") !== (quoted !== undefined)) return value;
    let child = value + 1;
    for (let at = 0; child < next[value]; at++) {
      const isIt = quoted === undefined ? at === step : text.startsWith(quoted, keyStart[child]);
      if (isIt) break;
      child = next[child];
    }
    if (child >= next[value]) return value;
    value = child;
  }
  return value;
}
