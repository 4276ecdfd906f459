import type { z } from "zod";
import type { StudyProblem } from "../errors.ts";
import { quote, show } from "../schema/show.ts";
import { knownKeysAt } from "./json-schema.ts";
import type { Path } from "./path.ts";
import { suggest } from "./suggest.ts";
import type { YamlSource } from "./yaml-source.ts";

type Issue = z.core.$ZodIssue;

type KnownKeys = (path: Path, raw: unknown) => Set<string>;

/**
 * Schema issues as located problems in the house's words.
 *
 * @param knownKeys keys that may stand in the map at a path, for suggestions
 */
export function explainIssues(
  issues: readonly Issue[],
  source: YamlSource,
  knownKeys: KnownKeys = knownKeysAt,
): StudyProblem[] {
  return issues.flatMap((issue) => explain(issue, [], source, knownKeys));
}

function explain(issue: Issue, above: Path, source: YamlSource, knownKeys: KnownKeys): StudyProblem[] {
  const path = [...above, ...issue.path];
  const value = valueAt(source.raw, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeys(path, source.raw);
      return issue.keys.map((key) => source.problemAtKey(path, key, `unknown key ${quote(key)}${suggest(key, known)}`));
    }
    case "invalid_union": {
      const words = issue.errors.flatMap(wordsOf);
      const branch = nearestBranch(issue.errors.filter((errors) => wordsOf(errors).length === 0));
      if (branch === undefined) {
        const options = "options" in issue ? (issue.options as unknown[]).map(String) : words;
        return [source.problemAt(path, chooseFrom(value, options))];
      }
      const problems = branch.flatMap((inner) => explain(inner, path, source, knownKeys));
      const isWhole = words.length > 0 && branch.every((inner) => inner.path.length === 0);
      const hint = typeof value === "string" ? suggest(value, words) : "";
      return isWhole
        ? problems.map((item) => ({ ...item, message: `${item.message}, or ${words.join(", ")}${hint}` }))
        : problems;
    }
    case "invalid_value":
      return [source.problemAt(path, chooseFrom(value, issue.values.map(String)))];
    default:
      return [source.problemAt(path, messageOf(issue, value))];
  }
}

/** The words that would have done, if an alternative of a union is nothing but words. */
function wordsOf(errors: readonly Issue[]): string[] {
  return errors.flatMap((issue) =>
    issue.code === "invalid_value" && issue.path.length === 0 ? issue.values.map(String) : [],
  );
}

/** Of the alternatives of a union, the one whose complaints lie deepest: what the author most likely meant. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depthOf = (issues: readonly Issue[]): number =>
    issues.reduce((most, { code, path }) => Math.max(most, path.length + (code === "unrecognized_keys" ? 1 : 0)), 0);
  return [...branches].sort((left, right) => depthOf(right) - depthOf(left))[0];
}

function chooseFrom(value: unknown, options: readonly string[]): string {
  const must = options.length === 1 ? `must be ${options[0]}` : `must be one of ${options.join(", ")}`;
  if (value === undefined) return `missing value, ${must}`;
  if (typeof value !== "string") return `invalid value ${show(value)}, ${must}`;
  return `unknown value ${quote(value)}, ${must}${suggest(value, options)}`;
}

const IN_WORDS: ReadonlyMap<string, string> = new Map([
  ["object", "a map"],
  ["array", "a list"],
  ["string", "text"],
  ["boolean", "true or false"],
]);

/** Our own schemas word their messages themselves; what the library words by default starts with a capital. */
function messageOf(issue: Issue, value: unknown): string {
  if (!/^[A-Z]/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_type") {
    const expected = IN_WORDS.get(issue.expected) ?? issue.expected;
    return value === undefined
      ? `missing value, must be ${expected}`
      : `invalid value ${show(value)}, must be ${expected}`;
  }
  return `invalid value ${show(value)}, ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}
