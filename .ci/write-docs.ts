// Writes what is derived: configs/study.schema.json and the tables of configs/README.md from the schema, and what the commands of
// the worked examples print.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { studyJsonSchema } from "../src/config/json-schema.ts";
import { keyReference } from "../src/config/key-reference.ts";

const schemaFile = new URL("../configs/study.schema.json", import.meta.url);
const readmeFile = new URL("../configs/README.md", import.meta.url);
const MARK = "<!-- keys: written by `npm run docs`, do not edit below -->";

writeFileSync(schemaFile, `${JSON.stringify(studyJsonSchema("ref"), null, 1)}\n`);
const [words] = readFileSync(readmeFile, "utf8").split(MARK);
writeFileSync(readmeFile, `${words}${MARK}\n\n${keyReference()}`);

const root = new URL("..", import.meta.url);
const examplesFile = new URL("docs/exposure-and-break-even.md", root);
const examples = readFileSync(examplesFile, "utf8").replace(
  /(```console\n\$ npx \. (.*)\n)[\s\S]*?(```)/g,
  (_, opens: string, command: string, closes: string) =>
    opens +
    execFileSync(process.execPath, ["--import", "tsx", "src/cli.ts", ...command.split(" ")], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    }) +
    closes,
);
writeFileSync(examplesFile, examples);
