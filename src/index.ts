/** What a library user may import: read a study, run it, read what came out. */

export { readStudy as loadStudy } from "./commands/read-study.ts";
export { type CompiledStudy, compileStudy } from "./compile-study.ts";
export { type ParsedStudy, parseStudy } from "./config/parse-study.ts";
export type { Study } from "./config/study.ts";
export { CommandError, SimulationError, StudyError } from "./errors.ts";
export { inline } from "./executors/inline.ts";
export { createPool } from "./executors/pool.ts";
export { type RunRequest, run } from "./library.ts";
export type { Headline } from "./outputs/headline.ts";
export type { Manifest } from "./outputs/manifest.ts";
export { type Replay, replayScenario } from "./replay.ts";
export { type ReportOptions, type WrittenReport, writeReport } from "./report/write-report.ts";
export { type RunOptions, type RunReport, runStudy } from "./run.ts";
