import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurable } from "../outputs/durable-file.ts";
import type { Manifest } from "../outputs/manifest.ts";
import { REPORT_FILE } from "../outputs/run-folder.ts";
import { measureExposure } from "../studies/exposure.ts";
import { countStrikes } from "./count-strikes.ts";
import { renderPage } from "./page.ts";
import { readRun } from "./read-run.ts";
import { recompile } from "./recompile.ts";
import type { Section } from "./section.ts";
import { dailySection, distributionSection, exceedanceSection, recoverySection } from "./sections/curves.ts";
import { attributionSection, comparisonSection, frontierSection } from "./sections/designs.ts";
import { exposureSection } from "./sections/exposure.ts";
import { headlineSection } from "./sections/headline.ts";
import { mapSection } from "./sections/map.ts";
import { assumptionsSection, criteriaSection } from "./sections/terms.ts";
import { worstSection } from "./sections/worst.ts";

export interface ReportOptions {
  /** Default: `report.html` in the run folder. */
  readonly path?: string;
  /** Also put one thing after the other out, as `breakwater exposure` does: some thousand runs of the day loop. */
  readonly withExposure?: boolean;
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

/**
 * Writes the report of a finished run: one file that needs nothing else.
 *
 * @throws CommandError 66 where there is no complete run, 65 where it is damaged
 */
export async function writeReport(
  folder: string,
  { path = join(folder, REPORT_FILE), withExposure = false, manifest }: ReportOptions = {},
): Promise<WrittenReport> {
  const run = await readRun(folder, manifest);
  const compiled = await recompile(run);
  const exposure = withExposure && compiled !== undefined ? measureExposure(compiled) : [];
  const sections: (Section | undefined)[] = [
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
    exposureSection(run, exposure),
    assumptionsSection(run),
  ];
  const script = await readScript();
  const text = renderPage(
    run,
    sections.filter((section) => section !== undefined),
    script,
  );
  await writeDurable(path, text);
  return { path, bytes: Buffer.byteLength(text), hasCharts: script !== undefined };
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
