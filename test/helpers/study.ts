import { type CompiledDesign, compileDesign } from "../../src/compile/compile.ts";
import { parseStudy } from "../../src/config/parse-study.ts";
import type { Study } from "../../src/config/study.ts";

// biome-ignore lint/suspicious/noExplicitAny: study files as plain objects; the schema checks them
export type StudyInput = Record<string, any>;

/** A study from a plain object, through the parser that users' files go through (JSON is YAML). */
export function makeStudy(input: StudyInput): Study {
  return parseStudy("test.yaml", JSON.stringify({ id: "test", ...input })).study;
}

/** Compiles a design of a study; fails the test with the problems where it cannot be. */
export function compileFor(study: Study, design = study.designs[0].id): CompiledDesign {
  const chosen = study.designs.find((item) => item.id === design);
  if (chosen === undefined) throw new Error(`no design '${design}'`);
  const compiled = compileDesign(study, chosen);
  if (Array.isArray(compiled)) throw new Error(compiled.map((problem) => problem.message).join("\n"));
  return compiled;
}

/** Number of an entity in a compiled design, by id. */
export function indexOf(labels: readonly string[], id: string): number {
  const index = labels.indexOf(id);
  if (index < 0) throw new Error(`no '${id}' among ${labels.join(", ")}`);
  return index;
}
