import type { CompiledStudy } from "../compile-study.ts";
import type { AttributionRow } from "../studies/attribution.ts";
import { count, digits, formatTable, percent, usdScale } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** Hazards by their part in the expected loss, one table a design; those without any part are counted below. */
export function attributionTables({ study }: CompiledStudy, rows: readonly AttributionRow[]): string {
  const parts = [
    wrapText(
      `${study.title}\n${count(study.settings.scenarios, "scenario")}, seed ${study.settings.seed}; shares sum to the whole, 95 % intervals in brackets`,
    ),
  ];
  for (const { id } of study.designs) parts.push("", id, designTable(rows.filter((row) => row.design === id)));
  return parts.join("\n");
}

function designTable(rows: readonly AttributionRow[]): string {
  const of = (hazard: string, metric: string): AttributionRow =>
    rows.find((row) => row.hazard === hazard && row.metric === metric) as AttributionRow;
  const hazards = [...new Set(rows.map((row) => row.hazard))];
  const touching = hazards.filter((hazard) =>
    rows.some((row) => row.hazard === hazard && (row.mean !== 0 || row.leftOutMean !== 0)),
  );
  if (touching.length === 0) return "No hazard touches it in these scenarios.";
  touching.sort((left, right) => of(right, "lostRevenueUsd").mean - of(left, "lostRevenueUsd").mean);
  const { divisor, unit } = usdScale(touching.map((hazard) => of(hazard, "lostRevenueUsd").mean));
  const money = (value: number | undefined): string => (value === undefined ? "?" : digits(value / divisor, 3));
  const share = (value: number | undefined): string =>
    value === undefined ? "n/a" : percent(Math.abs(value) < 5e-4 ? 0 : value * 100);
  const table = formatTable(
    [
      "hazard",
      `lost revenue,\n${unit}`,
      "share",
      "share of\nCVaR 95",
      `left out,\n${unit}`,
      "recovery",
      "peak\ninflation",
    ],
    touching.map((hazard) => {
      const lost = of(hazard, "lostRevenueUsd");
      return [
        hazard,
        `${money(lost.mean)}\n[${money(lost.low)}, ${money(lost.high)}]`,
        share(lost.share),
        share(lost.cvar95Share),
        money(lost.leftOutMean),
        share(of(hazard, "timeToRecoverDays").share),
        share(of(hazard, "peakInflationPct").share),
      ];
    }),
  );
  const idle = hazards.length - touching.length;
  return idle === 0 ? table : `${table}\n${count(idle, "other hazard")} with no part in anything`;
}
