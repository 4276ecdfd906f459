import type { Network } from "./network.ts";

/**
 * Carbon cost of sending one unit over a lane, USD: freight emissions at the prices of the regimes that cover the leg,
 * and the border adjustment, embodied emissions x max(0, importer's price - price already paid at origin).
 *
 * Source: EU Directive 2003/87/EC as amended by 2023/959 (maritime: half of a voyage with one end inside);
 * EU Regulation 2023/956, art. 9 and 21 (carbon price paid in the country of origin is deducted).
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
    const embodied = network.stockEmbeddedTonnesPerUnit[network.laneFrom[lane]];
    usd += embodied * Math.max(0, prices[borderRegime] - paid);
  }
  return usd;
}

/** Carbon cost of making one good unit, USD: process emissions at the price of the site's regime. */
export function processCarbonUsdPerUnit(network: Network, process: number, prices: Float64Array): number {
  const regime = network.processRegime[process];
  return regime < 0 ? 0 : network.processTonnesPerUnit[process] * prices[regime];
}
