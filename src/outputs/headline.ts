import type { Statistic } from "../aggregate/statistic.ts";
import type { Structure } from "../measure/structure.ts";
import { metricIndex } from "../metrics/index.ts";
import type { SummaryRow } from "./tables/summary.ts";

/** What the table at the end of a run says about a design; every figure with its interval. */
export interface Headline {
  readonly design: string;
  /** null where the reference design costs nothing. */
  readonly structuralPremiumPct: number | null;
  readonly probabilityImpacted: Statistic;
  readonly timeToRecoverP50: Statistic;
  readonly timeToRecoverP95: Statistic;
  readonly lostRevenueMeanUsd: Statistic;
  readonly lostRevenueCvar95Usd: Statistic;
  readonly peakInflationMeanPct: Statistic;
  readonly peakInflationP95Pct: Statistic;
}

/** Picks the headline of a design from its summary rows. */
export function headlineOf(design: string, structure: Structure, rows: readonly SummaryRow[]): Headline {
  const find = (metric: string, statistic: string): Statistic => {
    const index = metricIndex(metric);
    const row = rows.find((item) => item.metric === index && item.statistic === statistic);
    if (row === undefined) throw new RangeError(`missing statistic ${statistic} of ${metric}`);
    const { design: _design, metric: _metric, ...only } = row;
    return only;
  };
  return {
    design,
    structuralPremiumPct: Number.isNaN(structure.premiumPct) ? null : structure.premiumPct,
    probabilityImpacted: find("impacted", "probability"),
    timeToRecoverP50: find("timeToRecoverDays", "p50IfImpacted"),
    timeToRecoverP95: find("timeToRecoverDays", "p95IfImpacted"),
    lostRevenueMeanUsd: find("lostRevenueUsd", "mean"),
    lostRevenueCvar95Usd: find("lostRevenueUsd", "cvar95"),
    peakInflationMeanPct: find("peakInflationPct", "mean"),
    peakInflationP95Pct: find("peakInflationPct", "p95"),
  };
}
