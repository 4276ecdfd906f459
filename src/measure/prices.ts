import type { Network } from "../model/network.ts";
import { relativePrice, setsPrice } from "../model/price.ts";
import type { ScarcityPricing } from "../model/settings.ts";
import type { Trajectory } from "../model/trajectory.ts";
import { basketCosts, fisherIndex, paascheIndex, tornqvistIndex } from "./price-indices.ts";

/** Price indices of a run, baseline = 1, [day]. */
export interface PriceCurves {
  readonly laspeyres: Float64Array;
  readonly paasche: Float64Array;
  readonly fisher: Float64Array;
  readonly tornqvist: Float64Array;
}

/** Fills the price curves with those of a run; what they say of days before `fromDay` (0 unless given) stands. */
export type MeasurePrices = (trajectory: Trajectory, curves: PriceCurves, fromDay?: number) => void;

export function allocatePriceCurves(days: number): PriceCurves {
  const curve = (): Float64Array => new Float64Array(days);
  return { laspeyres: curve(), paasche: curve(), fisher: curve(), tornqvist: curve() };
}

/**
 * Makes the function that measures the prices of a design's runs. A market's price is its baseline price
 * + passThrough x (unit cost of what it sells - baseline unit cost, weighted over the days on which a change reaches the price)
 * + min(premiumFactor x share of demand not served on time, cap) x baseline price. Before day 0 costs are the baseline's.
 *
 * Laspeyres weighs with the baseline basket. The others weigh with what was sold on the day as well: quantities are the
 * baseline basket's times units sold over baseline demand. A market that sold nothing has the last cost and today's scarcity
 * as an imputed price: it has its full weight in Laspeyres, half of it in Törnqvist, none in Paasche. On a day on which no
 * market sold anything the last basket sold stands.
 *
 * Source: Laspeyres (1871); ILO/IMF et al. (2004), Consumer Price Index Manual, chapter 15 (see price-indices.ts).
 */
export function createPriceMeasurer(network: Network, scarcity: ScarcityPricing, days: number): MeasurePrices {
  const { markets } = network.counts;
  const { marketBasketWeight, marketPriceUsdPerUnit, marketDemandUnitsPerDay } = network;
  const riseUsd = new Float64Array(days * markets);
  const baseQuantities = marketBasketWeight.map((weight, market) => weight / marketPriceUsdPerUnit[market]);
  const prices = new Float64Array(markets);
  const quantities = new Float64Array(markets);
  const comparison = { basePrices: marketPriceUsdPerUnit, baseQuantities, prices, quantities };
  const costs = basketCosts(comparison);
  let weights = 0;
  for (let market = 0; market < markets; market++) weights += marketBasketWeight[market];

  /** Sets today's basket to what was sold on a day; where nothing was it stands. */
  function setBasket({ servedOnTime, servedLate }: Trajectory, day: number): boolean {
    let sold = 0;
    for (let at = day * markets; at < (day + 1) * markets; at++) sold += servedOnTime[at] + servedLate[at];
    for (let market = 0; sold > 0 && market < markets; market++) {
      const at = day * markets + market;
      const units = servedOnTime[at] + servedLate[at];
      quantities[market] = baseQuantities[market] * (units / marketDemandUnitsPerDay[market]);
    }
    return sold > 0;
  }

  return (trajectory, curves, fromDay = 0) => {
    if (markets === 0) {
      for (const curve of Object.values(curves)) curve.fill(1); // a party without markets sees no prices
      return;
    }
    const { demand, servedOnTime } = trajectory;
    fillCostRises(network, trajectory, riseUsd);
    quantities.set(baseQuantities);
    for (let day = fromDay - 1; day >= 0; day--) if (setBasket(trajectory, day)) break;
    for (let day = fromDay; day < days; day++) {
      let weighted = 0;
      for (let market = 0; market < markets; market++) {
        const at = day * markets + market;
        const unmet = demand[at] > 0 ? 1 - servedOnTime[at] / demand[at] : 0;
        const price = marketPriceUsdPerUnit[market];
        const rise = laggedRise(network, market, riseUsd, day);
        const relative = relativePrice(network.marketPassThroughFraction[market], price, scarcity, rise, unmet);
        weighted += marketBasketWeight[market] * relative;
        prices[market] = price * relative;
      }
      setBasket(trajectory, day);
      basketCosts(comparison, costs);
      curves.laspeyres[day] = weighted / weights;
      curves.paasche[day] = paascheIndex(comparison, costs);
      curves.fisher[day] = fisherIndex(comparison, costs);
      curves.tornqvist[day] = tornqvistIndex(comparison, costs);
    }
  };
}

/** [day x market] unit cost of what was sold less baseline unit cost; on a day without sales the last one stands. */
function fillCostRises(network: Network, trajectory: Trajectory, riseUsd: Float64Array): void {
  const { days, markets, demand, servedOnTime, servedLate, soldCostUsd } = trajectory;
  const { marketUnitCostUsd } = network;
  for (let day = 0, at = 0; day < days; day++) {
    for (let market = 0; market < markets; market++, at++) {
      const sold = servedOnTime[at] + servedLate[at];
      if (setsPrice(sold, demand[at])) riseUsd[at] = soldCostUsd[at] / sold - marketUnitCostUsd[market];
      else riseUsd[at] = day === 0 ? 0 : riseUsd[at - markets];
    }
  }
}

/** What of past rises in cost has reached the price, by the market's lag weights. */
function laggedRise(network: Network, market: number, riseUsd: Float64Array, day: number): number {
  const { marketLagStart, lagWeight } = network;
  const { markets } = network.counts;
  const from = marketLagStart[market];
  const lags = Math.min(marketLagStart[market + 1] - from, day + 1);
  let usd = 0;
  for (let lag = 0; lag < lags; lag++) usd += lagWeight[from + lag] * riseUsd[(day - lag) * markets + market];
  return usd;
}
