import type { z } from "zod";
import type { StudyProblem } from "../errors.ts";
import { knownKeysAt } from "./json-schema.ts";
import type { Path } from "./path.ts";
import type { YamlSource } from "./read-yaml.ts";
import { suggest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** Schema issues as located problems in the house's words. */
export function explainIssues(issues: readonly Issue[], source: YamlSource): StudyProblem[] {
  return issues.flatMap((issue) => explain(issue, [], source));
}

function explain(issue: Issue, above: Path, source: YamlSource): StudyProblem[] {
  const path = [...above, ...issue.path];
  const value = valueAt(source.raw, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = knownKeysAt(path, source.raw);
        return source.problemAtKey(path, key, `unknown key '${key}'${suggest(key, known)}`);
      });
    case "invalid_union": {
      const branch = nearestBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap((inner) => explain(inner, path, source));
      const options = ("options" in issue ? (issue.options as unknown[]) : []).map(String);
      return [source.problemAt(path, chooseFrom(value, options))];
    }
    case "invalid_value":
      return [source.problemAt(path, chooseFrom(value, issue.values.map(String)))];
    default:
      return [source.problemAt(path, messageOf(issue, value))];
  }
}

/** Of the alternatives of a union, the one whose complaints lie deepest: what the author most likely meant. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depthOf = (issues: readonly Issue[]): number =>
    Math.max(...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)));
  return [...branches].sort((left, right) => depthOf(right) - depthOf(left))[0];
}

function chooseFrom(value: unknown, options: readonly string[]): string {
  const list = options.join(", ");
  if (value === undefined) return `missing value, must be one of ${list}`;
  if (typeof value !== "string") return `invalid value ${show(value)}, must be one of ${list}`;
  return `unknown value '${value}', must be one of ${list}${suggest(value, options)}`;
}

/** Our own schemas word their messages themselves; what the library words by default starts with a capital. */
function messageOf(issue: Issue, value: unknown): string {
  if (!/^[A-Z]/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_type") {
    const expected = issue.expected === "object" ? "a map" : issue.expected === "array" ? "a list" : issue.expected;
    return value === undefined
      ? `missing value, must be ${expected}`
      : `invalid value ${show(value)}, must be ${expected}`;
  }
  if (issue.code === "too_big") return `invalid value ${show(value)}, must have at most ${issue.maximum} characters`;
  return `invalid value ${show(value)}, ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}
