import { CHANNELS } from "../model/channel.ts";
import { allocateColumns, type Columns } from "../model/columns.ts";
import type { Disruption } from "../model/disruption.ts";
import { LANE_LEAK, type Network } from "../model/network.ts";
import type { EntitySet } from "./entity-set.ts";
import type { Touched } from "./touched.ts";

const OPENNESS_COLUMNS = {
  laneDispatch: ["f64", "lanes"], // open fraction
  laneEntry: ["f64", "lanes"], // open fraction for goods that start moving now
  laneReceipt: ["f64", "lanes"], // open fraction
  laneFreight: ["f64", "lanes"], // factor
  laneTariff: ["f64", "lanes"], // ad valorem fraction added
  laneExtraDays: ["f64", "lanes"], // whole days longer
  laneOpening: ["f64", "lanes"], // what opens a leak, 0 to 1
  laneTrust: ["f64", "lanes"], // fraction that policy allows
  laneSpoilage: ["f64", "lanes"], // fraction a day
  stockSpoilage: ["f64", "stocks"], // fraction a day
  stockOrder: ["f64", "stocks"], // open fraction
  processCapacity: ["f64", "processes"], // fraction
  processPressure: ["f64", "processes"], // 0 to 1
  portThroughput: ["f64", "ports"], // open fraction
  regimePrice: ["f64", "regimes"], // USD per tonne
  marketDemand: ["f64", "markets"], // factor
  // Most days by which each hazard lengthens lanes now: disruptions of one hazard do not add up.
  hazardLevel: ["f64", "hazards"],
} as const;

/** The value of every channel at one moment: as it is, or as a planner sees it. */
export type Openness = Columns<typeof OPENNESS_COLUMNS>;

export function allocateOpenness(network: Network): Openness {
  return allocateColumns(OPENNESS_COLUMNS, { ...network.counts });
}

/**
 * Combines disruptions into channel values: fractions and factors multiply, prices and days add and prices then multiply,
 * always by disruption in the scenario's order, so that the result does not depend on which struck first.
 *
 * @param levels [disruption] severity x recovery, 0 when not in force
 * @param openness filled for the entities touched; the others stand
 */
export function combineChannels(
  network: Network,
  disruptions: readonly Disruption[],
  levels: Float64Array,
  openness: Openness,
  touched: Touched,
): void {
  clear(network, openness, touched);
  openness.hazardLevel.fill(0);
  for (let disruption = 0; disruption < disruptions.length; disruption++) {
    const level = levels[disruption];
    if (level === 0) continue;
    const { hazard } = disruptions[disruption];
    addEffects(network, hazard, level, openness, touched);
    if (level > openness.hazardLevel[hazard]) openness.hazardLevel[hazard] = level;
  }
  // Factors on a price act on the sum of all additions.
  for (let disruption = 0; disruption < disruptions.length && touched.regimes.count > 0; disruption++) {
    const level = levels[disruption];
    if (level !== 0) multiplyPrices(network, disruptions[disruption].hazard, level, openness, touched);
  }
  if (touched.lanes.count > 0) lengthenLanes(network, openness, touched);
  limitSums(network, openness, touched);
}

/** Values without any disruption. */
function clear(
  network: Network,
  openness: Openness,
  { lanes, stocks, processes, ports, regimes, markets }: Touched,
): void {
  for (let at = 0; at < lanes.count; at++) {
    const lane = lanes.list[at];
    openness.laneDispatch[lane] = 1;
    openness.laneEntry[lane] = 1;
    openness.laneReceipt[lane] = 1;
    openness.laneFreight[lane] = 1;
    openness.laneTariff[lane] = 0;
    openness.laneExtraDays[lane] = 0;
    openness.laneOpening[lane] = 0;
    openness.laneTrust[lane] = 1;
    openness.laneSpoilage[lane] = network.laneSpoilageFraction[lane];
  }
  for (let at = 0; at < stocks.count; at++) {
    const stock = stocks.list[at];
    openness.stockSpoilage[stock] = network.stockSpoilageFraction[stock];
    openness.stockOrder[stock] = 1;
  }
  for (let at = 0; at < processes.count; at++) {
    const process = processes.list[at];
    openness.processCapacity[process] = 1;
    openness.processPressure[process] = 0;
  }
  for (let at = 0; at < ports.count; at++) openness.portThroughput[ports.list[at]] = 1;
  for (let at = 0; at < markets.count; at++) openness.marketDemand[markets.list[at]] = 1;
  for (let at = 0; at < regimes.count; at++) {
    const regime = regimes.list[at];
    openness.regimePrice[regime] = network.regimePriceUsdPerTonne[regime];
  }
}

function addEffects(network: Network, hazard: number, level: number, openness: Openness, touched: Touched): void {
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount, effectPassDays, laneLeadDays } = network;
  for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
    const channel = effectChannel[effect];
    const index = effectIndex[effect];
    if (touched.ofChannel[channel]?.isIn[index] !== 1) continue;
    const change = effectAmount[effect] * level;
    if (channel === CHANNELS.laneDispatch) openness.laneDispatch[index] *= 1 - change;
    else if (channel === CHANNELS.laneTransit) {
      if (effectPassDays[effect] < laneLeadDays[index]) openness.laneEntry[index] *= 1 - change;
    } else if (channel === CHANNELS.laneReceipt) openness.laneReceipt[index] *= 1 - change;
    else if (channel === CHANNELS.laneFreight) openness.laneFreight[index] *= 1 + change;
    else if (channel === CHANNELS.laneTariff) openness.laneTariff[index] += change;
    else if (channel === CHANNELS.laneOpening) openness.laneOpening[index] += change;
    else if (channel === CHANNELS.laneTrust) openness.laneTrust[index] *= 1 - change;
    else if (channel === CHANNELS.laneSpoilage) openness.laneSpoilage[index] += change;
    else if (channel === CHANNELS.stockSpoilage) openness.stockSpoilage[index] += change;
    else if (channel === CHANNELS.stockOrder) openness.stockOrder[index] *= 1 - change;
    else if (channel === CHANNELS.processCapacity) openness.processCapacity[index] *= 1 - change;
    else if (channel === CHANNELS.processPressure) openness.processPressure[index] += change;
    else if (channel === CHANNELS.portThroughput) openness.portThroughput[index] *= 1 - change;
    else if (channel === CHANNELS.marketDemand) openness.marketDemand[index] *= 1 + change;
    else if (channel === CHANNELS.regimeAdd) openness.regimePrice[index] += change;
  }
}

function multiplyPrices(
  network: Network,
  hazard: number,
  level: number,
  openness: Openness,
  { regimes }: Touched,
): void {
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount } = network;
  for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
    if (effectChannel[effect] !== CHANNELS.regimeFactor || regimes.isIn[effectIndex[effect]] === 0) continue;
    openness.regimePrice[effectIndex[effect]] *= 1 + effectAmount[effect] * level;
  }
}

/** Days of one hazard count once, at its highest level; those of different hazards add up. The sum is rounded. */
function lengthenLanes(network: Network, { hazardLevel, laneExtraDays }: Openness, { lanes }: Touched): void {
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount } = network;
  for (let hazard = 0; hazard < network.counts.hazards; hazard++) {
    // A level above 1 is a price on its path; no other channel goes beyond its full amount.
    const level = Math.min(1, hazardLevel[hazard]);
    if (level === 0) continue;
    for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
      if (effectChannel[effect] !== CHANNELS.laneExtraDays || lanes.isIn[effectIndex[effect]] === 0) continue;
      laneExtraDays[effectIndex[effect]] += effectAmount[effect] * level;
    }
  }
  for (let at = 0; at < lanes.count; at++) {
    const lane = lanes.list[at];
    if (laneExtraDays[lane] !== 0) laneExtraDays[lane] = Math.round(laneExtraDays[lane]);
  }
}

function limitSums(
  network: Network,
  openness: Openness,
  { lanes, stocks, processes, markets, regimes }: Touched,
): void {
  const { laneDispatch, laneOpening, laneSpoilage, stockSpoilage, processPressure, marketDemand, regimePrice } =
    openness;
  for (let at = 0; at < lanes.count; at++) {
    const lane = lanes.list[at];
    if (laneSpoilage[lane] > 1) laneSpoilage[lane] = 1;
    if (network.laneKind[lane] === LANE_LEAK) laneDispatch[lane] *= Math.min(1, laneOpening[lane]);
  }
  limit(stocks, stockSpoilage, Number.NEGATIVE_INFINITY, 1);
  limit(processes, processPressure, Number.NEGATIVE_INFINITY, 1);
  limit(markets, marketDemand, 0, Number.POSITIVE_INFINITY);
  // Nobody is paid for emitting.
  limit(regimes, regimePrice, 0, Number.POSITIVE_INFINITY);
}

function limit({ list, count }: EntitySet, values: Float64Array, least: number, most: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[list[at]];
    if (value < least) values[list[at]] = least;
    else if (value > most) values[list[at]] = most;
  }
}
