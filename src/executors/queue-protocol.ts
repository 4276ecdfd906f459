import { SimulationError } from "../errors.ts";
import { engineCommit, engineVersion } from "../version.ts";
import type { Block } from "./define.ts";
import { textOf } from "./watched-pool.ts";

/** What a job says: which study, which block. Neither credentials nor results. */
export interface BlockJob extends Block {
  /** Key of the study in Redis. */
  readonly studyKey: string;
}

/** A study as workers get it: its text and what was asked otherwise, from which each compiles the same networks. */
export interface QueuedStudy {
  readonly file: string;
  readonly text: string;
  readonly scenarios: number;
  readonly seed: number;
  readonly designs: readonly string[];
  readonly precision?: number;
  readonly configHash: string;
}

/** Jobs of different engines never meet: another engine may compute another last bit. */
export function queueName(): string {
  return ["breakwater", engineVersion(), engineCommit()?.slice(0, 12) ?? "packaged", `v8-${process.versions.v8}`].join(
    "-",
  );
}

const STUDY_FAULT = "study at fault ";

/** A fault of a job as text, which is all that the queue hands on. */
export function describeFault(error: unknown): string {
  if (!(error instanceof SimulationError) || !error.isOfStudy) return textOf(error);
  const { message, scenario, design } = error;
  return `${STUDY_FAULT}${JSON.stringify([message, scenario, design])}`;
}

/** The error that a text was made from. */
export function readFault(text: string): SimulationError {
  if (!text.startsWith(STUDY_FAULT)) return new SimulationError(text);
  const [message, scenario, design] = JSON.parse(text.slice(STUDY_FAULT.length)) as [string, number, string];
  return new SimulationError(message, scenario, design, true);
}

/** Studies and results outlive their run by this much at most, for a run that was killed. */
export const KEPT_SECONDS = 24 * 3600;

export function resultKey(studyKey: string, { from, to }: Block): string {
  return `${studyKey}:${from}-${to}`;
}

/** Not all digits and without a colon, as the queue wants it. */
export function jobId(studyKey: string, { from, to }: Block): string {
  return `${studyKey.replaceAll(":", "-")}-${from}-${to}`;
}
