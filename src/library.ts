import type { ParsedStudy } from "./config/parse-study.ts";
import { inline } from "./executors/inline.ts";
import { createPool } from "./executors/pool.ts";
import { writeReport } from "./report/write-report.ts";
import { type RunOptions, type RunReport, runStudy } from "./run.ts";

export type RunRequest = Omit<RunOptions, "executor" | "workers"> & {
  /** Worker threads; changes no number. Default: none, everything is computed in this thread. */
  readonly workers?: number;
};

/** Runs a study as `breakwater run` does, report and all. @throws as runStudy does */
export async function run(study: ParsedStudy, { workers = 0, ...options }: RunRequest = {}): Promise<RunReport> {
  const executor = workers === 0 ? inline : createPool({ workers, studyFile: study.file });
  const report = await runStudy(study, { ...options, executor, workers });
  if (report.manifest.shard === undefined) await writeReport(report.folder);
  return report;
}
