import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CompiledStudy } from "../compile-study.ts";
import type { Study } from "../config/study.ts";
import { type Exposure, RUNS_A_NODE } from "../expose.ts";
import { writeDurable } from "../outputs/durable-file.ts";
import type { Manifest } from "../outputs/manifest.ts";
import { REPORT_FILE } from "../outputs/run-folder.ts";
import { SCENARIOS } from "../simulate/kernel/records.ts";
import { exposeDesigns } from "../studies/exposure.ts";
import { countStrikes } from "./count-strikes.ts";
import { renderPage } from "./page.ts";
import { readRun } from "./read-run.ts";
import { recompile } from "./recompile.ts";
import type { Section } from "./section.ts";
import { attributionSection } from "./sections/attribution.ts";
import { dailySection, distributionSection, exceedanceSection, recoverySection } from "./sections/curves.ts";
import { comparisonSection, frontierSection } from "./sections/designs.ts";
import { exposureSection } from "./sections/exposure.ts";
import { headlineSection } from "./sections/headline.ts";
import { mapSection } from "./sections/map.ts";
import { assumptionsSection, criteriaSection } from "./sections/terms.ts";
import { worstSection } from "./sections/worst.ts";

export interface ReportOptions {
  /** Default: `report.html` in the run folder. */
  readonly path?: string;
  /**
   * Also put one thing after the other out, as `breakwater exposure` does: in any case, or (default) where that takes little
   * beside the run itself, or only where it takes a moment.
   */
  readonly exposure?: "yes" | "if quick" | "in a moment";
  /** Threads that rank exposure, 1 unless given. */
  readonly workers?: number;
  /** What they have been asked for already. */
  readonly outages?: Promise<readonly Exposure[]> | undefined;
  /** Of a run whose tables are there although it is not complete yet. */
  readonly manifest?: Manifest;
}

/** What became of a report. */
export interface WrittenReport {
  readonly path: string;
  readonly bytes: number;
  /** Whether charts are in it: an engine that was compiled but not bundled has none. */
  readonly hasCharts: boolean;
}

/** A report with everything in it but how exposed the designs are, which may take as long as all the rest. */
export interface ReportDraft {
  readonly effort: ReturnType<typeof exposureEffort>;
  /** Writes it, with the ranking of exposure where that is asked for. */
  write(options?: Omit<ReportOptions, "manifest">): Promise<WrittenReport>;
}

/**
 * Writes the report of a finished run: one file that needs nothing else.
 *
 * @throws CommandError 66 where there is no complete run, 65 where it is damaged
 */
export async function writeReport(folder: string, options: ReportOptions = {}): Promise<WrittenReport> {
  return (await draftReport(folder, options.manifest)).write(options);
}

/**
 * Reads a finished run and tells of it all that its tables know.
 *
 * @param manifest of a run whose tables are there although it is not complete yet
 * @param ran what was run, where the caller has just done so
 */
export async function draftReport(folder: string, manifest?: Manifest, ran?: CompiledStudy): Promise<ReportDraft> {
  const run = await readRun(folder, manifest);
  const compiled = ran ?? (await recompile(run));
  const effort = exposureEffort(run.study, run.manifest.scenarios);
  const before: readonly (Section | undefined)[] = [
    headlineSection(run),
    criteriaSection(run),
    frontierSection(run),
    exceedanceSection(run),
    distributionSection(run),
    recoverySection(run),
    dailySection(run),
    mapSection(run, await countStrikes(run), compiled),
    attributionSection(run),
    comparisonSection(run),
    worstSection(run, compiled),
  ];
  return {
    effort,
    async write({ path = join(folder, REPORT_FILE), exposure = "if quick", workers = 1, outages: asked } = {}) {
      const isRanked = { yes: true, "in a moment": effort === "moment", "if quick": effort !== "long" }[exposure];
      const outages = isRanked && compiled !== undefined ? await (asked ?? exposeDesigns(compiled, workers)) : [];
      const ranking = exposureSection(run, compiled === undefined ? undefined : outages);
      const sections = [...before, ranking, assumptionsSection(run)].filter((section) => section !== undefined);
      const script = await readScript();
      const text = renderPage(run, sections, script);
      await writeDurable(path, text);
      return { path, bytes: Buffer.byteLength(text), hasCharts: script !== undefined };
    },
  };
}

/** What a design can lose: its lanes, and about as many and a half sites, ports, chokepoints and regions. */
const OUTAGES_PER_LANE = 2.5;
/** Outages are put out two side by side, like scenarios. */
const SCENARIOS_PER_OUTAGE = RUNS_A_NODE / SCENARIOS;
const MOST_PART_OF_RUN = 0.2;
/** So many take a moment. */
const FEW_OUTAGES = 40;

/** What ranking exposure would take: a moment, at most about a fifth of what the run took, or longer. */
export function exposureEffort(study: Pick<Study, "silo" | "designs">, scenarios: number): "moment" | "part" | "long" {
  if (study.silo !== undefined) return "long"; // not without the others
  const lanes = study.designs.reduce((sum, design) => sum + design.lanes.length, 0);
  const outages = lanes * OUTAGES_PER_LANE;
  if (outages <= FEW_OUTAGES) return "moment";
  const runs = scenarios * study.designs.length;
  return outages * SCENARIOS_PER_OUTAGE <= MOST_PART_OF_RUN * runs ? "part" : "long";
}

/** The bundled chart code, which lies in `dist/report` whether this file runs compiled or not. */
async function readScript(): Promise<string | undefined> {
  const isSource = import.meta.url.endsWith(".ts");
  const place = new URL(isSource ? "../../dist/report/client.js" : "../../report/client.js", import.meta.url);
  try {
    return await readFile(place, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
