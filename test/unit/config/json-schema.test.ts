import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { knownKeysAt, studyJsonSchema } from "../../../src/config/json-schema.ts";
import { type Edit, edited, FULL_STUDY, problemsOf } from "./full-study.ts";

type Json = Record<string, unknown>;

/** Keywords of draft 7 that the checker below understands; it refuses any other. */
const ANNOTATIONS = new Set(["title", "$schema", "description", "default", "definitions", "$ref"]);

/** A small checker of JSON Schema draft 7, written from the specification: what an editor would complain of. */
function complaints(schema: Json, value: unknown, root: Json, at = "$"): string[] {
  if (typeof schema.$ref === "string") {
    const name = /^#\/definitions\/(\w+)$/.exec(schema.$ref)?.[1] ?? "";
    const target = (root.definitions as Json)[name];
    if (target === undefined) throw new Error(`${schema.$ref} leads nowhere`);
    return complaints(target as Json, value, root, at); // draft 7: what stands beside a $ref is ignored
  }
  const found: string[] = [];
  const all = (list: unknown): string[][] => (list as Json[]).map((item) => complaints(item, value, root, at));
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  for (const [keyword, argument] of Object.entries(schema)) {
    const limit = argument as number;
    switch (keyword) {
      case "type":
        if (!hasType(value, argument as string)) found.push(`${at}: no ${argument}`);
        break;
      case "const":
        if (value !== argument) found.push(`${at}: not ${argument}`);
        break;
      case "enum":
        if (!(argument as unknown[]).includes(value)) found.push(`${at}: none of ${argument}`);
        break;
      case "minimum":
        if (typeof value === "number" && value < limit) found.push(`${at}: below ${limit}`);
        break;
      case "maximum":
        if (typeof value === "number" && value > limit) found.push(`${at}: above ${limit}`);
        break;
      case "exclusiveMinimum":
        if (typeof value === "number" && value <= limit) found.push(`${at}: not above ${limit}`);
        break;
      case "exclusiveMaximum":
        if (typeof value === "number" && value >= limit) found.push(`${at}: not below ${limit}`);
        break;
      case "maxLength":
        if (typeof value === "string" && [...value].length > limit) found.push(`${at}: too long`);
        break;
      case "minItems":
        if (Array.isArray(value) && value.length < limit) found.push(`${at}: too short`);
        break;
      case "items":
        if (Array.isArray(value)) {
          value.forEach((item, index) => {
            found.push(...complaints(argument as Json, item, root, `${at}[${index}]`));
          });
        }
        break;
      case "required":
        for (const key of argument as string[]) if (isMap && !Object.hasOwn(value, key)) found.push(`${at}: no ${key}`);
        break;
      case "properties":
        for (const [key, child] of Object.entries(argument as Record<string, Json>)) {
          if (isMap && Object.hasOwn(value, key)) {
            found.push(...complaints(child, (value as Json)[key], root, `${at}.${key}`));
          }
        }
        break;
      case "additionalProperties":
        if (argument !== false) throw new Error("maps are closed");
        for (const key of isMap ? Object.keys(value) : []) {
          if (!Object.hasOwn((schema.properties ?? {}) as Json, key)) found.push(`${at}: unknown ${key}`);
        }
        break;
      case "not":
        if (complaints(argument as Json, value, root, at).length === 0) found.push(`${at}: must not be`);
        break;
      case "anyOf":
        if (all(argument).every((list) => list.length > 0)) found.push(`${at}: none fits`);
        break;
      case "allOf":
        found.push(...all(argument).flat());
        break;
      case "oneOf":
        if (all(argument).filter((list) => list.length === 0).length !== 1) found.push(`${at}: not exactly one fits`);
        break;
      default:
        if (!ANNOTATIONS.has(keyword)) throw new Error(`${at}: keyword ${keyword}`);
    }
  }
  return found;
}

function hasType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "null") return value === null;
  expect(["number", "string", "boolean"]).toContain(type);
  return typeof value === type;
}

const shipped = new URL("../../../configs/", import.meta.url);
/** Contracts, and files of parties that lean on one, have forms of their own. */
const isWhole = (name: string): boolean => !/^(silo|contract):/m.test(readFileSync(new URL(name, shipped), "utf8"));
const studies = readdirSync(shipped, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".yaml") && isWhole(name),
);

describe.each(["ref", "inline"] as const)("the JSON Schema (%s)", (reused) => {
  const schema = JSON.parse(JSON.stringify(studyJsonSchema(reused))) as Json;
  const check = (text: string): string[] => complaints(schema, parseYaml(text), schema);

  test("is draft 7 and describes every property of every map", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    const bare: string[] = [];
    let count = 0;
    const resolve = (node: Json): Json =>
      typeof node.$ref === "string" ? resolve((schema.definitions as Record<string, Json>)[node.$ref.slice(14)]) : node;
    const describes = (written: Json): boolean =>
      [written, resolve(written), ...((resolve(written).allOf ?? []) as Json[]).map(resolve)].some(
        ({ description }) => typeof description === "string" && description !== "",
      );
    const seen = new Set<Json>();
    const walk = (written: Json, path: string): void => {
      const node = resolve(written);
      if (seen.has(node)) return;
      seen.add(node);
      for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Json>)) {
        count += 1;
        const isForm = Object.keys(child).length === 0; // a form of a law says only which parameters go together
        if (!isForm && !describes(child)) bare.push(`${path}.${key}`);
        walk(child, `${path}.${key}`);
      }
      const parts = [node.anyOf, node.oneOf, node.allOf].flatMap((list) => (list ?? []) as Json[]);
      for (const child of [node.items, ...parts]) {
        if (child !== undefined) walk(child as Json, path);
      }
    };
    walk(schema, "");
    expect(bare).toEqual([]);
    expect(count).toBeGreaterThan(150);
  });

  test("asks for no more than the parser does", () => {
    expect(schema.required).toEqual(["id", "world", "markets", "designs"]);
    const minimal = `id: x
world: {}
markets: [{ id: m, site: s, product: p, demandUnitsPerDay: 1, priceUsdPerUnit: 1, unmet: lost }]
designs: [{ id: d }]
hazards:
  - { id: h, kind: port-closure, arrival: { days: [0] }, durationDays: 3, targets: { ports: [a] } }
`;
    expect(check(minimal)).toEqual([]);
    expect(problemsOf(minimal).map(({ message }) => message)).toEqual([
      "unknown site 's'",
      "unknown product 'p'",
      "unknown port 'a'",
    ]);
  });

  test.each([
    ["the study of these tests", FULL_STUDY],
    ...studies.map((name) => [name, readFileSync(new URL(name, shipped), "utf8")]),
  ])("accepts %s", (_, text) => {
    expect(check(text)).toEqual([]);
  });

  test.each<[string, Edit]>([
    ["unknown keys", ["seed: 1", "sead: 1"]],
    ["missing keys", ["      leadTimeDays: 30\n", ""]],
    ["text for numbers", ["leadTimeDays: 30", "leadTimeDays: soon"]],
    ["fractions of days", ["leadTimeDays: 30", "leadTimeDays: 30.5"]],
    ["negative numbers", ["massTonnesPerUnit: 1 }", "massTonnesPerUnit: -1 }"]],
    ["numbers at an open end", ["capacityUnitsPerDay: 40", "capacityUnitsPerDay: 0"]],
    ["numbers that are too large", ["horizonDays: 100", "horizonDays: 36501"]],
    ["unknown words", ["mode: sea", "mode: see"]],
    ["unknown kinds of hazards", ["kind: blockade", "kind: blokade"]],
    ["targets of another kind", ["targets: { ports: [delta] }", "targets: { sites: [mine] }"]],
    ["empty lists of targets", ["ports: [delta]", "ports: []"]],
    ["unknown distributions", ["distribution: lognormal", "distribution: lognorm"]],
    ["parameters of another distribution", ["mean: 30, standardDeviation: 20", "mean: 30, alpha: 20"]],
    ["distributions with half their parameters", ["mean: 30, standardDeviation: 20", "mean: 30"]],
    ["ids that are numbers", ["from: mine", "from: 5"]],
    ["titles without end", ["title: Every", `title: ${"x".repeat(250)}`]],
    ["maps for lists", ["blocs: [apec]", "blocs: { apec: 1 }"]],
  ])("refuses %s, as the parser does", (_, edit) => {
    const text = edited([edit]);
    expect(check(text)).not.toEqual([]);
    expect(problemsOf(text)).not.toEqual([]);
  });
});

describe("keys that may stand at a path", () => {
  const raw = parseYaml(FULL_STUDY) as Json;

  test("are those of the map there", () => {
    expect(knownKeysAt([], raw)).toEqual(
      new Set([
        "id",
        "title",
        "description",
        "settings",
        "world",
        "commonCauses",
        "markets",
        "hazards",
        "designs",
        "criteria",
        "silos",
      ]),
    );
    expect(knownKeysAt(["world", "lanes", 1, "detours", 0], raw)).toContain("extraDays");
    expect(knownKeysAt(["world", "lanes", 1, "via", 1], raw)).toEqual(new Set(["at", "atShare"]));
    expect(knownKeysAt(["designs", 1, "lanes", 0, "backup"], raw)).toContain("activationDelayDays");
  });

  test("are those of the hazard's kind and of the law, where these are told apart by a word", () => {
    expect(knownKeysAt(["hazards", 0, "targets"], raw)).toEqual(new Set(["chokepoints", "regions"]));
    expect(knownKeysAt(["hazards", 4], raw)).toContain("change");
    expect(knownKeysAt(["hazards", 0], raw)).not.toContain("change");
    const law = knownKeysAt(["hazards", 0, "durationDays"], raw);
    expect(law).toContain("standardDeviation");
    expect(law).not.toContain("alpha");
  });

  test("are those of all kinds while the word is missing", () => {
    const kindless = { hazards: [{ targets: {} }] };
    expect(knownKeysAt(["hazards", 0], kindless)).toContain("change");
    expect(knownKeysAt(["hazards", 0], kindless)).toContain("modes");
  });

  test("are none where no map may stand", () => {
    expect(knownKeysAt(["id"], raw)).toEqual(new Set());
    expect(knownKeysAt(["nowhere", 3], raw)).toEqual(new Set());
  });
});
