import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurable } from "../outputs/durable-file.ts";
import { REPORT_FILE } from "../outputs/run-folder.ts";
import { renderPage } from "./page.ts";
import { readRun } from "./read-run.ts";
import type { Section } from "./section.ts";
import { dailySection, distributionSection, exceedanceSection, recoverySection } from "./sections/curves.ts";
import { attributionSection, comparisonSection, frontierSection } from "./sections/designs.ts";
import { headlineSection } from "./sections/headline.ts";
import { assumptionsSection, criteriaSection } from "./sections/terms.ts";

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
 * @param path default: `report.html` in the run folder
 * @throws CommandError 66 where there is no complete run, 65 where it is damaged
 */
export async function writeReport(folder: string, path = join(folder, REPORT_FILE)): Promise<WrittenReport> {
  const run = await readRun(folder);
  const sections: (Section | undefined)[] = [
    headlineSection(run),
    criteriaSection(run),
    frontierSection(run),
    exceedanceSection(run),
    distributionSection(run),
    recoverySection(run),
    dailySection(run),
    attributionSection(run),
    comparisonSection(run),
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
