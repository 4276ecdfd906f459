import { describe, expect, test } from "vitest";
import { studyJsonSchema } from "../../src/config/json-schema.ts";
import { distributionNames } from "../../src/distributions/index.ts";
import { HAZARD_KINDS } from "../../src/hazards/index.ts";
import { METRICS } from "../../src/metrics/index.ts";
import { RESULT_TABLES } from "../../src/outputs/tables/index.ts";
import { SAMPLERS } from "../../src/samplers/index.ts";
import { breakwater, TWO_NODE } from "./cli.ts";

describe.concurrent("a command line that cannot be understood ends with 64 and says why on stderr only", () => {
  test.each<[string, string[], RegExp]>([
    ["no command: the help", [], /^Usage: breakwater/],
    ["a command that is misspelt", ["chekc", TWO_NODE], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    ["a flag that is misspelt", ["check", TWO_NODE, "--flosw"], /unknown option '--flosw'\n\(Did you mean --flows\?\)/],
    ["a flag of another command", ["check", TWO_NODE, "--force"], /unknown option '--force'/],
    ["no study", ["check"], /missing required argument 'study'/],
    ["two studies", ["check", TWO_NODE, TWO_NODE], /too many arguments/],
    ["a flag without its value", ["run", TWO_NODE, "--seed"], /option '--seed <n>' argument missing/],
    [
      "no scenarios",
      ["run", TWO_NODE, "--scenarios", "0"],
      /invalid value 0, must be a whole number in \[1, 100000000\]/,
    ],
    [
      "too many scenarios",
      ["run", TWO_NODE, "--scenarios", "100000001"],
      /invalid value 100000001, must be a whole number/,
    ],
    [
      "scenarios with an exponent",
      ["run", TWO_NODE, "--scenarios", "1e3"],
      /invalid value 1e3, must be a whole number/,
    ],
    [
      "a fraction of a seed",
      ["run", TWO_NODE, "--seed", "1.5"],
      /invalid value 1.5, must be a whole number in \[0, 9007199254740991\]/,
    ],
    ["a negative seed", ["run", TWO_NODE, "--seed=-1"], /invalid value -1, must be a whole number/],
    ["no workers", ["run", TWO_NODE, "--workers", "0"], /invalid value 0, must be a whole number in \[1, 1024\]/],
    [
      "a design that is misspelt",
      ["run", TWO_NODE, "--designs", "lean,bufered"],
      /^unknown design 'bufered', did you mean 'buffered'\?\n$/,
    ],
    [
      "a design that is like no other",
      ["run", TWO_NODE, "--designs", "x"],
      /^unknown design 'x', the study has lean, buffered\n$/,
    ],
    ["an empty list of designs", ["run", TWO_NODE, "--designs", ""], /^unknown design ''/],
    [
      "a replay of no scenario",
      ["replay", TWO_NODE, "--design", "lean"],
      /required option '--scenario <n>' not specified/,
    ],
    ["a replay of no design", ["replay", TWO_NODE, "--scenario", "1"], /required option '--design <id>' not specified/],
    [
      "a replay of an unknown design",
      ["replay", TWO_NODE, "--scenario", "1", "--design", "leen"],
      /^unknown design 'leen', did you mean 'lean'\?\n$/,
    ],
    [
      "a list of something unknown",
      ["list", "hazrds"],
      /^unknown subject 'hazrds', must be one of hazards, metrics, samplers, distributions, outputs, did you mean 'hazards'\?\n$/,
    ],
    ["a list of nothing", ["list"], /missing required argument 'what'/],
    [
      "an empty folder name, like that of an unset variable",
      ["run", TWO_NODE, "--out", ""],
      /missing folder, must not be empty/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await breakwater(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  });
});

describe.concurrent("help goes to stdout and ends with 0", () => {
  test.each<[string[], string[]]>([
    [["--help"], ["check", "list", "replay", "run", "schema"]],
    [
      ["run", "--help"],
      ["--scenarios", "--seed", "--designs", "--workers", "--out", "--force", "--json", "Examples:"],
    ],
    [
      ["check", "--help"],
      ["--flows", "--json", "<study>"],
    ],
    [
      ["replay", "--help"],
      ["--design <id>", "--scenario <n>", "--seed", "--all-days", "--json"],
    ],
    [
      ["list", "--help"],
      ["hazards, metrics, samplers, distributions, outputs", "--json"],
    ],
    [["schema", "--help"], ["JSON Schema"]],
    [["help"], ["check", "list", "replay", "run", "schema"]],
    [
      ["help", "run"],
      ["--scenarios", "Examples:"],
    ],
  ])("%j", async (args, words) => {
    const { code, stdout, stderr } = await breakwater(args);
    for (const word of words) expect(stdout).toContain(word);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("and so does the version", async () => {
    expect(await breakwater(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    });
  });
});

describe.concurrent("list prints a whole catalogue", () => {
  test.each<[string, readonly string[]]>([
    ["hazards", HAZARD_KINDS.map(({ kind }) => kind)],
    ["metrics", METRICS.map(({ name }) => name)],
    ["samplers", SAMPLERS.map(({ name }) => name)],
    ["distributions", distributionNames],
    ["outputs", RESULT_TABLES.map(({ name }) => name)],
  ])("of %s, as a table and as JSON", async (subject, names) => {
    const [table, json] = await Promise.all([breakwater(["list", subject]), breakwater(["list", subject, "--json"])]);
    expect(table).toMatchObject({ code: 0, stderr: "" });
    expect(json).toMatchObject({ code: 0, stderr: "" });
    const entries = JSON.parse(json.stdout) as { name: string; summary: string }[];
    expect(entries.map(({ name }) => name)).toEqual(names);
    const words = table.stdout.replace(/[^\S ]|[│┌┐└┘├┤┬┴┼─]/g, " ").replace(/ +/g, " ");
    for (const { name, summary } of entries) {
      expect(summary).toMatch(/^[A-Z].*\.$/);
      expect(words).toContain(` ${name} `);
      expect(words).toContain(summary.split(" ").slice(0, 5).join(" "));
    }
    for (const line of table.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });
});

test("schema prints the JSON Schema of study files, and nothing else", async () => {
  const { code, stdout, stderr } = await breakwater(["schema"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(studyJsonSchema("ref"))));
});
