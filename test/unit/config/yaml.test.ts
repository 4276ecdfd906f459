import { describe, expect, test } from "vitest";
import { MOST_WORDS } from "../../../src/config/find-excess.ts";
import type { StudyProblem } from "../../../src/errors.ts";
import { edited, expectComplaints, FULL_STUDY, parse, problemsOf } from "./full-study.ts";

const place = ({ line, column }: StudyProblem): string => `${line}:${column}`;
const only = (text: string): StudyProblem => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  return problems[0];
};

describe("a text that is no study", () => {
  test.each([
    ["an empty file", "", "invalid study, the file is empty"],
    ["blank lines", "\n \n\n", "invalid study, the file is empty"],
    ["only a comment", "# nothing here\n", "invalid study, the file is empty"],
    ["a byte order mark alone", "\uFEFF", "invalid study, the file is empty"],
    ["a word", "hello\n", 'invalid value "hello", must be a map'],
    ["a number", "42\n", "invalid value 42, must be a map"],
    ["a list", "- a\n", 'invalid value ["a"], must be a map'],
    ["a list longer than a line", `[${"1, ".repeat(500)}1]`, `invalid value [${"1,".repeat(38)}..., must be a map`],
  ])("%s says so at its beginning", (_, text, message) => {
    expect(only(text)).toEqual({ file: "study.yaml", line: 1, column: 1, path: "", message });
  });
});

test("places are found in a text that makes no sense", () => {
  const problems = problemsOf("*a-%YAML 1.1\n? \\: <<: __proto__: 1\n? '");
  expect(problems.map((problem) => `${place(problem)} ${problem.message}`)).toEqual([
    "1:1 invalid key, must be text",
    "1:1 unsupported alias, write the value out",
    "2:6 unsupported key '<<'",
    "2:10 unsupported key '__proto__'",
  ]);
});

describe("malformed YAML is reported once, where it begins", () => {
  test.each([
    [
      "a tab as indentation",
      "  horizonDays: 100",
      "\thorizonDays: 100",
      "4:1",
      "invalid YAML, tabs are not allowed as indentation",
    ],
    [
      "a bracket that is never closed",
      "blocs: [apec] }",
      "blocs: [apec }",
      "16:32",
      "invalid YAML, flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "a colon that is missing",
      "  exposureDays: 50",
      "  exposureDays 50",
      "5:3",
      "invalid YAML, missing colon: a key ends with one on its own line",
    ],
    [
      "text with a colon",
      "title: Every",
      "title: first: Every",
      "2:8",
      "invalid YAML, a map or list cannot begin here; look at the indentation, and put text with a colon in quotes",
    ],
    ["a quote that is never closed", "title: Every", 'title: "Every', "", 'invalid YAML, missing closing "quote'],
    [
      "an entry at the wrong depth",
      "  scenarios: 10",
      "   scenarios: 10",
      "5:17",
      "invalid YAML, a map or list cannot begin here; look at the indentation, and put text with a colon in quotes",
    ],
    [
      "a second document",
      "markets:\n",
      "---\nmarkets:\n",
      "",
      "unsupported second document, a study is a single YAML document",
    ],
    ["a list as a key", "title: Every", "? [a]\n: b\ntitle: Every", "2:3", "invalid key, must be text"],
    ["an unknown version of YAML", "id: full", "%YAML 2.0\n---\nid: full", "", "invalid YAML"],
  ])("%s", (_, find, put, where, message) => {
    const problem = only(edited([[find, put]]));
    expect(problem.message).toMatch(new RegExp(`^${message}`));
    expect(problem.path).toBe("");
    if (where !== "") expect(place(problem)).toBe(where);
    expect(problem.line).toBeLessThanOrEqual(FULL_STUDY.split("\n").length + 2);
  });

  test("an empty document, written out", () => {
    expect(only("---\n...\n").message).toBe("invalid study, the file is empty");
  });

  test("an older version of YAML, in which `yes` is true and dates are no text", () => {
    expect(only(`%YAML 1.1\n---\n${FULL_STUDY}`)).toMatchObject({
      line: 1,
      column: 1,
      message: "unsupported YAML version 1.1, must be 1.2",
    });
    expect(problemsOf(`%YAML 1.2\n---\n${FULL_STUDY}...\n`)).toEqual([]);
  });
});

describe("what YAML could do behind an author's back is refused", () => {
  test.each([
    [
      "an alias",
      [
        ["{ id: ets,", "{ id: &price ets,"],
        ["carbonRegime: ets", "carbonRegime: «*price"],
      ],
      "world.regions[1].carbonRegime: unsupported alias, write the value out",
    ],
    [
      "an alias in a list",
      [["[rail, ship]", "[&a rail, ship, «*a]"]],
      "designs[0].lanes[2]: unsupported alias, write the value out",
    ],
    [
      "an alias of nothing",
      [["carbonRegime: ets", "carbonRegime: «*nothing"]],
      "world.regions[1].carbonRegime: unsupported alias, write the value out",
    ],
    [
      "a merge key",
      [["{ id: cape }", "{ id: cape, «<<: { latitude: 1 } }"]],
      "world.chokepoints[1].<<: unsupported key '<<'",
    ],
    [
      "a prototype",
      [["{ id: cape }", "{ id: cape, «__proto__: { latitude: 1 } }"]],
      "world.chokepoints[1].__proto__: unsupported key '__proto__'",
    ],
    [
      "a prototype at the top",
      [["id: full\n", "id: full\n«__proto__: { x: 1 }\n"]],
      "__proto__: unsupported key '__proto__'",
    ],
    [
      "a set",
      [["blocs: [apec]", "blocs: !!set «{ apec }"]],
      "world.regions[0].blocs: unsupported tag '!!set', write a plain value",
    ],
    [
      "bytes",
      [["title: Every list", "title: !!binary «Every list"]],
      "title: unsupported tag '!!binary', write a plain value",
    ],
    [
      "a tag of somebody's own",
      [["title: Every list", "title: !mine «Every list"]],
      "title: unsupported tag '!mine', write a plain value",
    ],
    [
      "a function",
      [["title: Every list", "title: !!js/function «Every list"]],
      "title: unsupported tag '!!js/function', write a plain value",
    ],
  ] as const)("%s", (_, edits, complaint) => {
    expectComplaints(edits, [complaint]);
  });

  test("a prototype changes no object", () => {
    problemsOf(`__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n${FULL_STUDY}`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("a key that stands twice, together with all other problems", () => {
    expectComplaints(
      [
        ["  exposureDays: 50\n", "  exposureDays: 50\n  «horizonDays: 100\n"],
        ["  seed: 1\n", "  seed: «-1\n"],
        ["{ id: cape }", "{ id: cape, «id: cape }"],
      ],
      [
        "settings.horizonDays: invalid duplicate key 'horizonDays', a map may hold a key only once",
        "settings.seed: invalid value -1, must be a whole number in [0, 9007199254740991]",
        "world.chokepoints[1].id: invalid duplicate key 'id', a map may hold a key only once",
      ],
    );
  });

  test("tags that say what plain values are, anchors that nobody uses and quotes do no harm", () => {
    const text = edited([
      ["seed: 1", "seed: !!int 1"],
      ["title: Every", "title: &anchor !!str Every"],
      ["mode: sea", 'mode: "sea"'],
    ]);
    expect(problemsOf(text)).toEqual([]);
  });
});

describe("texts from other systems", () => {
  test("lines may end in CR LF, and a byte order mark may come first", () => {
    const windows = `\uFEFF${FULL_STUDY.replaceAll("\n", "\r\n")}`;
    expect(parse(windows).study).toEqual(parse(FULL_STUDY).study);
    const wrong = problemsOf(windows.replace("mode: sea", "mode: see"));
    expect(wrong.map(place)).toEqual(problemsOf(FULL_STUDY.replace("mode: sea", "mode: see")).map(place));
  });

  test("the file may be JSON, with every problem at its place", () => {
    const json = JSON.stringify(JSON.parse(JSON.stringify({ id: "x", markets: [], designs: 5 })), null, 1);
    expect(problemsOf(json).map((problem) => `${place(problem)} ${problem.path}`)).toEqual([
      "1:1 world",
      "3:13 markets",
      "4:13 designs",
    ]);
  });

  test("a column counts characters as an editor does, after letters of any script", () => {
    const wide = FULL_STUDY.replace(
      "{ id: ets, priceUsdPerTonne: 80",
      '{ name: "日本 é", id: ets, priceUsdPerTonne: -80',
    );
    expect(only(wide).column).toBe('    - { name: "日本 é", id: ets, priceUsdPerTonne: '.length + 1);
  });

  test("control characters of a study are written out in messages, so that they cannot steer a terminal", () => {
    for (const text of [
      edited([["id: full\n", 'id: full\n"\\e[2J\\n\\x9b": 1\n']]),
      edited([["mode: sea", 'mode: "\\e[2J\\x9b"']]),
      edited([
        ["from: plant\n      to: store\n      mode: sea", 'from: "\\e[2J\\x9b"\n      to: store\n      mode: sea'],
      ]),
      edited([["referenceDesign: plain", 'referenceDesign: "\\u202e\\x9b"']]),
    ]) {
      const problems = problemsOf(text);
      expect(problems.length).toBeGreaterThan(0);
      for (const { path, message } of problems) expect(`${path} ${message}`).not.toMatch(/[\p{Cc}\u202e]/u);
      expect(problems.some(({ message }) => message.includes("\\u009b") || message.includes("\\u000a"))).toBe(true);
    }
  });
});

describe("nesting", () => {
  const styles: [string, (levels: number) => string][] = [
    ["brackets", (levels) => "[".repeat(levels) + "]".repeat(levels)],
    ["braces", (levels) => `${"{a: ".repeat(levels)}1${"}".repeat(levels)}`],
    [
      "indented keys",
      (levels) => `${Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n")} 1\n`,
    ],
    ["dashes on a line", (levels) => `${"- ".repeat(levels)}1\n`],
    [
      "dashes on lines of their own",
      (levels) => Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}-\n`).join(""),
    ],
    ["question marks", (levels) => `${"? ".repeat(levels)}a\n`],
    [
      "lists below keys at the same depth",
      (levels) =>
        Array.from({ length: levels / 2 }, (_, level) => `${"  ".repeat(level)}a:\n${"  ".repeat(level)}-\n`).join(""),
    ],
    ["brackets below dashes below keys", (levels) => `a:\n- ${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}\n`],
    [
      "dashes and keys in turns",
      (levels) => Array.from({ length: levels / 4 }, (_, level) => `${" ".repeat(level * 7)}- - - a:\n`).join(""),
    ],
    ["brackets on lines of their own", (levels) => `${"[\n ".repeat(levels)}${"]".repeat(levels)}`],
  ];

  test.each(styles)("of 64 levels of %s is read, of 66 and 900 is refused where it passes 64", (_, nest) => {
    const isTooDeep = (text: string): boolean =>
      problemsOf(text).some(({ message }) => message === "invalid nesting, deeper than 64 levels");
    expect(isTooDeep(nest(64))).toBe(false);
    for (const levels of [68, 900]) {
      expect(only(nest(levels))).toMatchObject({ path: "", message: "invalid nesting, deeper than 64 levels" });
    }
    expect(place(only(nest(900)))).toBe(place(only(nest(68))));
  });

  test("that only the parser sees, keys of keys in a bracket, is refused too", () => {
    expect(only(`x: [${"a : ".repeat(50_000)}]`).message).toBe("invalid nesting, deeper than 64 levels");
  });

  test.each([
    ["after a quote in plain text", (deep: string) => `x: [a ', ${deep}]`],
    ["after a bracket in plain text", (deep: string) => `title: a [\nx: ${deep}\n`],
    ["after a text that ends on the next line", (deep: string) => `x: ["a\n b ", ${deep}]`],
    ["after a comment with a quote", (deep: string) => `a: 1 # it's\nx: ${deep}\n`],
    ["after block text with a quote", (deep: string) => `a: |\n  "'[\nx: ${deep}\n`],
  ])("is counted %s", (_, wrap) => {
    expect(only(wrap("[".repeat(900) + "]".repeat(900))).message).toBe("invalid nesting, deeper than 64 levels");
    expect(problemsOf(wrap("[[1]]")).map(({ message }) => message)).not.toContain(
      "invalid nesting, deeper than 64 levels",
    );
  });

  test.each([
    ["double quotes", `description: "${"[{".repeat(90)}"`],
    ["double quotes over lines", `description: "${"[{\n  ".repeat(90)}"`],
    ["escaped quotes", `description: "${'\\"['.repeat(90)}"`],
    ["single quotes", `description: '${"[{''".repeat(90)}'`],
    ["plain text", `description: ${"x[{".repeat(90)}`],
    ["block text", `description: |\n${"  [{ - - -\n".repeat(90)}`],
    [
      "folded text that climbs",
      `description: >\n  x\n${Array.from({ length: 90 }, (_, level) => `${" ".repeat(level + 2)}- a:\n`).join("")}`,
    ],
    [
      "comments",
      `description: x\n${"# [{\n".repeat(90)}${Array.from({ length: 90 }, (_, level) => `${" ".repeat(level)}# - a:\n`).join("")}`,
    ],
    ["comments behind values", `description: x # ${"[{".repeat(90)}`],
  ])("does not count brackets, dashes and depth in %s", (_, line) => {
    expect(problemsOf(edited([["id: full\n", `id: full\n${line}\n`]]))).toEqual([]);
  });

  test("counts no list twice: thousands of entries of the same depth are flat", () => {
    const flat = "[[1], [2], {a: 1}, {b: [3]}], ".repeat(500);
    expect(problemsOf(`x: [${flat}]`).map(({ message }) => message)).not.toContain(
      "invalid nesting, deeper than 64 levels",
    );
    const regions = Array.from(
      { length: 500 },
      (_, index) => `    -\n      id: r${index}\n      blocs:\n      - a\n      - b\n`,
    );
    expect(problemsOf(edited([["  regions:\n", `  regions:\n${regions.join("")}`]]))).toEqual([]);
  });
});

describe("a text too large to be parsed in seconds", () => {
  test("is refused where it passes the limit", () => {
    const problem = only(`${FULL_STUDY}${"# a comment\n".repeat(MOST_WORDS)}`);
    expect(problem.message).toBe("invalid study, more than 250000 words (16 letters, a mark or a line end each)");
    expect(problem.line).toBeGreaterThan(MOST_WORDS / 2);
  });

  test("is counted in words and marks: megabytes of comment are no burden, nor is a megabyte of text", () => {
    expect(problemsOf(`${FULL_STUDY}# ${"x".repeat(5_000_000)}\n`)).toEqual([]);
    expect(
      problemsOf(edited([["title: Every", `description: "${"x".repeat(1_000_000)}"\ntitle: Every`]])),
    ).toMatchObject([
      { path: "description", message: expect.stringMatching(/must be text of at most 10000 characters/) },
    ]);
  });

  test("counts block text that only begins like a comment", () => {
    expect(only(`id: |\n  # ${"x".repeat(5_000_000)}\n`)).toMatchObject({
      line: 2,
      column: 1,
      message: "invalid study, more than 250000 words (16 letters, a mark or a line end each)",
    });
  });

  test("thousands of keys in one map are compared in a moment", () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join("\n");
    const start = performance.now();
    expect(
      problemsOf(`${keys}\nk7: 2\n`).filter(({ message }) => message.startsWith("invalid duplicate")),
    ).toMatchObject([{ line: 40_001, column: 1, path: "k7" }]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
