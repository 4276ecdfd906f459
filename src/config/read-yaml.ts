import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { StudyProblem } from "../errors.ts";
import { quote } from "../schema/show.ts";
import { findExcess, MOST_NESTING } from "./find-excess.ts";
import { formatPath, type Path } from "./path.ts";
import { placeFinder } from "./place-finder.ts";
import { printable } from "./printable.ts";
import { readJson } from "./read-json.ts";
import type { YamlSource } from "./yaml-source.ts";

/**
 * Parses one YAML 1.2 document. Whatever the bytes, it returns: too large, too deep, malformed, aliases, duplicate and
 * dangerous keys all become located problems. `raw` is undefined when the text cannot be trusted at all.
 */
export function readYaml(file: string, text: string): YamlSource {
  const placeOf = placeFinder(text);
  const problemOf = (line: number, column: number, path: Path, message: string): StudyProblem => ({
    file,
    line: Math.max(1, line),
    column: Math.max(1, column),
    path: printable(formatPath(path)),
    message: printable(message),
  });
  const problem = (offset: number, path: Path, message: string): StudyProblem => {
    const { line, column } = placeOf(offset);
    return problemOf(line, column, path, message);
  };
  const failed = (message: string, line = 1, column = 1): YamlSource => {
    const only = problemOf(line, column, [], message);
    return { file, text, raw: undefined, problems: [only], problemAt: () => only, problemAtKey: () => only };
  };

  const excess = findExcess(text);
  if (excess !== undefined) {
    const source = excess.isOfYaml === true ? readJson(file, text, MOST_NESTING) : undefined;
    return source ?? failed(excess.message, excess.line, excess.column);
  }
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      stringKeys: true,
      prettyErrors: false,
      merge: false,
      uniqueKeys: false, // the parser compares every key with every other: we look for duplicates ourselves
    });
  } catch {
    // Keys of keys of keys (`a : a : a :` in brackets) exhaust the parser's stack.
    return failed(`invalid nesting, deeper than ${MOST_NESTING} levels`);
  }
  const { problems, isSound } = checkDocument(document, text, problem);
  const root = document.contents as Node | null;
  const raw = isSound ? document.toJS({ maxAliasCount: 0 }) : undefined;
  const pairsOf = indexPairs();

  function nodeAt(path: Path): Node | null {
    let node: Node | null = root;
    for (const step of path) {
      const next = isMap(node) ? pairsOf(node).get(step)?.value : isSeq(node) ? node.items[step as number] : undefined;
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
      const pair = isMap(map) ? pairsOf(map).get(key) : undefined;
      const offset = isNode(pair?.key) ? pair.key.range?.[0] : map?.range?.[0];
      return problem(offset ?? 0, [...path, key], message);
    },
  };
}

type Locate = (offset: number, path: Path, message: string) => StudyProblem;

/** Everything that is not sound about a document as such; where it is not sound, its values cannot be trusted. */
function checkDocument(
  document: Document.Parsed,
  text: string,
  problem: Locate,
): { problems: StudyProblem[]; isSound: boolean } {
  const problems: StudyProblem[] = [];
  const pathOf = pathFinder();
  let isSound = true;
  const refuse = (offset: number | undefined, path: Path, message: string): void => {
    isSound = false;
    problems.push(problem(offset ?? 0, path, message));
  };
  // After the first slip the parser mostly complains of what follows from it.
  const [slip] = [...document.errors].sort((left, right) => left.pos[0] - right.pos[0]);
  const warnings = document.warnings.filter(({ code }) => code !== "TAG_RESOLVE_FAILED"); // tags are looked at below
  for (const error of slip === undefined ? warnings : [slip, ...warnings]) {
    refuse(error.pos[0], [], explainYaml(error));
  }
  const { explicit, version } = document.directives.yaml;
  if (explicit === true && version !== "1.2") {
    refuse(text.indexOf("%YAML"), [], `unsupported YAML version ${version}, must be 1.2`);
  }
  const checkTag = (node: Node, above: readonly unknown[]): void => {
    const { tag } = node as { tag?: string };
    if (tag === undefined || PLAIN_TAGS.has(tag)) return;
    const written = tag.replace(CORE_TAG, "!!");
    refuse(node.range?.[0], pathOf(above, node), `unsupported tag ${quote(written)}, write a plain value`);
  };
  visit(document, {
    Alias: (_, node, above) => refuse(node.range?.[0], pathOf(above, node), "unsupported alias, write the value out"),
    Scalar: (_, node, above) => checkTag(node, above),
    Seq: (_, node, above) => checkTag(node, above),
    Map(_, node, above) {
      checkTag(node, above);
      const seen = new Set<unknown>();
      for (const pair of node.items) {
        const key = keyOf(pair);
        if (key === undefined) continue;
        const offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
        const path = (): Path => [...pathOf(above, node), key];
        if (key === "__proto__" || key === "<<") refuse(offset, path(), `unsupported key '${key}'`);
        if (seen.has(key)) {
          const message = `invalid duplicate key ${quote(key)}, a map may hold a key only once`;
          problems.push(problem(offset ?? 0, path(), message));
        }
        seen.add(key);
      }
    },
  });
  return { problems, isSound };
}

const CORE_TAG = "tag:yaml.org,2002:";
/** Tags that say no more than a plain value does. */
const PLAIN_TAGS = new Set(["map", "seq", "str", "int", "float", "bool", "null"].map((name) => CORE_TAG + name));

function explainYaml({ code, message }: YAMLError): string {
  switch (code) {
    case "MULTIPLE_DOCS":
      return "unsupported second document, a study is a single YAML document";
    case "NON_STRING_KEY":
      return "invalid key, must be text";
    case "MULTILINE_IMPLICIT_KEY":
      return "invalid YAML, missing colon: a key ends with one on its own line";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "invalid YAML, a map or list cannot begin here; look at the indentation, and put text with a colon in quotes";
    case "RESOURCE_EXHAUSTION":
      return `invalid nesting, deeper than ${MOST_NESTING} levels`;
    default:
      return `invalid YAML, ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  }
}

/** Finds the path of a node from the nodes above it: the document, collections and pairs. Nodes come in their order. */
function pathFinder(): (above: readonly unknown[], node: unknown) => Path {
  const reached = new WeakMap<YAMLSeq, number>();
  return (above, node) => {
    const path: PropertyKey[] = [];
    [...above.slice(1), node].forEach((step, index, steps) => {
      const holder = steps[index - 1];
      if (isPair(step)) path.push(isAlias(step.key) ? `*${step.key.source}` : String(keyOf(step) ?? ""));
      if (!isSeq(holder)) return;
      const position = holder.items.indexOf(step, reached.get(holder));
      reached.set(holder, position);
      path.push(position);
    });
    return path;
  };
}

/** Finds the entry of a map by its key; a map is indexed when it is first asked for. */
function indexPairs(): (map: YAMLMap) => ReadonlyMap<unknown, Pair> {
  const indexed = new WeakMap<YAMLMap, Map<unknown, Pair>>();
  return (map) => {
    let pairs = indexed.get(map);
    if (pairs === undefined) {
      pairs = new Map(map.items.map((pair) => [keyOf(pair), pair]));
      indexed.set(map, pairs);
    }
    return pairs;
  };
}

/** The key of an entry; undefined where it is not text, which the parser refuses. */
function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : undefined;
}
