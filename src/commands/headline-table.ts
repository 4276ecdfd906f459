import type { Statistic } from "../aggregate/statistic.ts";
import type { Headline } from "../outputs/headline.ts";
import { digits, formatTable, usdScale } from "./format.ts";
import { wrapText } from "./wrap.ts";

/** A column of the table: its heading and how a number of it is written. */
interface Column {
  readonly head: string;
  readonly statistics: readonly Statistic[];
  show(value: number): string;
}

/**
 * The table at the end of a run: one design a row, 95 % intervals below the figures, all within a line of 100 characters. What is not available is marked and
 * explained below the table.
 */
export function headlineTable(headline: readonly Headline[]): string {
  const pick = (key: Exclude<keyof Headline, "design" | "structuralPremiumPct">): Statistic[] =>
    headline.map((row) => row[key]);
  const money = (head: string, statistics: readonly Statistic[]): Column => {
    const { divisor, unit } = usdScale(statistics.flatMap(({ value, ciHigh }) => [value ?? 0, ciHigh ?? 0]));
    return { head: `${head}\n${unit}`, statistics, show: (value) => digits(value / divisor, 3) };
  };
  const columns: Column[] = [
    {
      head: "impacted,\n%",
      statistics: pick("probabilityImpacted"),
      show: (value) => (value * 100).toFixed(1),
    },
    { head: "TTR p50\nif hit,\ndays", statistics: pick("timeToRecoverP50"), show: days },
    { head: "TTR p95\nif hit,\ndays", statistics: pick("timeToRecoverP95"), show: days },
    money("lost rev.\nmean,", pick("lostRevenueMeanUsd")),
    money("lost rev.\nCVaR 95,", pick("lostRevenueCvar95Usd")),
    { head: "inflation\npeak, %", statistics: pick("peakInflationMeanPct"), show: (value) => value.toFixed(2) },
  ];
  const notes: string[] = [];
  const table = formatTable(
    ["design", "premium,\n%", ...columns.map((column) => column.head)],
    headline.map((row, design) => [
      row.design,
      premium(row, notes),
      ...columns.map(({ statistics, show }) => writeCell(statistics[design], show, notes)),
    ]),
  );
  return [table, ...notes.map((note, index) => wrapText(`(${index + 1}) ${note}`, 4))].join("\n");
}

/** Times to recover are whole days but where they are interpolated. */
function days(value: number): string {
  return Number.isInteger(value) ? String(value) : digits(value, 3);
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
  // A minus would be lost beside a dash.
  return `${show(value)}${mark}\n${bounds.join((ciLow ?? 0) < 0 ? " to " : "–")}`;
}
