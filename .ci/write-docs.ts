// Writes what is derived: configs/study.schema.json and the tables of configs/README.md from the schema, and what the commands of
// the worked examples print.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { studyJsonSchema } from "../src/config/json-schema.ts";
import { keyReference, siloKeyReference } from "../src/config/key-reference.ts";

const schemaFile = new URL("../configs/study.schema.json", import.meta.url);
const readmeFile = new URL("../configs/README.md", import.meta.url);
const MARK = "<!-- keys: written by `npm run docs`, do not edit below -->";

writeFileSync(schemaFile, `${JSON.stringify(studyJsonSchema("ref"), null, 1)}\n`);
const [words] = readFileSync(readmeFile, "utf8").split(MARK);
writeFileSync(readmeFile, `${words}${MARK}\n\n${keyReference()}`);

const root = new URL("..", import.meta.url);
const silosFile = new URL("docs/silos.md", root);
const [silos] = readFileSync(silosFile, "utf8").split(MARK);
writeFileSync(silosFile, `${silos}${MARK}\n\n${siloKeyReference()}`);

for (const page of ["docs/exposure-and-break-even.md", "docs/silos.md"]) writeExamples(new URL(page, root));

/** Writes under each command of a page what it prints. */
function writeExamples(file: URL): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, withExamples(text));
}

function withExamples(text: string): string {
  return text.replace(
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
}
