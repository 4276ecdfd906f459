import { type Show, showDays, showPct, showShare, showUsd, withInterval } from "../number.ts";
import type { FinishedRun } from "../read-run.ts";
import type { Section } from "../section.ts";

const BY_UNIT: Readonly<Record<string, Show>> = { USD: showUsd, days: showDays, percent: showPct };

/** Pass, fail or undecided. */
export function criteriaSection({ manifest, rows: rowsOf }: FinishedRun): Section | undefined {
  if (manifest.criteria.length === 0) return undefined;
  const units = new Map(rowsOf("dim_metric").map((row) => [String(row.metric), String(row.unit)]));
  const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return {
    id: "criteria",
    title: "Criteria",
    words: [
      "Pass where the whole 95 % interval keeps to the threshold, fail where none of it does, undecided where it holds the threshold.",
    ],
    charts: [],
    tables: [
      {
        caption: "Verdicts",
        isOpen: true,
        head: ["Criterion", "Design", "Verdict", "Value"],
        rows: manifest.criteria.map(({ criterion, design, verdict, metric, statistic }) => {
          const isProbability = statistic.statistic.startsWith("probability");
          const show = isProbability ? showShare : (BY_UNIT[units.get(snake(metric)) ?? ""] ?? String);
          return {
            design,
            cells: [criterion, design, verdict, withInterval(statistic.value, statistic.ciLow, statistic.ciHigh, show)],
          };
        }),
      },
    ],
  };
}

/** Everything a figure of this report rests on. */
export function assumptionsSection({ manifest, study, folder: _folder }: FinishedRun): Section {
  const { settings } = study;
  const facts: [string, string][] = [
    ["Scenarios", String(manifest.scenarios)],
    ["Seed", String(manifest.seed)],
    ["Sampler", String(settings.sampler)],
    ["Exposure", `disruptions begin within ${manifest.exposureDays} of ${manifest.horizonDays} days`],
    ["Service has failed below", showShare(settings.service.failBelowFraction)],
    [
      "Service has recovered",
      `at ${showShare(settings.service.recoverAtFraction)} for ${settings.service.holdDays} days`,
    ],
    ["Restricted means up to", `${settings.service.restrictedMeanDays} days`],
    ["Reference design", settings.referenceDesign],
    ["Changes are seen after", `${settings.planner.detectionDelayDays} days, unless a design says otherwise`],
    [
      "Engine",
      `${manifest.run.engineVersion}${manifest.run.commit === undefined ? "" : `, commit ${manifest.run.commit}`}`,
    ],
    ["Configuration", manifest.configHash],
    ["Results", manifest.resultHash],
  ];
  return {
    id: "assumptions",
    title: "Assumptions and provenance",
    words: [
      study.description ?? "",
      "Every default is visible in study.resolved.json, every table and its meaning in datapackage.json beside this file.",
      ...manifest.warnings.map((warning) => `Warning: ${warning}.`),
    ].filter((text) => text !== ""),
    charts: [],
    tables: [
      {
        caption: "Terms of the run",
        isOpen: true,
        head: ["What", "Value"],
        rows: facts.map(([what, value]) => ({ cells: [what, value] })),
      },
      {
        caption: "Designs",
        isOpen: false,
        head: ["Design", "Name", "Description"],
        rows: study.designs.map(({ id, name, description }) => ({
          design: id,
          cells: [id, name, description ?? ""],
        })),
      },
      {
        caption: "Hazards",
        isOpen: false,
        head: ["Hazard", "Name", "Kind", "Description"],
        rows: study.hazards.map(({ id, name, kind, description }) => ({
          cells: [id, name ?? id, kind, description ?? ""],
        })),
      },
    ],
  };
}
