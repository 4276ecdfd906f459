import { styleText } from "node:util";
import Table from "cli-table3";
import { fitColumns, LINE_WIDTH } from "./wrap.ts";

/** Writes to stdout; the only way results leave a command. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** `1 day`, `2 days`. */
export function count(size: number, what: string): string {
  return `${size} ${what}${size === 1 ? "" : "s"}`;
}

/** Writes to stderr: progress, warnings, where things lie. */
export function notify(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Bold on a terminal that wants colour, plain elsewhere. */
export function bold(text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText("bold", text) : text;
}

/** USD in a reader's unit: $0, $950, $12.3 k, $4.56 M, $1.20 B. */
export function usd(value: number): string {
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  if (size < 1000) return `${sign}$${digits(size, 3)}`;
  const [divisor, suffix] =
    size < 999_500 ? [1e3, "k"] : size < 999.5e6 ? [1e6, "M"] : size < 999.5e9 ? [1e9, "B"] : [1e12, "T"];
  return `${sign}$${digits(size / divisor, 3)} ${suffix}`;
}

/** What is smaller is rounding of sums in USD or units, and reads as nothing. */
export const LEAST_SHOWN = 1e-6;

/** A number to so many significant digits, without exponent. */
export function digits(value: number, count: number): string {
  if (Math.abs(value) < LEAST_SHOWN) return "0";
  const places = Math.max(0, count - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(places, 6));
}

export function percent(value: number): string {
  return Number.isNaN(value) ? "n/a" : `${value.toFixed(1)} %`;
}

/** A unit in which a column of USD reads well: USD, k USD, M USD or B USD. */
export function usdScale(values: readonly number[]): { readonly divisor: number; readonly unit: string } {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest >= 1e9) return { divisor: 1e9, unit: "B USD" };
  if (largest >= 1e6) return { divisor: 1e6, unit: "M USD" };
  return largest >= 1e4 ? { divisor: 1e3, unit: "k USD" } : { divisor: 1, unit: "USD" };
}

/** An aligned table, not wider than a line where its words can be broken; numbers to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[], textColumns = 1): string {
  const kinds = head.map((_, column) => (column < textColumns ? ("text" as const) : ("number" as const)));
  // A rule between cells, and a blank on either side of each; where that is too wide, on one side.
  const lettersBeside = (blanks: number): number => LINE_WIDTH - (blanks + 1) * head.length - 1;
  const fitted = fitColumns([head, ...rows], kinds, lettersBeside(2));
  const isWide = fitted === undefined;
  const [names, ...cells] = fitted ?? fitColumns([head, ...rows], kinds, lettersBeside(1)) ?? [head, ...rows];
  const table = new Table({
    head: names.map(bold),
    style: { head: [], border: [], compact: true, "padding-left": isWide ? 0 : 1, "padding-right": 1 },
    colAligns: head.map((_, column) => (column < textColumns ? "left" : "right")),
  });
  table.push(...cells.map((row) => [...row]));
  return table.toString();
}
