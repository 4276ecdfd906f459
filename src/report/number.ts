import { digits, usd } from "../commands/format.ts";
import type { ReadRow } from "../outputs/read-table.ts";

/** How numbers of a unit are written. */
export type Show = (value: number) => string;

export const showUsd: Show = usd;
export const showDays: Show = (value) => digits(value, 3);
export const showPct: Show = (value) => `${value.toFixed(2)} %`;
export const showShare: Show = (value) => `${(value * 100).toFixed(1)} %`;

/** A number cell of a row, or undefined. */
export function numberOf(row: ReadRow | undefined, name: string): number | undefined {
  const cell = row?.[name];
  return typeof cell === "number" ? cell : undefined;
}

/** `12.3 [11.0, 13.6]`; an open end is a question mark, nothing is `n/a`. */
export function withInterval(
  value: number | undefined,
  low: number | undefined,
  high: number | undefined,
  show: Show,
): string {
  if (value === undefined) return low === undefined ? "n/a" : `above ${show(low)}`;
  if (low === undefined && high === undefined) return show(value);
  const end = (bound: number | undefined): string => (bound === undefined ? "?" : show(bound));
  return `${show(value)} [${end(low)}, ${end(high)}]`;
}
