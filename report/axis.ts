import { short } from "./number.ts";
import { isPrinting, type Theme } from "./theme.ts";

// biome-ignore lint/suspicious/noExplicitAny: the options of ECharts are a union of hundreds of shapes
export type Option = any;

/** What a chart draws with. */
export interface Canvas {
  /** All designs of the run: the place in it gives colour, dash and symbol. */
  readonly designs: readonly string[];
  /** Those that are shown, in the same order. */
  readonly ids: readonly string[];
  readonly theme: Theme;
  /** Pixels. */
  readonly width: number;
}

/** A chart for ECharts, and how many pixels high it is. */
export interface Picture {
  readonly option: Option;
  readonly height: number;
}

export const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]] as const;
export const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect"] as const;

export function axis(theme: Theme, more: Option): Option {
  return {
    axisLine: { lineStyle: { color: theme.soft } },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
    nameTextStyle: { color: theme.soft, fontSize: 11 },
    nameLocation: "middle",
    ...more,
    axisLabel: {
      color: theme.soft,
      fontSize: 11,
      hideOverlap: true,
      formatter: (value: number) => short(value),
      ...more.axisLabel,
    },
  };
}

export function tooltip(theme: Theme, more: Option = {}): Option {
  return {
    trigger: "item",
    renderMode: "richText",
    confine: true,
    backgroundColor: theme.ground,
    borderColor: theme.line,
    textStyle: { color: theme.text, fontSize: 12 },
    show: !isPrinting(),
    ...more,
  };
}

/** A name cut to what fits beside a chart; the filter and the table have it whole. */
export function cut(name: string, most = 18): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

const LEGEND_ROW = 18;
const MOST_LETTERS = 26;

/** All names, in as many rows as they need: `height` pixels. */
export function legend(
  theme: Theme,
  names: readonly string[],
  width: number,
  itemWidth = 22,
): { readonly option: Option; readonly height: number } {
  // Some 6.3 pixels a letter at 11 pixels, a gap of 5 behind the mark and of 10 before the next.
  const sizes = names.map((name) => itemWidth + 15 + 6.3 * cut(name, MOST_LETTERS).length);
  let rows = 1;
  let used = 0;
  for (const size of sizes) {
    if (used > 0 && used + size > width - 10) {
      rows++;
      used = 0;
    }
    used += size;
  }
  return {
    height: rows * LEGEND_ROW + 8,
    option: {
      type: "plain",
      top: 0,
      data: [...names],
      textStyle: { color: theme.text, fontSize: 11 },
      itemWidth,
      itemHeight: 10,
      itemGap: 10,
      formatter: (name: string) => cut(name, MOST_LETTERS),
    },
  };
}

/** An axis that holds all values and ends on a round one, some four steps long. */
export function reach(values: readonly number[]): { min?: number; max?: number; interval?: number } {
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  if (!(highest > lowest)) return {};
  const interval = roundStep((highest - lowest) / 4);
  return { min: Math.floor(lowest / interval) * interval, max: Math.ceil(highest / interval) * interval, interval };
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`. */
function roundStep(least: number): number {
  const unit = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 2.5, 5].find((step) => step * unit >= least * (1 - 1e-9)) ?? 10) * unit;
}

/** An end of an interval; an open one is a question mark. */
export function end(value: number | undefined): string {
  return value === undefined ? "?" : short(value);
}
