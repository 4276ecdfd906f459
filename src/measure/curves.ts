import type { Network } from "../model/network.ts";
import type { ScarcityPricing } from "../model/settings.ts";
import type { Trajectory } from "../model/trajectory.ts";

/** Days on which less than this part of demand was sold set no price: the last one stands. */
const NO_SALE = 1e-9;

/**
 * Value of demand served on time, USD a day at baseline prices.
 *
 * @param value [day] filled
 */
export function servedValue(network: Network, trajectory: Trajectory, value: Float64Array): void {
  const { days, markets, servedOnTime } = trajectory;
  for (let day = 0; day < days; day++) {
    let usd = 0;
    for (let market = 0; market < markets; market++) {
      usd += servedOnTime[day * markets + market] * network.marketPriceUsdPerUnit[market];
    }
    value[day] = usd;
  }
}

/**
 * Service level Q: served value relative to the undisturbed run of the same design and demand; 1 on days without demand.
 *
 * @param service [day] filled
 */
export function serviceLevel(served: Float64Array, undisturbed: Float64Array, service: Float64Array): void {
  for (let day = 0; day < service.length; day++) {
    service[day] = undisturbed[day] > 0 ? served[day] / undisturbed[day] : 1;
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
