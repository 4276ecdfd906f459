import { describe, expect, test } from "vitest";
import { generateStudy } from "../../../bench/generate-study.ts";
import { findExcess } from "../../../src/config/find-excess.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { MOST_VALUES } from "../../../src/config/read-json.ts";
import { scanJson } from "../../../src/config/scan-json.ts";
import { StudyError, type StudyProblem } from "../../../src/errors.ts";

const SHAPE = { tiers: 6, sitesPerTier: 190, suppliersPerStock: 5, horizonDays: 365 };
const large = generateStudy(SHAPE);

function problemsOf(text: string): readonly StudyProblem[] {
  try {
    parseStudy("large.json", text);
    return [];
  } catch (error) {
    if (error instanceof StudyError) return error.problems;
    throw error;
  }
}
/** The large study with something in it replaced, once. */
const edited = (from: string, to: string): string => {
  expect(large.text.split(from).length, from).toBeGreaterThan(1);
  return large.text.replace(from, to);
};

describe("a study too large for the YAML parser", () => {
  test("is read where it is JSON, as its small parts are", () => {
    expect(findExcess(large.text)?.isOfYaml).toBe(true);
    expect(large.study.world.lanes.length).toBeGreaterThan(4000);
    const [lane] = generateStudy({ ...SHAPE, sitesPerTier: 3, suppliersPerStock: 1 }).study.world.lanes;
    expect(Object.keys(large.study.world.lanes[0]).sort()).toEqual(Object.keys(lane).sort());
  });

  test("has its faults told with their places: values, unknown keys and ids, by line and column", () => {
    const pretty = JSON.stringify(JSON.parse(large.text), null, 1);
    const lines = pretty.split("\n");
    const at = lines.findIndex((line) => line.includes('"id": "l3-7-2"')) + 1;
    const broken = pretty.replace('"id": "l3-7-2",', '"id": "l3-7-2",\n   "colour": "red",');
    expect(problemsOf(broken)).toMatchObject([{ line: at + 1, column: 4, message: "unknown key 'colour'" }]);
    expect(problemsOf(edited('"leadTimeDays":2,', '"leadTimeDays":-2,'))[0].message).toMatch(/invalid value -2/);
    expect(problemsOf(edited('"from":"s0-0"', '"from":"nowhere"'))[0].message).toMatch(/unknown site 'nowhere'/);
  });

  test.each([
    ["a key that stands twice", '"id":"generated",', '"id":"a","i\\u0064":"b",', "invalid duplicate key 'id'"],
    ["a key that must not be", '"id":"generated",', '"id":"a","__proto__":{"x":1},', "unsupported key '__proto__'"],
    ["nesting", '"id":"generated",', `"id":"a","x":${"[".repeat(80)}${"]".repeat(80)},`, "invalid nesting, deeper"],
    [
      "a blank that JSON does not know",
      '"id":"generated",',
      '"id":"generated",\u00a0',
      "invalid study, more than 250000 words",
    ],
    ["no JSON, but for one comma", '"id":"generated",', '"id":"generated",,', "invalid study, more than 250000 words"],
    [
      "too many values",
      '"id":"generated",',
      `"id":"a","x":[${"0,".repeat(MOST_VALUES)}0],`,
      "more than 1000000 values",
    ],
  ])("is refused for %s", (_, from, to, message) => {
    const problems = problemsOf(edited(from, to));
    expect(problems).toHaveLength(1);
    expect(problems[0].message).toContain(message);
  });

  test("that is plainly none is not looked at to its end: a thousand faults are told", () => {
    const text = `{"id":"x","world":{"lanes":[${"{},".repeat(200_000)}{}]},"designs":[]}`;
    expect(problemsOf(text)).toHaveLength(1000);
    const nested = `{"id":"x","world":{"sites":[{"id":"a","stocks":[${"{},".repeat(200_000)}{}]}]}}`;
    expect(problemsOf(nested)).toMatchObject([{ message: "invalid entry, it holds more than 20000 values" }]);
  });
});

test("a scan finds every value and what it holds, whatever stands in texts", () => {
  const text = '{"a": [1, {"b\\"": "x]}"}, []], "c": -1.5e3}';
  const places = scanJson(text, 100, 10);
  if (places === undefined || "message" in places) throw new Error("not scanned");
  const { values, start, next } = places;
  const found = Array.from({ length: values }, (_, value) => `${text[start[value]]}${next[value]}`);
  expect(found).toEqual(["{7", "[6", "13", "{5", '"5', "[6", "-7"]);
  expect(scanJson('{"a": [1}', 100, 10)).toBeUndefined();
  expect(scanJson("]", 100, 10)).toBeUndefined();
  expect(scanJson('["a', 100, 10)).toBeUndefined();
});
