import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { breakwater, editedStudy, folder, studyFile, twoNode } from "./cli.ts";

/** The promise is 5 s; a process of its own and a busy machine may take some more. */
const MOST_SECONDS = 12;
const MOST_MEGABYTES = 512;

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const deep = (levels: number, level: (index: number) => string): string => lines(levels, level);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
/** A cheap source of bytes that look like nothing. */
function noise(count: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const LANE = "distanceKm: 1, leadTimeDays: 5, costUsdPerUnit: 1 }";

/** What is wrong, the file, and what the first line must say. */
type File = [string, () => string | Uint8Array, RegExp];
const SMALL: File[] = [
  ["an empty file", () => "", /:1:1 invalid study, the file is empty$/],
  ["only a comment", () => "# a study\n", /:1:1 invalid study, the file is empty$/],
  [
    "tabs for indentation",
    () => "id: x\nworld:\n\tregions: []\n",
    /:3:1 invalid YAML, tabs are not allowed as indentation$/,
  ],
  ["a bracket left open", () => twoNode.replace("via: [strait]", "via: [strait"), /:\d+:\d+ invalid YAML, /],
  [
    "two documents",
    () => `${twoNode}---\n${twoNode}`,
    /:55:1 unsupported second document, a study is a single YAML document$/,
  ],
  ["bytes of no text", () => noise(50_000), /:1:1 invalid text, the file is not UTF-8$/],
  ["an overlong slash", () => joined(text("id: a"), bytes(0xc0, 0xaf)), /:1:1 invalid text, the file is not UTF-8$/],
  [
    "half a surrogate",
    () => joined(text("id: "), bytes(0xed, 0xa0, 0x80)),
    /:1:1 invalid text, the file is not UTF-8$/,
  ],
  [
    "UTF-16",
    () => new Uint8Array(Buffer.from(`\uFEFF${twoNode}`, "utf16le")),
    /:1:1 invalid text, the file is not UTF-8$/,
  ],
  ["zeros", () => new Uint8Array(5000), /:1:1 invalid value "\\u0000/],
  ["900 brackets", () => "[".repeat(900), /:1:65 invalid nesting, deeper than 64 levels$/],
  [
    "900 brackets that are closed",
    () => `${"[".repeat(900)}${"]".repeat(900)}`,
    /:1:65 invalid nesting, deeper than 64 levels$/,
  ],
  [
    "900 levels of keys",
    () => deep(900, (level) => `${" ".repeat(level)}a:\n`),
    /:65:66 invalid nesting, deeper than 64 levels$/,
  ],
  ["900 dashes on a line", () => `${"- ".repeat(900)}x`, /:1:129 invalid nesting, deeper than 64 levels$/],
];

/** Those that are large, or would make a careless program work for minutes: one after the other, each with the machine to itself. */
const LARGE: File[] = [
  ["half a million brackets", () => "[".repeat(500_000), /:1:65 invalid nesting, deeper than 64 levels$/],
  ["100,000 dashes on a line", () => `${"- ".repeat(100_000)}x`, /invalid nesting, deeper than 64 levels$/],
  [
    "brackets behind a quote that is none",
    () => `x: [a ', ${"[".repeat(50_000)}`,
    /invalid nesting, deeper than 64 levels$/,
  ],
  ["keys of keys in brackets", () => `x: {${"a : ".repeat(50_000)}}`, /invalid nesting, deeper than 64 levels$/],
  ["70 MB", () => "#".repeat(70_000_000), /:1:1 invalid study, larger than 64 MB$/],
  [
    "60 MB of entries",
    () => "- 1\n".repeat(15_000_000),
    /:\d+:\d+ invalid study, more than 250000 words \(16 letters, a mark or a line end each\)$/,
  ],
  [
    "60 MB of blank lines",
    () => "\n".repeat(60_000_000),
    /:\d+:\d+ invalid study, more than 250000 words \(16 letters, a mark or a line end each\)$/,
  ],
  [
    "60 MB in quotes",
    () => `id: "${"x".repeat(60_000_000)}"`,
    /:\d+:\d+ invalid study, more than 250000 words \(16 letters, a mark or a line end each\)$/,
  ],
  [
    "60 MB of block text",
    () => `id: |\n${"  x\n".repeat(15_000_000)}`,
    /:\d+:\d+ invalid study, more than 250000 words \(16 letters, a mark or a line end each\)$/,
  ],
  [
    "a megabyte for an id",
    () => twoNode.replace("two-node", "x".repeat(1_000_000)),
    /:3:5 id: invalid id "x{70,80}\.\.\., must be /,
  ],
  [
    "a megabyte in quotes that never end",
    () => `id: "${"x".repeat(1_000_000)}`,
    /:1:\d+ invalid YAML, missing closing "quote$/,
  ],
  [
    "60,000 unknown keys",
    () => twoNode + lines(60_000, (index) => `key${index}: 1\n`),
    /:55:1 key0: unknown key 'key0'$/,
  ],
  [
    "60,000 times the same key",
    () => twoNode + lines(60_000, () => "other: 1\n"),
    /:56:1 other: invalid duplicate key 'other', a map may hold a key only once$/,
  ],
  [
    "aliases of aliases",
    () =>
      lines(30, (index) =>
        index === 0 ? "a0: &a0 [x, x]\n" : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]\n`,
      ),
    /:2:10 a1\[0\]: unsupported alias, write the value out$/,
  ],
  [
    "60,000 days that cannot be",
    () => twoNode.replace("{ probability: 0.25 }", `{ days: [${"-1, ".repeat(60_000)}0] }`),
    /hazards\[0\]\.arrival\.days\[0\]: invalid value -1, must be a whole number in \[0, 36500\]$/,
  ],
  [
    "60,000 values of a distribution that cannot be",
    () =>
      twoNode.replace(
        "durationDays: 20",
        `durationDays: { distribution: empirical, values: [${"a, ".repeat(60_000)}1] }`,
      ),
    /hazards\[0\]\.durationDays\.values\[0\]: invalid value "a", must be a number in /,
  ],
  [
    "5,000 lanes of products that are not there",
    () =>
      twoNode.replace(
        "  lanes:\n",
        `  lanes:\n${lines(5000, (index) => `    - { id: l${index}, product: p${index}, from: a, to: b, mode: sea, ${LANE}\n`)}`,
      ),
    /world\.lanes\[0\]\.product: unknown product 'p0'$/,
  ],
  [
    "6,000 designs in a row",
    () =>
      twoNode + lines(6000, (index) => `  - { id: d${index}, extends: ${index === 0 ? "lean" : `d${index - 1}`} }\n`),
    /designs\[65\]\.extends: invalid chain, more than 64 designs extend each other$/,
  ],
  [
    "prototypes everywhere",
    () => twoNode.replaceAll("id: ", "__proto__: "),
    /:\d+:\d+ __proto__: unsupported key '__proto__'$/,
  ],
  [
    "escape codes",
    () => twoNode.replace("title: Two", 'title: "\\e]0;owned\\a\\e[2J" #'),
    /title: invalid value "\\u001b\]0;owned\\u0007\\u001b\[2J", must be text/,
  ],
];

const emptyFolder = join(folder, "nothing-written");
mkdirSync(emptyFolder);

async function expectRefusal(_: string, content: File[1], first: RegExp): Promise<void> {
  const path = studyFile(content());
  const { code, signal, stdout, stderr, seconds, megabytes } = await breakwater(["run", path], { cwd: emptyFolder });
  const [line] = stderr.split("\n");
  expect(line.slice(path.length)).toMatch(first);
  expect({ code, signal, stdout }).toEqual({ code: 65, signal: null, stdout: "" });
  expect(line.startsWith(`${path}:`)).toBe(true);
  expect(stderr).toMatch(/\d+ problems?; nothing was written\n$/);
  expect(stderr).not.toMatch(/^ {4}at /m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  for (const said of stderr.split("\n", 2000)) expect(said.length).toBeLessThan(path.length + 600);
  expect(seconds).toBeLessThan(MOST_SECONDS);
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  expect(readdirSync(emptyFolder)).toEqual([]);
}

describe.concurrent("any file ends with 65, with what is wrong and where", () => {
  test.each(SMALL)("%s", expectRefusal);
});

describe("any file ends within seconds and in little memory", () => {
  test.each(LARGE)("%s", expectRefusal);

  test.skipIf(!existsSync("/dev/zero"))("a device that never ends", async () => {
    const { code, stderr, seconds, megabytes } = await breakwater(["check", "/dev/zero"]);
    expect({ code, stderr }).toEqual({
      code: 65,
      stderr: "/dev/zero:1:1 invalid study, larger than 64 MB\n1 problem; nothing was written\n",
    });
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  });

  test.skipIf(!existsSync("/dev/null"))("a device that is empty", async () => {
    expect(await breakwater(["check", "/dev/null"])).toMatchObject({
      code: 65,
      stderr: "/dev/null:1:1 invalid study, the file is empty\n1 problem; nothing was written\n",
    });
  });
});

describe("what only looks hostile is a study", () => {
  test.each<[string, () => string]>([
    ["60 MB of comment", () => studyFile(`${twoNode}# ${"x".repeat(60_000_000)}\n`)],
    [
      "brackets in comments and text",
      () => editedStudy(["title: Two nodes and a strait", `title: "${"[{".repeat(90)}" # ${"[".repeat(900)}`]),
    ],
    [
      "lists of 64 levels would be, if any key took them",
      () => editedStudy(["# The smallest study", `# ${"[".repeat(64)} the smallest study`]),
    ],
    [
      "a few thousand lanes that no design uses",
      () =>
        editedStudy([
          "  lanes:\n",
          `  lanes:\n${lines(3000, (index) => `    - { id: l${index}, product: widget, from: plant, to: shop, mode: sea, ${LANE}\n`)}`,
        ]),
    ],
  ])("%s", async (_, write) => {
    const { code, stderr, seconds, megabytes } = await breakwater(["check", write()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  });
});
