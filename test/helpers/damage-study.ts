import fc from "fast-check";

/*
 * Studies that something was done to: values changed, removed, doubled, swapped, renamed and wrapped; slips of the keyboard, cuts and
 * bytes of other worlds.
 */

/** Text that stands in the file as it is, not as a JSON string. */
class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value in flow style, which is JSON but for verbatim text. */
export function write(value: unknown): string {
  if (value instanceof Verbatim) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${write(item)}`)
    .join(",\n")}}`;
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null || value instanceof Verbatim) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce((value, step) => (value as Record<string, unknown>)[step], root);

/** What may stand anywhere: numbers of all sorts, words of the schema, ids of the studies, shapes. */
const odd = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      0,
      -1,
      1,
      0.5,
      1e-12,
      1e6,
      1e15,
      5,
      36500,
      -0,
      2 ** 53,
      "",
      "x",
      null,
      true,
      false,
      [],
      {},
      [[]],
      [null],
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        ".inf",
        "-.inf",
        ".nan",
        "1e400",
        "0x10",
        "~",
        "2026-01-01",
        "!!set {a}",
        "&a b",
        "*a",
        "{<<: {a: 1}}",
        "{__proto__: 1}",
        "{? [a] : b}",
        "!x y",
        "''",
      ].map((text) => new Verbatim(text)),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "plant",
      "shop",
      "strait",
      "widget",
      "plant-shop",
      "lean",
      "canal",
      "cape",
      "pearl",
      "delta",
      "ship",
      "plane",
      "rail",
      "mine",
      "store",
      "ore",
      "cell",
      "asia",
      "union",
      "ets",
      "hills",
      "plain",
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "lost",
      "backorder",
      "none",
      "permanent",
      "priority",
      "sea",
      "blockade",
      "export-ban",
      "linear",
      "lognormal",
      "__proto__",
      "constructor",
      "a b",
      "é",
      "=1",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      { distribution: "normal", mean: 1, standardDeviation: 1 },
      { distribution: "empirical", values: [1, 2] },
      { distribution: "beta" },
      { activationDelayDays: 0 },
      { at: "canal" },
      { lane: "ship", share: 0.5 },
      { days: [0, 3] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

interface Mutation {
  readonly kind: "replace" | "remove" | "double" | "swap" | "rename" | "wrap" | "add" | "scale";
  readonly pick: number;
  readonly other: number;
  readonly value: unknown;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("replace", "replace", "remove", "double", "swap", "rename", "wrap", "add", "scale", "scale"),
  pick: fc.nat(),
  other: fc.nat(),
  value: odd,
});

/** Whether something may be changed, by its path and value. */
type Choice = (path: Path, value: unknown) => boolean;
export const ANYTHING: Choice = () => true;
export const NUMBERS: Choice = (_, value) => typeof value === "number";
export const IN_LISTS: Choice = (path) => typeof path[path.length - 1] === "number";

/** Changes one thing somewhere in a study; the study is the caller's to lose. */
export function mutate(root: unknown, { kind, pick, other, value }: Mutation, choice = ANYTHING): unknown {
  const paths = pathsOf(root).filter((path) => path.length > 0 && choice(path, valueAt(root, path)));
  if (paths.length === 0) return value;
  const path = paths[pick % paths.length];
  const holder = valueAt(root, path.slice(0, -1)) as Record<string | number, unknown>;
  const step = path[path.length - 1];
  const current = holder[step];
  switch (kind) {
    case "replace":
      holder[step] = value;
      break;
    case "remove":
      if (Array.isArray(holder)) holder.splice(step as number, 1);
      else delete holder[step];
      break;
    case "double":
      if (Array.isArray(holder)) holder.push(structuredClone(current));
      else if (Array.isArray(current)) current.push(...structuredClone(current));
      break;
    case "swap": {
      const second = paths[other % paths.length];
      const isApart =
        !second.every((item, index) => item === path[index]) && !path.every((item, index) => item === second[index]);
      if (!isApart) break;
      const secondHolder = valueAt(root, second.slice(0, -1)) as Record<string | number, unknown>;
      const secondStep = second[second.length - 1];
      [holder[step], secondHolder[secondStep]] = [secondHolder[secondStep], current];
      break;
    }
    case "rename":
      if (Array.isArray(holder)) break;
      delete holder[step];
      Object.defineProperty(holder, typeof value === "string" ? value : `${step}s`, {
        value: current,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    case "wrap":
      holder[step] = other % 2 === 0 ? [current] : { [String(step)]: current };
      break;
    case "add":
      if (Array.isArray(current)) current.push(value);
      else if (typeof current === "object" && current !== null && !(current instanceof Verbatim))
        (current as Record<string, unknown>)[`extra${other % 3}`] = value;
      break;
    case "scale":
      if (typeof current === "number") holder[step] = current * [0, 0.1, 0.9, 1.1, 10, -1, 1e9][other % 7];
      break;
  }
  return root;
}

export const SNIPPETS = [
  "\t",
  " ",
  "  ",
  "\n",
  "\r",
  ":",
  ": ",
  "-",
  "- ",
  "[",
  "]",
  "{",
  "}",
  ",",
  '"',
  "'",
  "#",
  " #",
  "&a ",
  "*a",
  "!!str ",
  "|\n",
  ">\n",
  "%YAML 1.1\n",
  "---\n",
  "...\n",
  "? ",
  "<<: ",
  "\0",
  "\u001b[2J",
  "\uFEFF",
  "\u202e",
  "\u{1F6A2}",
  "\ud800",
  "__proto__: 1\n",
  "1e999",
  ".nan",
  "- ".repeat(70),
  "[".repeat(70),
  "x".repeat(70),
];

interface Slip {
  readonly kind: "insert" | "delete" | "replace" | "repeat-line" | "move-line" | "indent" | "cut";
  readonly at: number;
  readonly length: number;
  readonly snippet: string;
}

export const slip: fc.Arbitrary<Slip> = fc.record({
  kind: fc.constantFrom("insert", "insert", "delete", "replace", "repeat-line", "move-line", "indent", "cut"),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
  snippet: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...SNIPPETS) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  ),
});

export function slipIn(text: string, { kind, at, length, snippet }: Slip): string {
  const place = at % (text.length + 1);
  const lines = text.split("\n");
  const line = at % lines.length;
  switch (kind) {
    case "insert":
      return text.slice(0, place) + snippet + text.slice(place);
    case "delete":
      return text.slice(0, place) + text.slice(place + length);
    case "replace":
      return text.slice(0, place) + snippet + text.slice(place + length);
    case "repeat-line":
      return [...lines.slice(0, line), ...Array<string>(length).fill(lines[line]), ...lines.slice(line)].join("\n");
    case "move-line":
      return [...lines.slice(0, line), ...lines.slice(line + 1), lines[line]].join("\n");
    case "indent":
      return lines.map((item, index) => (index === line ? " ".repeat(length) + item : item)).join("\n");
    case "cut":
      return text.slice(0, place);
  }
}

/** A copy of a mutation, so that a value put into one study is not changed there for the next. */
export function structuredCloneWithVerbatim(item: Mutation): Mutation {
  return item.value instanceof Verbatim ? item : { ...item, value: structuredClone(item.value) };
}

/** Any of these, of one of the given studies: as text and as the object it says. */
export function damagedStudy(texts: readonly string[], objects: readonly unknown[]): fc.Arbitrary<string> {
  const which = fc.nat({ max: texts.length - 1 });
  const gentle = mutation.map((item) => ({
    ...item,
    kind: item.pick % 4 === 0 ? ("remove" as const) : ("scale" as const),
  }));
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(which, fc.array(mutation, { minLength: 1, maxLength: 4 })).map(([index, mutations]) => {
        let study = structuredClone(objects[index]);
        for (const item of mutations) study = mutate(study, structuredCloneWithVerbatim(item));
        return write(study);
      }),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(which, fc.array(gentle, { minLength: 1, maxLength: 3 })).map(([index, mutations]) => {
        const study = structuredClone(objects[index]);
        for (const item of mutations) mutate(study, item, item.kind === "remove" ? IN_LISTS : NUMBERS);
        return write(study);
      }),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(which, fc.array(slip, { minLength: 1, maxLength: 4 }))
        .map(([index, slips]) => slips.reduce(slipIn, texts[index])),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ maxLength: 5 })), { maxLength: 40 })
        .map((pieces) => pieces.join("")),
    },
  );
}
