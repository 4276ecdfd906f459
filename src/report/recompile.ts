import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CompiledStudy, compileStudy } from "../compile-study.ts";
import { parseStudy } from "../config/parse-study.ts";
import { StudyError } from "../errors.ts";
import type { FinishedRun } from "./read-run.ts";

/** Why a run cannot be repeated for its report. */
export function whyNotRepeated({ study }: Pick<FinishedRun, "study">): string {
  return study.silo === undefined
    ? "this engine is not the one that computed the run"
    : "one party's part of a joint run cannot be repeated without the others";
}

/** The study of a run compiled as it was then; undefined where this engine reads it otherwise, or runs it with others alone. */
export async function recompile({ folder, manifest, study }: FinishedRun): Promise<CompiledStudy | undefined> {
  if (study.silo !== undefined) return undefined;
  // What was asked, not what a run to a precision came to.
  const { seed, scenarios, precision } = study.settings;
  const asked = precision === undefined ? {} : { precision: precision.relativeHalfWidth };
  const overrides = { seed, scenarios, designs: manifest.designs, ...asked };
  try {
    const text = await readFile(join(folder, "study.original.yaml"), "utf8");
    const compiled = compileStudy(parseStudy("study.original.yaml", text), overrides);
    return JSON.stringify(compiled.study) === JSON.stringify(study) ? compiled : undefined;
  } catch (error) {
    if (error instanceof StudyError) return undefined;
    throw error;
  }
}
