import { access } from "node:fs/promises";
import { join } from "node:path";
import { REPORT_FILE } from "../outputs/run-folder.ts";
import { type WrittenReport, writeReport } from "../report/write-report.ts";
import type { RunReport } from "../run.ts";
import { notify } from "./format.ts";

/** Writes the report of a run, unless it is a shard or has one already. */
export async function reportRun({ folder, manifest, isReused }: RunReport): Promise<void> {
  if (manifest.shard !== undefined) return;
  const path = join(folder, REPORT_FILE);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isReused && isThere) return;
  const written = await writeReport(folder);
  warnWithoutCharts(written);
}

export function warnWithoutCharts({ hasCharts }: WrittenReport): void {
  if (!hasCharts) notify("warning: the report has tables but no charts: their code is not bundled (npm run build)");
}
