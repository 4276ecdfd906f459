import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import type { StudyProblem } from "../errors.ts";
import { formatPath, type Path } from "./path.ts";

export const MOST_BYTES = 64 * 1024 * 1024;
export const MOST_NESTING = 64;

/** A YAML document as plain values, with the way back from a value to its place in the text. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly raw: unknown;
  readonly problems: readonly StudyProblem[];
  /** Problem at the value of a path, or at the nearest value above it that exists. */
  problemAt(path: Path, message: string): StudyProblem;
  /** Problem at a key of the map at a path. */
  problemAtKey(path: Path, key: string, message: string): StudyProblem;
}

/**
 * Parses one YAML 1.2 document. Whatever the bytes, it returns: too large, too deep, malformed, aliases, duplicate and
 * dangerous keys all become located problems. `raw` is undefined when the text cannot be trusted at all.
 */
export function readYaml(file: string, text: string): YamlSource {
  const problems: StudyProblem[] = [];
  const lines = new LineCounter();
  const problem = (offset: number, path: Path, message: string): StudyProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path), message };
  };
  const failed = (message: string, line = 1, column = 1): YamlSource => ({
    file,
    text,
    raw: undefined,
    problems: [{ file, line, column, path: "", message }],
    problemAt: () => ({ file, line, column, path: "", message }),
    problemAtKey: () => ({ file, line, column, path: "", message }),
  });

  if (text.length > MOST_BYTES) return failed(`invalid study, larger than ${MOST_BYTES / 1024 / 1024} MB`);
  const deep = findDeepNesting(text);
  if (deep !== undefined) {
    return failed(`invalid nesting, deeper than ${MOST_NESTING} levels`, deep.line, deep.column);
  }
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false, merge: false });
  let isBroken = false;
  for (const error of [...document.errors, ...document.warnings]) {
    const isDuplicate = error.code === "DUPLICATE_KEY";
    if (!isDuplicate) isBroken = true;
    const message = isDuplicate
      ? "invalid duplicate key, a map may hold a key only once"
      : `invalid YAML, ${lower(error.message)}`;
    problems.push(problem(error.pos[0], [], message));
  }
  visit(document, {
    Alias: (_, node) => {
      isBroken = true;
      problems.push(problem(node.range?.[0] ?? 0, [], "unsupported alias, write the value out"));
    },
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || typeof pair.key.value !== "string") return;
      if (pair.key.value === "__proto__" || pair.key.value === "<<") {
        isBroken = true;
        problems.push(problem(pair.key.range?.[0] ?? 0, [], `unsupported key '${pair.key.value}'`));
      }
    },
  });
  const root = document.contents as Node | null;
  const raw = isBroken ? undefined : document.toJS({ maxAliasCount: 0 });

  function nodeAt(path: Path): Node | null {
    let node: Node | null = root;
    for (const step of path) {
      const next: unknown =
        isMap(node) || (node as { items?: unknown[] } | null)?.items ? childOf(node, step) : undefined;
      if (!isNode(next)) return node;
      node = next;
    }
    return node;
  }

  return {
    file,
    text,
    raw,
    problems,
    problemAt: (path, message) => problem(nodeAt(path)?.range?.[0] ?? 0, path, message),
    problemAtKey(path, key, message) {
      const map = nodeAt(path);
      const pair = isMap(map) ? map.items.find((item) => keyOf(item) === key) : undefined;
      const offset = isNode(pair?.key) ? pair.key.range?.[0] : map?.range?.[0];
      return problem(offset ?? 0, [...path, key], message);
    },
  };
}

function childOf(node: Node | null, step: PropertyKey): unknown {
  if (isMap(node)) return node.items.find((item) => keyOf(item) === step)?.value;
  const item = (node as unknown as { items: unknown[] }).items[step as number];
  return isPair(item) || isAlias(item) ? undefined : item;
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : pair.key;
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/**
 * Finds where brackets or indentation pass the nesting limit, without building anything: the parser itself would exhaust
 * the stack. Brackets in quotes and comments do not count; `- - -` on one line nests once a dash.
 */
function findDeepNesting(text: string): { line: number; column: number } | undefined {
  let line = 1;
  let brackets = 0;
  const indents: number[] = [];
  for (let start = 0; start < text.length; line++) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    let at = start;
    let dashes = 0;
    while (at < end && (text[at] === " " || ((text[at] === "-" || text[at] === "?") && isBlank(text[at + 1])))) {
      if (text[at] !== " ") dashes += 1;
      at += 1;
    }
    const isContent = at < end && text[at] !== "#" && text[at] !== "\r";
    if (isContent && brackets === 0) {
      const indent = at - start;
      while (indents.length > 0 && indents[indents.length - 1] >= indent) indents.pop();
      indents.push(indent);
    }
    if (indents.length + dashes > MOST_NESTING) return { line, column: at - start + 1 };
    let quote = "";
    for (; at < end; at++) {
      const char = text[at];
      if (quote !== "") {
        if (char === "\\" && quote === '"') at += 1;
        else if (char === quote) quote = "";
      } else if (char === "#" && isBlank(text[at - 1])) break;
      else if ((char === '"' || char === "'") && !/\w/.test(text[at - 1] ?? "")) quote = char;
      else if (char === "[" || char === "{") brackets += 1;
      else if ((char === "]" || char === "}") && brackets > 0) brackets -= 1;
      if (brackets > MOST_NESTING) return { line, column: at - start + 1 };
    }
    start = end + 1;
  }
  return undefined;
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char === " " || char === "\n" || char === "\r" || char === "\t";
}
