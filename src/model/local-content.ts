import type { Network } from "./network.ts";

/** Walks over a network with cycles; the value that goes round shrinks with every round. */
const CYCLE_WALKS = 50;

/**
 * Share of the value added that was added inside each market's local bloc, over all markets that name one, weighted by
 * baseline demand. Value added is conversion cost at the site that converts; what a stock holds is mixed by what
 * flowed in over the run (by baseline shares where nothing did).
 *
 * @param laneUnits [lane] units shipped
 * @param processUnits [process] good units made
 * @param isIncluded markets to look at; absent: all
 * @returns fraction in [0, 1], NaN when no market names a local bloc or nothing adds value, and for one party among others
 */
export function localContentOf(
  network: Network,
  laneUnits: Float64Array,
  processUnits: Float64Array,
  isIncluded?: (market: number) => boolean,
): number {
  if (network.constants.isOneParty) return Number.NaN;
  const addedUsd = new Float64Array(network.counts.stocks);
  const localUsd = new Float64Array(network.counts.stocks);
  let added = 0;
  let local = 0;
  for (let market = 0; market < network.counts.markets; market++) {
    if (network.marketHasLocalBloc[market] === 0 || isIncluded?.(market) === false) continue;
    mixValueAdded(network, market, laneUnits, processUnits, addedUsd, localUsd);
    const stock = network.marketStock[market];
    added += network.marketDemandUnitsPerDay[market] * addedUsd[stock];
    local += network.marketDemandUnitsPerDay[market] * localUsd[stock];
  }
  return added > 0 ? local / added : Number.NaN;
}

/** Value added per unit of every stock, and the part of it that is local to a market. */
function mixValueAdded(
  network: Network,
  market: number,
  laneUnits: Float64Array,
  processUnits: Float64Array,
  addedUsd: Float64Array,
  localUsd: Float64Array,
): void {
  addedUsd.fill(0);
  localUsd.fill(0);
  const walks = network.laneOrderDelayDays.includes(1) ? CYCLE_WALKS : 1;
  for (let walk = 0; walk < walks; walk++) {
    for (let at = network.counts.stocks - 1; at >= 0; at--) {
      mixStock(network, market, network.stockOrder[at], laneUnits, processUnits, addedUsd, localUsd);
    }
  }
}

function mixStock(
  network: Network,
  market: number,
  stock: number,
  laneUnits: Float64Array,
  processUnits: Float64Array,
  addedUsd: Float64Array,
  localUsd: Float64Array,
): void {
  const { stockLaneStart, stockProcessStart, processInputStart, inputStock, inputUnitsPerUnit } = network;
  let units = 0;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) units += laneUnits[lane];
  for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
    units += processUnits[process];
  }
  let added = 0;
  let local = 0;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
    const share = units > 0 ? laneUnits[lane] / units : network.laneShare[lane];
    added += share * addedUsd[network.laneFrom[lane]];
    local += share * localUsd[network.laneFrom[lane]];
  }
  for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
    const share = units > 0 ? processUnits[process] / units : network.processShare[process];
    const isLocal = network.marketLocalRegion[market * network.counts.regions + network.processRegion[process]];
    let madeAdded = network.processConversionUsdPerUnit[process];
    let madeLocal = isLocal === 1 ? madeAdded : 0;
    for (let input = processInputStart[process]; input < processInputStart[process + 1]; input++) {
      madeAdded += inputUnitsPerUnit[input] * addedUsd[inputStock[input]];
      madeLocal += inputUnitsPerUnit[input] * localUsd[inputStock[input]];
    }
    added += share * madeAdded;
    local += share * madeLocal;
  }
  addedUsd[stock] = added;
  localUsd[stock] = local;
}
