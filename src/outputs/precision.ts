import { columnPrecision, durationPrecision, type PrecisionFigure } from "../aggregate/precision.ts";
import { METRICS, metricIndex } from "../metrics/index.ts";
import type { PrecisionSettings } from "../model/settings.ts";
import type { OutcomeReader } from "./outcome-store.ts";

/** How precise a run is, held against what was asked. */
export interface PrecisionReport {
  readonly relativeHalfWidth: number;
  readonly isMet: boolean;
  readonly scenarios: number;
  readonly maximumScenarios: number;
  /** Every watched statistic; a half-width that is not known is null. */
  readonly figures: readonly {
    readonly design: string;
    readonly metric: string;
    readonly statistic: string;
    readonly relativeHalfWidth: number | null;
  }[];
}

/** Measures the precision of what the store holds so far. */
export async function measurePrecision(
  store: OutcomeReader,
  designIds: readonly string[],
  { relativeHalfWidth: target, metrics, maximumScenarios }: PrecisionSettings,
  scenarios: number,
  restrictedMeanDays: number,
): Promise<PrecisionReport> {
  const sampling = store.readSampling();
  const figures: PrecisionReport["figures"][number][] = [];
  for (let design = 0; design < designIds.length; design++) {
    for (const name of metrics) {
      const metric = metricIndex(name);
      const { kind, worse, seenBy } = METRICS[metric];
      const values = store.readColumn(design, metric);
      const found: PrecisionFigure[] =
        kind === "duration"
          ? durationPrecision(
              values,
              store.readColumn(design, metricIndex(seenBy as string)),
              restrictedMeanDays,
              sampling,
            )
          : columnPrecision(values, { worse, isFlag: kind === "flag" }, sampling);
      for (const { statistic, relativeHalfWidth } of found) {
        figures.push({
          design: designIds[design],
          metric: name,
          statistic,
          relativeHalfWidth: relativeHalfWidth ?? null,
        });
      }
    }
  }
  return {
    relativeHalfWidth: target,
    isMet: figures.every(({ relativeHalfWidth: own }) => own !== null && own <= target),
    scenarios,
    maximumScenarios,
    figures,
  };
}
