import type { Exposure } from "../../expose.ts";
import { showUsd } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import { whyNotRepeated } from "../recompile.ts";
import type { Section } from "../section.ts";

/** Rows listed a design. */
const MOST_ROWS = 8;

/** What is lost when one thing alone is out for its restore time, the worst first; or the command that computes it. */
export function exposureSection(run: FinishedRun, rows: readonly Exposure[] | undefined): Section {
  const { designs } = run;
  const base = { id: "exposure", title: "Exposure: one thing out at a time", charts: [] };
  if (rows === undefined) {
    return { ...base, words: [`Left out: ${whyNotRepeated(run)}.`], tables: [] };
  }
  if (rows.length === 0) {
    const words = [
      "Left out, for it would take long beside a run of so few scenarios. In the run folder, breakwater report . --exposure puts it here, and breakwater exposure study.original.yaml prints it.",
    ];
    return { ...base, words, tables: [] };
  }
  return {
    ...base,
    words: ["Each site, lane, port, chokepoint and region out for its restore time, everything else undisturbed."],
    tables: [
      {
        caption: "The worst of each design",
        isOpen: true,
        head: ["Design", "What is out", "Kind", "For, days", "Lost or owed", "Exposure index", "Time to survive, days"],
        rows: designs.flatMap((design) =>
          rows
            .filter((row) => row.design === design && row.performanceImpactUsd > 0)
            .sort((left, right) => right.performanceImpactUsd - left.performanceImpactUsd)
            .slice(0, MOST_ROWS)
            .map((row) => ({
              design,
              cells: [
                design,
                row.name,
                row.kind,
                String(row.restoreTimeDays),
                showUsd(row.performanceImpactUsd),
                row.riskExposureIndex.toFixed(2),
                row.timeToSurviveDays === undefined ? "n/a" : String(row.timeToSurviveDays),
              ],
            })),
        ),
      },
    ],
  };
}
