import type { Network } from "../model/network.ts";
import type { ScarcityPricing } from "../model/settings.ts";
import type { Trajectory } from "../model/trajectory.ts";

/** Days on which less than this part of demand was sold set no price: the last one stands. */
const NO_SALE = 1e-9;

/** What was wanted and what was served on time in a run, [day] USD at baseline prices. */
export interface DailyValue {
  readonly demand: Float64Array;
  readonly served: Float64Array;
}

/** Fills `value` with what was wanted and what was served on time. */
export function dailyValue(network: Network, trajectory: Trajectory, value: DailyValue): void {
  const { days, markets, demand, servedOnTime } = trajectory;
  for (let day = 0; day < days; day++) {
    let wantedUsd = 0;
    let servedUsd = 0;
    for (let market = 0; market < markets; market++) {
      const at = day * markets + market;
      const price = network.marketPriceUsdPerUnit[market];
      wantedUsd += demand[at] * price;
      servedUsd += servedOnTime[at] * price;
    }
    value.demand[day] = wantedUsd;
    value.served[day] = servedUsd;
  }
}

/** Days on which the undisturbed run itself has next to nothing to sell say no more than this. */
const HIGHEST_SERVICE = 2;

/**
 * Service level Q: share of the day's demand served on time relative to the same share of the undisturbed run, by value; 1 on
 * days without demand and where the undisturbed run serves nothing, at most 2. Where nothing disturbs demand the two
 * demands are equal, and Q is served over normally served.
 *
 * @param service [day] filled
 */
export function serviceLevel(run: DailyValue, undisturbed: DailyValue, service: Float64Array): void {
  for (let day = 0; day < service.length; day++) {
    const isComparable = undisturbed.served[day] > 0 && run.demand[day] > 0;
    const level = isComparable
      ? (run.served[day] / undisturbed.served[day]) * (undisturbed.demand[day] / run.demand[day])
      : 1;
    service[day] = Math.min(level, HIGHEST_SERVICE);
  }
}

/**
 * Laspeyres price index over the markets, baseline = 1. A market's price is its baseline price
 * + passThrough x (unit cost of what it sells - baseline unit cost)
 * + min(premiumFactor x share of demand not served on time, cap) x baseline price.
 *
 * Source: Laspeyres (1871); ILO/IMF et al. (2004), Consumer Price Index Manual, eq. 1.10 (base-weighted price relatives).
 *
 * @param unitCostUsd [market] scratch
 * @param index [day] filled
 */
export function priceIndex(
  network: Network,
  trajectory: Trajectory,
  scarcity: ScarcityPricing,
  unitCostUsd: Float64Array,
  index: Float64Array,
): void {
  const { days, markets, demand, servedOnTime, servedLate, soldCostUsd } = trajectory;
  const { marketBasketWeight, marketPriceUsdPerUnit, marketPassThroughFraction, marketUnitCostUsd } = network;
  unitCostUsd.set(marketUnitCostUsd);
  let weights = 0;
  for (let market = 0; market < markets; market++) weights += marketBasketWeight[market];
  for (let day = 0; day < days; day++) {
    let weighted = 0;
    for (let market = 0; market < markets; market++) {
      const at = day * markets + market;
      const sold = servedOnTime[at] + servedLate[at];
      if (sold > NO_SALE * demand[at]) unitCostUsd[market] = soldCostUsd[at] / sold;
      const unmet = demand[at] > 0 ? 1 - servedOnTime[at] / demand[at] : 0;
      const premium = Math.min(scarcity.premiumFactor * unmet, scarcity.capFraction);
      const passedOn = marketPassThroughFraction[market] * (unitCostUsd[market] - marketUnitCostUsd[market]);
      weighted += marketBasketWeight[market] * (1 + premium + passedOn / marketPriceUsdPerUnit[market]);
    }
    index[day] = weighted / weights;
  }
}
