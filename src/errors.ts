/** Exit codes of the command line, as in sysexits.h; beyond 128, the signal that ended it. */
export const EXIT = {
  ok: 0,
  usage: 64,
  invalidStudy: 65,
  missingInput: 66,
  unavailable: 69,
  internalFault: 70,
  cannotCreate: 73,
  ioError: 74,
  tryAgain: 75,
  mismatch: 78,
  hangup: 129,
  interrupt: 130,
  terminated: 143,
  criterionFailed: 99,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Errors of the file system that mean the disk or the system, not the path, is at fault. */
const DISK_ERRORS = new Set(["ENOSPC", "EDQUOT", "EIO", "EMFILE", "ENFILE", "EFBIG"]);

/** Errors of the file system that mean the path cannot be used. */
const PATH_ERRORS = new Set(["EROFS", "EACCES", "EPERM", "ENOTDIR", "EEXIST", "ENOENT"]);

export function isDiskError(error: unknown): boolean {
  return DISK_ERRORS.has((error as NodeJS.ErrnoException)?.code ?? "");
}

/** The exit code for whatever a command threw. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof StudyError) return EXIT.invalidStudy;
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SimulationError && error.isOfStudy) return EXIT.invalidStudy;
  if (isDiskError(error)) return EXIT.ioError;
  return PATH_ERRORS.has((error as NodeJS.ErrnoException)?.code ?? "") ? EXIT.cannotCreate : EXIT.internalFault;
}

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

/** A run that was asked to stop and did, with what it had computed kept in its folder. */
export class InterruptedError extends Error {
  readonly folder: string;
  readonly doneScenarios: number;

  constructor(folder: string, doneScenarios: number, scenarios: number) {
    super(`interrupted, ${doneScenarios} of ${scenarios} scenarios are kept in ${folder}`);
    this.name = "InterruptedError";
    this.folder = folder;
    this.doneScenarios = doneScenarios;
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
  /** Whether the numbers of the study are at fault and not the engine: no other worker would come further. */
  readonly isOfStudy: boolean;

  constructor(message: string, scenario?: number, design?: string, isOfStudy = false) {
    super(message);
    this.name = "SimulationError";
    this.scenario = scenario;
    this.design = design;
    this.isOfStudy = isOfStudy;
  }
}
