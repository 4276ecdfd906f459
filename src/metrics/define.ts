import type { Network } from "../model/network.ts";
import type { ServiceThresholds } from "../model/settings.ts";
import type { Trajectory } from "../model/trajectory.ts";

/** When service failed and recovered, as whole days from the start of the run. */
export interface Episode {
  /** First onset of a disruption, -1 if there was none; 0 for one party among others, which does not know. */
  readonly firstOnsetDay: number;
  /** First day at or after the onset with service below the fail threshold, -1 if it never failed. */
  readonly failDay: number;
  /** First day from which service held at the recovery threshold, -1 if not within the horizon. */
  readonly recoverDay: number;
}

/** What a run sold beside what the undisturbed run did, USD at baseline prices, over all days and markets. */
export interface SalesSums {
  readonly demandUsd: number;
  readonly normalDemandUsd: number;
  readonly servedOnTimeUsd: number;
  readonly normallyServedOnTimeUsd: number;
  /** Less the same of the undisturbed run, market day by market day. */
  readonly extraLateUsd: number;
  readonly extraLostUsd: number;
  /** Demand of the undisturbed run less this run's. */
  readonly forgoneUsd: number;
}

/** One run of one design, beside the undisturbed run of the same design under the same demand. */
export interface MeasuredRun {
  readonly network: Network;
  readonly trajectory: Trajectory;
  readonly undisturbed: Trajectory;
  readonly thresholds: ServiceThresholds;
  readonly disruptionCount: number;
  /** Of those that are known, -1 if there are none. */
  readonly firstOnsetDay: number;
  readonly episode: Episode;
  /**
   * First day from which the share of demand since the onset that has been served stays within the tolerance of the undisturbed
   * run's, -1 if none.
   */
  readonly backlogClearedDay: number;
  readonly sales: SalesSums;
  /** [cost kind] over the run less the same of the undisturbed run. */
  readonly extraCostUsd: Float64Array;
  /** [day] share of demand value served on time, relative to that of the undisturbed run. */
  readonly service: Float64Array;
  /** [day] Laspeyres price index relative to the undisturbed run; 1 = no change. */
  readonly priceIndex: Float64Array;
  /** The same by the other formulas. */
  readonly priceIndices: Readonly<Record<"paasche" | "fisher" | "tornqvist", Float64Array>>;
  /** Consumer price difference of this design to the reference design at baseline, percent. */
  readonly structuralPricePremiumPct: number;
}

/**
 * One column of outcomes. `flag` metrics are 0 or 1; `duration` metrics may be censored: the event was not seen within the
 * horizon, the value is how long it has not been seen, and the named flag is 0. NaN means undefined for this scenario.
 */
export interface Metric {
  /** Column name: what it is and its unit. */
  readonly name: string;
  readonly kind: "number" | "flag" | "duration";
  readonly unit: string;
  /** Which side is bad; tails are taken there. */
  readonly worse: "higher" | "lower";
  /** For durations: the flag that says whether the end was seen. */
  readonly seenBy?: string;
  /** Whether the value may be undefined (NaN) in a scenario; the summary says when. */
  readonly isOptional?: boolean;
  /** One sentence for users: definition, and when it is undefined. */
  readonly summary: string;
  measure(run: MeasuredRun): number;
}

/** What misses a threshold by less than this misses it by rounding only. */
export const ROUNDING = 1e-9;

/** Whether a service level is below a threshold by more than rounding. */
export function isBelow(service: number, threshold: number): boolean {
  return service < threshold - ROUNDING;
}

/** Mean of an index over its days, less 1, in percent. */
export function meanRisePct(index: Float64Array): number {
  let rise = 0;
  for (let day = 0; day < index.length; day++) rise += index[day] - 1;
  return (rise / index.length) * 100;
}
