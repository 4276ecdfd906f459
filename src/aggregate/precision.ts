import type { Values } from "./column.ts";
import type { Sampling } from "./sampling.ts";
import type { Statistic } from "./statistic.ts";
import { type ColumnOptions, summarizeColumn, summarizeDurations } from "./summary.ts";

/** Statistics of a metric whose precision ends a run. */
const WATCHED = { number: ["mean", "p95"], flag: ["probability"], duration: ["restrictedMean", "p95"] } as const;

/** How near the interval of a statistic has come to its value. */
export interface PrecisionFigure {
  readonly statistic: string;
  /** Half the width of the interval over the value; undefined where either is not known or the value is 0 and the width not. */
  readonly relativeHalfWidth: number | undefined;
}

/** Growth of the sample between two looks: the fewer looks, the less the last one is a lucky one. */
const GROWTH = 1.25;

/**
 * Numbers of scenarios at which a run is looked at: from `minimum` on a quarter more each time, up to `maximum`, in whole
 * replicates. They depend on the study alone, so that the run ends at the same one whatever blocks and workers there are.
 */
export function precisionLooks(minimum: number, maximum: number, replicateSize: number): number[] {
  const whole = (scenarios: number): number => Math.ceil(scenarios / replicateSize) * replicateSize;
  const most = Math.max(minimum, Math.floor(maximum / replicateSize) * replicateSize);
  const looks: number[] = [];
  for (let look = whole(minimum); look < most; look = whole(look * GROWTH)) looks.push(look);
  return [...looks, most];
}

/** The figures of a column of numbers or flags. */
export function columnPrecision(values: Values, options: ColumnOptions, sampling: Sampling): PrecisionFigure[] {
  const watched: readonly string[] = options.isFlag ? WATCHED.flag : WATCHED.number;
  return figures(summarizeColumn(values, options, sampling), watched);
}

/** The figures of durations of which some are censored. */
export function durationPrecision(
  times: Values,
  isEvent: Values,
  horizon: number,
  sampling: Sampling,
): PrecisionFigure[] {
  return figures(summarizeDurations(times, isEvent, { horizon }, sampling), WATCHED.duration);
}

function figures(statistics: readonly Statistic[], watched: readonly string[]): PrecisionFigure[] {
  return statistics
    .filter(({ statistic }) => watched.includes(statistic))
    .map(({ statistic, value, ciLow, ciHigh }) => ({ statistic, relativeHalfWidth: relative(value, ciLow, ciHigh) }));
}

function relative(value: number | undefined, low: number | undefined, high: number | undefined): number | undefined {
  if (value === undefined || low === undefined || high === undefined) return undefined;
  const half = (high - low) / 2;
  if (half === 0) return 0;
  return value === 0 ? undefined : half / Math.abs(value);
}
