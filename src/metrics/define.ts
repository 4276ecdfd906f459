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
const ROUNDING = 1e-9;

/** Whether a service level is below a threshold by more than rounding. */
export function isBelow(service: number, threshold: number): boolean {
  return service < threshold - ROUNDING;
}

/**
 * First day from which the share of demand since the onset that has been served stays within the tolerance of the undisturbed
 * run's, -1 if none.
 */
export function backlogClearedDay({ network, trajectory, undisturbed, thresholds, episode }: MeasuredRun): number {
  const { days, markets } = trajectory;
  const from = Math.max(0, episode.firstOnsetDay);
  let served = 0;
  let normal = 0;
  let wanted = 0;
  let normallyWanted = 0;
  let cleared = from;
  for (let day = from; day < days; day++) {
    for (let market = 0; market < markets; market++) {
      const at = day * markets + market;
      const price = network.marketPriceUsdPerUnit[market];
      served += (trajectory.servedOnTime[at] + trajectory.servedLate[at]) * price;
      normal += (undisturbed.servedOnTime[at] + undisturbed.servedLate[at]) * price;
      wanted += trajectory.demand[at] * price;
      normallyWanted += undisturbed.demand[at] * price;
    }
    const expected = normallyWanted > 0 ? normal * (wanted / normallyWanted) : normal;
    if (served < expected * (1 - thresholds.backlogToleranceFraction - ROUNDING)) cleared = day + 1;
  }
  return cleared < days ? cleared : -1;
}

/** Mean of an index over its days, less 1, in percent. */
export function meanRisePct(index: Float64Array): number {
  let rise = 0;
  for (let day = 0; day < index.length; day++) rise += index[day] - 1;
  return (rise / index.length) * 100;
}

/** Cost of one kind over the run less the same of the undisturbed run, USD. */
export function extraCost({ trajectory, undisturbed }: MeasuredRun, kind: number): number {
  const kinds = trajectory.dayCostUsd.length / trajectory.days;
  let usd = 0;
  for (let at = kind; at < trajectory.dayCostUsd.length; at += kinds) {
    usd += trajectory.dayCostUsd[at] - undisturbed.dayCostUsd[at];
  }
  return usd;
}
