import type { ScarcityPricing } from "./settings.ts";

/** What is sold on a day sets a price when it is more than this part of demand; else the last cost stands. */
export const NO_SALE = 1e-9;

/** Whether a day's sales set a price, or it has to be imputed because nothing was sold. */
export function setsPrice(soldUnits: number, demandUnits: number): boolean {
  return soldUnits > NO_SALE * demandUnits;
}

/**
 * Price over the baseline price: 1 + passThrough x rise / baseline price + min(premiumFactor x unmet, cap).
 *
 * @param riseUsd unit cost less baseline unit cost, as far as it has reached the price (weighted over lags)
 * @param unmetFraction share of today's demand not served on time
 */
export function relativePrice(
  passThroughFraction: number,
  priceUsdPerUnit: number,
  scarcity: ScarcityPricing,
  riseUsd: number,
  unmetFraction: number,
): number {
  const premium = Math.min(scarcity.premiumFactor * unmetFraction, scarcity.capFraction);
  const passedOn = passThroughFraction * riseUsd;
  return 1 + premium + passedOn / priceUsdPerUnit;
}
