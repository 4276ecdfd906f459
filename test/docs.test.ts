import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { studyJsonSchema } from "../src/config/json-schema.ts";
import { keyReference, siloKeyReference } from "../src/config/key-reference.ts";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("the JSON Schema beside the studies is the one the parser follows", () => {
  expect(JSON.parse(read("configs/study.schema.json"))).toEqual(JSON.parse(JSON.stringify(studyJsonSchema("ref"))));
});

test("configs/README.md lists every key as the schema has it", () => {
  expect(read("configs/README.md").endsWith(`\n\n${keyReference()}`)).toBe(true);
});

test("docs/silos.md lists every key of contracts and files of parties as their schemas have them", () => {
  expect(read("docs/silos.md").endsWith(`\n\n${siloKeyReference()}`)).toBe(true);
});
