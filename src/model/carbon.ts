import type { Network } from "./network.ts";

/**
 * Carbon cost of sending one unit over a lane, USD: freight emissions at the prices of the regimes that cover the leg,
 * and the border adjustment: certificates for the embodied emissions beyond what makers at home get free, at the importer's
 * price, less the price already paid at origin on all of them; never negative. Nothing free, nothing paid: emissions x price.
 *
 * Source: EU Directive 2003/87/EC as amended by 2023/959 (maritime: half of a voyage with one end inside);
 * EU Regulation 2023/956, art. 9 and 21 (carbon price paid in the country of origin is deducted), art. 31 and Directive
 * 2003/87/EC, art. 10a(1a) (free allocation, phased out from 97.5 % in 2026 to nothing in 2034).
 *
 * @param prices [regime] USD per tonne
 */
export function laneCarbonUsdPerUnit(network: Network, lane: number, prices: Float64Array): number {
  let freightPrice = 0;
  const regimeFrom = network.laneFreightRegimeFrom[lane];
  const regimeTo = network.laneFreightRegimeTo[lane];
  if (regimeFrom >= 0) freightPrice += network.laneFreightRegimeFromShare[lane] * prices[regimeFrom];
  if (regimeTo >= 0) freightPrice += network.laneFreightRegimeToShare[lane] * prices[regimeTo];
  let usd = network.laneFreightTonnesPerUnit[lane] * freightPrice;
  const borderRegime = network.laneBorderRegime[lane];
  if (borderRegime >= 0) {
    const originRegime = network.laneOriginRegime[lane];
    const paid = originRegime >= 0 ? prices[originRegime] : 0;
    const embodied = embodiedTonnesPerUnit(network, lane);
    usd += embodied * Math.max(0, adjustedShare(network, lane) * prices[borderRegime] - paid);
  }
  return usd;
}

/** Embodied emissions of a unit that a lane brings, tCO2e at its origin. */
export function embodiedTonnesPerUnit(network: Network, lane: number): number {
  const agreed = network.laneBoundaryTonnesPerUnit[lane];
  return agreed >= 0 ? agreed : network.stockEmbeddedTonnesPerUnit[network.laneFrom[lane]];
}

/** Share of the embodied emissions that certificates are due for: what exceeds the free allocation of makers at home. */
export function adjustedShare(network: Network, lane: number): number {
  const embodied = embodiedTonnesPerUnit(network, lane);
  const free = network.laneBorderFreeTonnesPerUnit[lane];
  return embodied > free ? 1 - free / embodied : 0;
}

/** Carbon cost of making one good unit, USD: process emissions at the price of the site's regime. */
export function processCarbonUsdPerUnit(network: Network, process: number, prices: Float64Array): number {
  const regime = network.processRegime[process];
  return regime < 0 ? 0 : network.processTonnesPerUnit[process] * prices[regime];
}
