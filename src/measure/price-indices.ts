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

/** Cost of the base basket at current prices over its cost at base prices. Source: CPI Manual, eq. 15.5. */
export function laspeyresIndex({ basePrices, baseQuantities, prices }: PriceComparison): number {
  return cost(prices, baseQuantities) / cost(basePrices, baseQuantities);
}

/** Cost of the current basket at current prices over its cost at base prices. Source: CPI Manual, eq. 15.6. */
export function paascheIndex({ basePrices, prices, quantities }: PriceComparison): number {
  return cost(prices, quantities) / cost(basePrices, quantities);
}

/** Geometric mean of Laspeyres and Paasche. Source: CPI Manual, eq. 15.12; Fisher (1922). */
export function fisherIndex(comparison: PriceComparison): number {
  return Math.sqrt(laspeyresIndex(comparison) * paascheIndex(comparison));
}

/** Geometric mean of price relatives, weighted by mean value shares. Source: CPI Manual, eq. 15.81; Törnqvist (1936). */
export function tornqvistIndex({ basePrices, baseQuantities, prices, quantities }: PriceComparison): number {
  const baseValue = cost(basePrices, baseQuantities);
  const value = cost(prices, quantities);
  let logIndex = 0;
  for (let product = 0; product < prices.length; product++) {
    const baseShare = (basePrices[product] * baseQuantities[product]) / baseValue;
    const share = (prices[product] * quantities[product]) / value;
    logIndex += ((baseShare + share) / 2) * Math.log(prices[product] / basePrices[product]);
  }
  return Math.exp(logIndex);
}

function cost(prices: ArrayLike<number>, quantities: ArrayLike<number>): number {
  let usd = 0;
  for (let product = 0; product < prices.length; product++) usd += prices[product] * quantities[product];
  return usd;
}
