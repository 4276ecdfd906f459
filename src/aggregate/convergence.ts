import { headOf, type Values } from "./column.ts";
import { type Sampling, takeFirst } from "./sampling.ts";
import type { Statistic } from "./statistic.ts";
import { type ColumnOptions, type DurationOptions, summarizeColumn, summarizeDurations } from "./summary.ts";

/** Fewest scenarios a point of a convergence table stands for. */
const FEWEST = 64;

/** Statistics whose way to the final value is shown. */
const SHOWN = {
  number: ["mean", "p95", "cvar95"],
  flag: ["probability"],
  duration: ["p50", "p95", "restrictedMean"],
} as const;

/** One statistic over the first scenarios of a run. */
export interface ConvergencePoint extends Statistic {
  readonly scenarios: number;
}

/** Numbers of scenarios at which a run is looked back at: a replicate doubled again and again, from 64 on, then all. */
export function convergencePoints(scenarios: number, replicateSize: number): number[] {
  const points: number[] = [];
  let point = replicateSize;
  while (point < FEWEST) point *= 2;
  for (; point < scenarios; point *= 2) points.push(point);
  return [...points, scenarios];
}

/** How the main statistics of a column came to their final value: each at every point, with its interval. */
export function columnConvergence(values: Values, options: ColumnOptions, sampling: Sampling): ConvergencePoint[] {
  const shown: readonly string[] = options.isFlag ? SHOWN.flag : SHOWN.number;
  return look(values.length, sampling, (scenarios) =>
    summarizeColumn(headOf(values, scenarios), options, takeFirst(sampling, scenarios)).filter(({ statistic }) =>
      shown.includes(statistic),
    ),
  );
}

/** The same for durations of which some are censored. */
export function durationConvergence(
  times: Values,
  isEvent: Values,
  options: DurationOptions,
  sampling: Sampling,
): ConvergencePoint[] {
  const shown: readonly string[] = SHOWN.duration;
  return look(times.length, sampling, (scenarios) =>
    summarizeDurations(
      headOf(times, scenarios),
      headOf(isEvent, scenarios),
      options,
      takeFirst(sampling, scenarios),
    ).filter(({ statistic }) => shown.includes(statistic)),
  );
}

function look(total: number, { replicateSize }: Sampling, summarize: (scenarios: number) => Statistic[]) {
  return convergencePoints(total, replicateSize).flatMap((scenarios) =>
    summarize(scenarios).map((statistic): ConvergencePoint => ({ scenarios, ...statistic })),
  );
}
