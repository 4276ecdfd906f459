/*
 * Bilateral price indices: how much dearer a basket is now than at base, 1 = as dear. All take prices and quantities by
 * product, prices positive, quantities not negative, and are NaN where nothing is bought in the period whose basket they
 * weigh with. Laspeyres holds the old basket and tells what it costs now; Paasche holds the new one; Fisher and Törnqvist
 * treat both alike (superlative: they follow substitution).
 *
 * Source: ILO, IMF, OECD et al. (2004), Consumer Price Index Manual: Theory and Practice, chapter 15; named equations below.
 */

/** Prices and quantities of the same products at base and now, each [product]. */
export interface PriceComparison {
  readonly basePrices: ArrayLike<number>;
  readonly baseQuantities: ArrayLike<number>;
  readonly prices: ArrayLike<number>;
  readonly quantities: ArrayLike<number>;
}

/** What both baskets cost at both prices: what the indices of one comparison have in common. */
export interface BasketCosts {
  oldAtOldPrices: number;
  oldAtNewPrices: number;
  newAtOldPrices: number;
  newAtNewPrices: number;
}

/** @param costs filled and returned */
export function basketCosts(
  { basePrices, baseQuantities, prices, quantities }: PriceComparison,
  costs: BasketCosts = { oldAtOldPrices: 0, oldAtNewPrices: 0, newAtOldPrices: 0, newAtNewPrices: 0 },
): BasketCosts {
  let oldAtOldPrices = 0;
  let oldAtNewPrices = 0;
  let newAtOldPrices = 0;
  let newAtNewPrices = 0;
  for (let product = 0; product < prices.length; product++) {
    oldAtOldPrices += basePrices[product] * baseQuantities[product];
    oldAtNewPrices += prices[product] * baseQuantities[product];
    newAtOldPrices += basePrices[product] * quantities[product];
    newAtNewPrices += prices[product] * quantities[product];
  }
  costs.oldAtOldPrices = oldAtOldPrices;
  costs.oldAtNewPrices = oldAtNewPrices;
  costs.newAtOldPrices = newAtOldPrices;
  costs.newAtNewPrices = newAtNewPrices;
  return costs;
}

/** Cost of the base basket at current prices over its cost at base prices. Source: CPI Manual, eq. 15.5. */
export function laspeyresIndex(comparison: PriceComparison, costs = basketCosts(comparison)): number {
  return costs.oldAtNewPrices / costs.oldAtOldPrices;
}

/** Cost of the current basket at current prices over its cost at base prices. Source: CPI Manual, eq. 15.6. */
export function paascheIndex(comparison: PriceComparison, costs = basketCosts(comparison)): number {
  return costs.newAtNewPrices / costs.newAtOldPrices;
}

/** Geometric mean of Laspeyres and Paasche. Source: CPI Manual, eq. 15.12; Fisher (1922). */
export function fisherIndex(comparison: PriceComparison, costs = basketCosts(comparison)): number {
  return Math.sqrt(laspeyresIndex(comparison, costs) * paascheIndex(comparison, costs));
}

/** Geometric mean of price relatives, weighted by mean value shares. Source: CPI Manual, eq. 15.81; Törnqvist (1936). */
export function tornqvistIndex(comparison: PriceComparison, costs = basketCosts(comparison)): number {
  const { basePrices, baseQuantities, prices, quantities } = comparison;
  const { oldAtOldPrices, newAtNewPrices } = costs;
  let logIndex = 0;
  for (let product = 0; product < prices.length; product++) {
    const baseShare = (basePrices[product] * baseQuantities[product]) / oldAtOldPrices;
    const share = (prices[product] * quantities[product]) / newAtNewPrices;
    logIndex += ((baseShare + share) / 2) * Math.log(prices[product] / basePrices[product]);
  }
  return Math.exp(logIndex);
}
