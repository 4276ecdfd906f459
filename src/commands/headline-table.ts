import type { Statistic } from "../aggregate/statistic.ts";
import type { Headline } from "../outputs/headline.ts";
import { digits, formatTable, usdScale } from "./format.ts";

/** A column of the table: its heading and how a number of it is written. */
interface Column {
  readonly head: string;
  readonly statistics: readonly Statistic[];
  show(value: number): string;
}

/**
 * The table at the end of a run: one design a row, 95 % intervals below the figures. What is not available is marked and
 * explained below the table.
 */
export function headlineTable(headline: readonly Headline[]): string {
  const pick = (key: Exclude<keyof Headline, "design" | "structuralPremiumPct">): Statistic[] =>
    headline.map((row) => row[key]);
  const money = (head: string, statistics: readonly Statistic[]): Column => {
    const { divisor, unit } = usdScale(statistics.flatMap(({ value, ciHigh }) => [value ?? 0, ciHigh ?? 0]));
    return { head: `${head},\n${unit}`, statistics, show: (value) => digits(value / divisor, 3) };
  };
  const columns: Column[] = [
    {
      head: "P(impacted),\n%",
      statistics: pick("probabilityImpacted"),
      show: (value) => (value * 100).toFixed(1),
    },
    { head: "TTR median\nif hit, days", statistics: pick("timeToRecoverP50"), show: (value) => digits(value, 3) },
    { head: "TTR p95\nif hit, days", statistics: pick("timeToRecoverP95"), show: (value) => digits(value, 3) },
    money("lost revenue\nmean", pick("lostRevenueMeanUsd")),
    money("lost revenue\nCVaR 95", pick("lostRevenueCvar95Usd")),
    { head: "peak inflation\nmean, %", statistics: pick("peakInflationMeanPct"), show: (value) => value.toFixed(2) },
  ];
  const notes: string[] = [];
  const table = formatTable(
    ["design", "structural\npremium, %", ...columns.map((column) => column.head)],
    headline.map((row, design) => [
      row.design,
      premium(row, notes),
      ...columns.map(({ statistics, show }) => writeCell(statistics[design], show, notes)),
    ]),
  );
  return [table, ...notes.map((note, index) => `(${index + 1}) ${note}`)].join("\n");
}

function premium({ structuralPremiumPct }: Headline, notes: string[]): string {
  if (structuralPremiumPct !== null) return structuralPremiumPct.toFixed(1);
  return `n/a${noteMark("the reference design costs nothing", notes)}`;
}

/** Mark of a note below the table. */
function noteMark(note: string, notes: string[]): string {
  if (!notes.includes(note)) notes.push(note);
  return ` (${notes.indexOf(note) + 1})`;
}

function writeCell(
  { value, ciLow, ciHigh, reason }: Statistic,
  show: (value: number) => string,
  notes: string[],
): string {
  const mark = reason === "" ? "" : noteMark(reason, notes);
  if (value === undefined) return `n/a${mark}\n`;
  if (ciLow === undefined && ciHigh === undefined) return `${show(value)}${mark}\n`;
  const bounds = [ciLow, ciHigh].map((bound) => (bound === undefined ? "?" : show(bound)));
  return `${show(value)}${mark}\n[${bounds.join(", ")}]`;
}
