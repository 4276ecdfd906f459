import { access } from "node:fs/promises";
import { join } from "node:path";
import type { CompiledStudy } from "../compile-study.ts";
import { isDiskError } from "../errors.ts";
import type { Executor } from "../executors/define.ts";
import type { Exposure } from "../expose.ts";
import { REPORT_FILE } from "../outputs/run-folder.ts";
import {
  draftReport,
  exposureEffort,
  type ReportDraft,
  type WrittenReport,
  writeReport,
} from "../report/write-report.ts";
import type { RunReport } from "../run.ts";
import { exposeDesigns } from "../studies/exposure.ts";
import { notify } from "./format.ts";

/**
 * Writes the report of every run that is no shard: of a new one before it counts as complete, of one that was there already where it
 * lacks one. A report that cannot be must not cost the run its results: its error is thrown once they are complete.
 *
 * @param workers threads that rank exposure
 * @param executor of the run: its crew ranks, while tables are still being written
 */
export function createReporter(
  workers = 1,
  executor?: Pick<Executor, "crew">,
): {
  onAnswered(compiled: CompiledStudy): void;
  beforeSuccess(run: RunReport): Promise<void>;
  afterwards(run: RunReport): Promise<void>;
} {
  let failure: { readonly error: unknown } | undefined;
  let draft: ReportDraft | undefined;
  let ran: CompiledStudy | undefined;
  let outages: Promise<readonly Exposure[]> | undefined;
  return {
    onAnswered(compiled) {
      ran = compiled;
      const { study } = compiled;
      const crew = executor?.crew;
      if (crew === undefined || exposureEffort(study, study.settings.scenarios) !== "part") return;
      outages = exposeDesigns(compiled, workers, crew);
      outages.catch(() => undefined); // reported when they are asked for
    },
    async beforeSuccess({ folder, manifest }) {
      if (manifest.shard !== undefined) return;
      try {
        draft = await draftReport(folder, manifest, ran);
        warnWithoutCharts(await draft.write({ exposure: "in a moment", workers }));
      } catch (error) {
        if (isDiskError(error)) throw error;
        failure = { error };
      }
    },
    async afterwards({ folder, manifest, isReused }) {
      if (failure !== undefined) throw failure.error;
      if (manifest.shard !== undefined) return;
      if (!isReused) {
        // What takes longer than a moment, but little beside the run, comes when the run is complete.
        if (draft?.effort !== "part") return;
        notify("ranking what hurts most when it is out, for the report");
        await draft.write({ workers, outages });
        return;
      }
      const isThere = await access(join(folder, REPORT_FILE)).then(
        () => true,
        () => false,
      );
      if (!isThere) warnWithoutCharts(await writeReport(folder, { workers }));
    },
  };
}

export function warnWithoutCharts({ hasCharts }: WrittenReport): void {
  if (!hasCharts) notify("warning: the report has tables but no charts: their code is not bundled (npm run build)");
}
