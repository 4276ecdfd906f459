/** Exit codes of the command line, as in sysexits.h. */
export const EXIT = {
  ok: 0,
  usage: 64,
  invalidStudy: 65,
  missingInput: 66,
  internalFault: 70,
  cannotCreate: 73,
  ioError: 74,
  criterionFailed: 99,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One thing wrong with a study and where it stands; lines and columns count from 1. */
export interface StudyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Like `hazards[2].ratePerYear`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A study that cannot be run, with everything wrong with it at once. */
export class StudyError extends Error {
  readonly problems: readonly StudyProblem[];

  constructor(problems: readonly StudyProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "StudyError";
    this.problems = problems;
  }
}

export function formatProblem({ file, line, column, path, message }: StudyProblem): string {
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
}

/** A failure with an exit code of its own; the message says everything, one line where possible. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/**
 * A run that cannot go on: a worker was lost or the engine found an impossible state. Errors lose their class and fields
 * between threads, so workers answer with the message and these fields as plain values.
 */
export class SimulationError extends Error {
  /** The scenario and design at fault, where they are known. */
  readonly scenario: number | undefined;
  readonly design: string | undefined;

  constructor(message: string, scenario?: number, design?: string) {
    super(message);
    this.name = "SimulationError";
    this.scenario = scenario;
    this.design = design;
  }
}
