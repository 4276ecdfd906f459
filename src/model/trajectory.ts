import { type Columns, columnsByteLength, viewColumns } from "./columns.ts";

/** Kinds of cost a day is charged with, in the order of `dayCostUsd`. */
export const COST_KINDS = ["production", "freight", "tariff", "carbon", "holding", "expedite", "investment"] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Columns that add up over the run, not day by day. */
export const TOTAL_COLUMNS = {
  /** [lane] and [process]: units dispatched and good units made over the run. */
  laneShipped: ["f64", "lanes"],
  processMade: ["f64", "processes"],
  /** [lane] and [stock]: units that spoiled or were destroyed over the run. */
  laneSpoiled: ["f64", "lanes"],
  stockSpoiled: ["f64", "stocks"],
} as const;
export type RunTotals = Columns<typeof TOTAL_COLUMNS>;

const TRAJECTORY_COLUMNS = {
  /** [day x market], row-major, units. */
  demand: ["f64", "marketDays"],
  servedOnTime: ["f64", "marketDays"],
  servedLate: ["f64", "marketDays"],
  lost: ["f64", "marketDays"],
  /** [day x market] landed cost of what was sold, USD. */
  soldCostUsd: ["f64", "marketDays"],
  /** [day x cost kind] USD. */
  dayCostUsd: ["f64", "costDays"],
  /** [day] tCO2e of processes and freight. */
  dayEmissionsTonnes: ["f64", "days"],
  /** [day] value of goods that spoiled beyond what usually spoils, or were destroyed, USD. */
  daySpoiledUsd: ["f64", "days"],
  /** [market] backorders still waiting after the last day, units. */
  openBacklog: ["f64", "markets"],
  ...TOTAL_COLUMNS,
} as const;

/** What happened day by day in one run of one design. */
export interface Trajectory extends Columns<typeof TRAJECTORY_COLUMNS> {
  readonly days: number;
  readonly markets: number;
}

/** What a trajectory's size depends on beside its days. */
type Counts = { readonly markets: number; readonly lanes: number; readonly processes: number; readonly stocks: number };

export function allocateTrajectory(days: number, counts: Counts): Trajectory {
  return viewTrajectory(days, counts, new ArrayBuffer(trajectoryByteLength(days, counts)));
}

/** Bytes of a trajectory in a buffer. */
export function trajectoryByteLength(days: number, counts: Counts): number {
  return columnsByteLength(TRAJECTORY_COLUMNS, dimensionsOf(days, counts));
}

/** A trajectory as views into a buffer. */
export function viewTrajectory(days: number, counts: Counts, buffer: ArrayBufferLike, byteOffset = 0): Trajectory {
  const columns = viewColumns(TRAJECTORY_COLUMNS, dimensionsOf(days, counts), buffer, byteOffset);
  return { days, markets: counts.markets, ...columns };
}

function dimensionsOf(days: number, { markets, lanes, processes, stocks }: Counts): Record<string, number> {
  return {
    days,
    markets,
    lanes,
    processes,
    stocks,
    marketDays: days * markets,
    costDays: days * COST_KINDS.length,
  };
}

const TOTALS = Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[];

/** Copies what has added up so far, into columns of its own or those given. */
export function copyTotals(from: RunTotals, to?: RunTotals): RunTotals {
  if (to === undefined) {
    const copies = TOTALS.map((name) => [name, from[name].slice()]);
    return Object.fromEntries(copies) as unknown as RunTotals;
  }
  for (const name of TOTALS) to[name].set(from[name]);
  return to;
}

/** Clears what adds up over days and over the run. */
export function clearTotals(trajectory: RunTotals): void {
  for (const name of TOTALS) trajectory[name].fill(0);
}

/** Copies the series of days [0, days). */
export function copyFirstDays(from: Trajectory, to: Trajectory, days: number): void {
  for (const name of COLUMN_NAMES) {
    const width = widthADay(name, from);
    if (width !== undefined) to[name].set(from[name].subarray(0, days * width));
  }
}

/** The same trajectory cut to days [0, days): views, not copies. */
export function viewFirstDays(trajectory: Trajectory, days: number): Trajectory {
  const columns = COLUMN_NAMES.map((name) => {
    const width = widthADay(name, trajectory);
    return [name, width === undefined ? trajectory[name] : trajectory[name].subarray(0, days * width)];
  });
  return { ...trajectory, days, ...Object.fromEntries(columns) };
}

/** Numbers a day of a series; undefined for a column that is none. */
function widthADay(name: (typeof COLUMN_NAMES)[number], { markets }: Trajectory): number | undefined {
  const widths: Readonly<Record<string, number>> = { marketDays: markets, costDays: COST_KINDS.length, days: 1 };
  return widths[TRAJECTORY_COLUMNS[name][1]];
}

const COLUMN_NAMES = Object.keys(TRAJECTORY_COLUMNS) as (keyof typeof TRAJECTORY_COLUMNS)[];
