import { ROUNDING, type SalesSums } from "../metrics/define.ts";
import type { Network } from "../model/network.ts";
import { COST_KINDS, type Trajectory } from "../model/trajectory.ts";

/** Walks once over what several metrics ask for. */
export function sumSales(
  { marketPriceUsdPerUnit }: Network,
  { days, markets, demand, servedOnTime, servedLate, lost }: Trajectory,
  undisturbed: Trajectory,
): SalesSums {
  let demandUsd = 0;
  let normalDemandUsd = 0;
  let servedOnTimeUsd = 0;
  let normallyServedOnTimeUsd = 0;
  let extraLateUsd = 0;
  let extraLostUsd = 0;
  let forgoneUsd = 0;
  for (let day = 0, at = 0; day < days; day++) {
    for (let market = 0; market < markets; market++, at++) {
      const price = marketPriceUsdPerUnit[market];
      demandUsd += demand[at] * price;
      normalDemandUsd += undisturbed.demand[at] * price;
      servedOnTimeUsd += servedOnTime[at] * price;
      normallyServedOnTimeUsd += undisturbed.servedOnTime[at] * price;
      extraLateUsd += (servedLate[at] - undisturbed.servedLate[at]) * price;
      extraLostUsd += (lost[at] - undisturbed.lost[at]) * price;
      forgoneUsd += (undisturbed.demand[at] - demand[at]) * price;
    }
  }
  return {
    demandUsd,
    normalDemandUsd,
    servedOnTimeUsd,
    normallyServedOnTimeUsd,
    extraLateUsd,
    extraLostUsd,
    forgoneUsd,
  };
}

/**
 * Cost by kind less the same of the undisturbed run, summed over days.
 *
 * @param extraCostUsd [cost kind] filled
 */
export function sumExtraCosts(trajectory: Trajectory, undisturbed: Trajectory, extraCostUsd: Float64Array): void {
  const kinds = COST_KINDS.length;
  extraCostUsd.fill(0);
  for (let day = 0, at = 0; day < trajectory.days; day++) {
    for (let kind = 0; kind < kinds; kind++, at++) {
      extraCostUsd[kind] += trajectory.dayCostUsd[at] - undisturbed.dayCostUsd[at];
    }
  }
}

/**
 * First day from which the share of demand since a day that has been served stays within a tolerance of the undisturbed run's,
 * late service included, -1 if none.
 */
export function findBacklogClearedDay(
  { marketPriceUsdPerUnit }: Network,
  { days, markets, demand, servedOnTime, servedLate }: Trajectory,
  undisturbed: Trajectory,
  sinceDay: number,
  toleranceFraction: number,
): number {
  let served = 0;
  let normal = 0;
  let wanted = 0;
  let normallyWanted = 0;
  let cleared = sinceDay;
  for (let day = sinceDay, at = sinceDay * markets; day < days; day++) {
    for (let market = 0; market < markets; market++, at++) {
      const price = marketPriceUsdPerUnit[market];
      served += (servedOnTime[at] + servedLate[at]) * price;
      normal += (undisturbed.servedOnTime[at] + undisturbed.servedLate[at]) * price;
      wanted += demand[at] * price;
      normallyWanted += undisturbed.demand[at] * price;
    }
    const expected = normallyWanted > 0 ? normal * (wanted / normallyWanted) : normal;
    if (served < expected * (1 - toleranceFraction - ROUNDING)) cleared = day + 1;
  }
  return cleared < days ? cleared : -1;
}
