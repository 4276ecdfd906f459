// Writes what is derived from the schema: configs/study.schema.json and the tables of configs/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { studyJsonSchema } from "../src/config/json-schema.ts";
import { keyReference } from "../src/config/key-reference.ts";

const schemaFile = new URL("../configs/study.schema.json", import.meta.url);
const readmeFile = new URL("../configs/README.md", import.meta.url);
const MARK = "<!-- keys: written by `npm run docs`, do not edit below -->";

writeFileSync(schemaFile, `${JSON.stringify(studyJsonSchema("ref"), null, 1)}\n`);
const [words] = readFileSync(readmeFile, "utf8").split(MARK);
writeFileSync(readmeFile, `${words}${MARK}\n\n${keyReference()}`);
