import { embodiedTonnesPerUnit, laneCarbonUsdPerUnit, processCarbonUsdPerUnit } from "../model/carbon.ts";
import type { Network } from "../model/network.ts";
import { landedUnitCostUsd, madeUnitCostUsd } from "../model/unit-cost.ts";

/** Walks over a network with cycles until costs settle; without cycles one walk is exact. */
const CYCLE_WALKS = 200;

/**
 * Accumulates baseline unit costs and embodied emissions from sources downstream: a stock's unit costs the average of
 * what its lanes and processes bring, weighted by share. What usually spoils is borne by what is left.
 */
export function accumulateCosts(network: Network): void {
  const walks = network.laneOrderDelayDays.includes(1) ? CYCLE_WALKS : 1;
  // Embodied emissions first: the border adjustment, a part of cost, is charged on them.
  for (let walk = 0; walk < walks; walk++) forStocksDownstream(network, addEmbedded);
  for (let walk = 0; walk < walks; walk++) forStocksDownstream(network, addUnitCost);
  for (let market = 0; market < network.counts.markets; market++) {
    network.marketUnitCostUsd[market] = network.stockUnitCostUsd[network.marketStock[market]];
  }
}

function forStocksDownstream(network: Network, visit: (network: Network, stock: number) => void): void {
  for (let at = network.counts.stocks - 1; at >= 0; at--) visit(network, network.stockOrder[at]);
}

function addEmbedded(network: Network, stock: number): void {
  let tonnes = 0;
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    const sent = embodiedTonnesPerUnit(network, lane) * network.laneSendFactor[lane];
    tonnes += network.laneShare[lane] * sent;
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    let made = network.processTonnesPerUnit[process];
    for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
      made += network.inputUnitsPerUnit[input] * network.stockEmbeddedTonnesPerUnit[network.inputStock[input]];
    }
    tonnes += network.processShare[process] * made;
  }
  network.stockEmbeddedTonnesPerUnit[stock] = tonnes * network.stockInflowFactor[stock];
}

function addUnitCost(network: Network, stock: number): void {
  const prices = network.regimePriceUsdPerTonne;
  let usd = 0;
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    const landedUsd = landedUnitCostUsd(network, lane, laneCarbonUsdPerUnit(network, lane, prices));
    usd += network.laneShare[lane] * (landedUsd * network.laneSendFactor[lane]);
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    const madeUsd = madeUnitCostUsd(network, process, processCarbonUsdPerUnit(network, process, prices));
    usd += network.processShare[process] * madeUsd;
  }
  network.stockUnitCostUsd[stock] = usd * network.stockInflowFactor[stock];
}
