import type { CompiledStudy } from "../compile-study.ts";
import type { Exposure } from "../expose.ts";
import { bold, count, digits, formatTable, usdScale } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** One table a design, the largest impacts first. What is not available is marked and explained below. */
export function exposureTables({ study }: CompiledStudy, rows: readonly Exposure[], top: number): string {
  const { restoreTimeDays, longestOutageDays, pauses } = study.settings.exposure;
  const isWhole = pauses.length === 4 ? "" : `; a site that is out has no ${pauses.join(", ")}`;
  const intro = `${study.title}: each out alone for its restore time (${restoreTimeDays} days unless stated)${isWhole}`;
  const tables = study.designs.map(({ id }) => {
    const own = rows.filter(({ design }) => design === id);
    return designTable(id, own, top, longestOutageDays);
  });
  return [wrapText(intro), ...tables].join("\n\n");
}

function designTable(design: string, rows: readonly Exposure[], top: number, longestOutageDays: number): string {
  const { divisor, unit } = usdScale(rows.map((row) => row.performanceImpactUsd));
  const shown = rows.slice(0, top);
  const notes: string[] = [];
  const days = (value: number | undefined, reason: string): string => {
    if (value !== undefined) return String(value);
    if (!notes.includes(reason)) notes.push(reason);
    return `n/a (${notes.indexOf(reason) + 1})`;
  };
  const table = formatTable(
    [
      "",
      "what is out",
      "days\nout",
      `impact,\n${unit}`,
      "lost\nunits",
      "exposure\nindex",
      "survives,\ndays",
      "TTR,\ndays",
    ],
    shown.map((row) => [
      row.kind,
      row.id,
      String(row.restoreTimeDays),
      digits(row.performanceImpactUsd / divisor, 3),
      digits(row.lostUnits, 4),
      row.riskExposureIndex.toFixed(3),
      days(row.timeToSurviveDays, `no demand unserved in an outage of ${longestOutageDays} days, the longest tried`),
      days(row.timeToRecoverDays, "not recovered within the horizon"),
    ]),
    2,
  );
  const harmless = rows.filter((row) => row.performanceImpactUsd === 0 && row.delayedRevenueUsd === 0).length;
  const left = rows.length - shown.length;
  return [
    bold(`${design}: ${count(rows.length, "outage")}, ${harmless} without any unserved demand`),
    table,
    ...notes.map((note, index) => `(${index + 1}) ${note}`),
    ...(left > 0 ? [`${count(left, "more row")} with smaller impact: --top or --out`] : []),
  ].join("\n");
}
