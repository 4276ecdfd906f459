import { CHANNELS } from "../model/channel.ts";
import { allocateColumns, type Columns } from "../model/columns.ts";
import { LANE_LEAK, type Network } from "../model/network.ts";
import type { EntitySet } from "./entity-set.ts";
import type { LevelSteps } from "./level-steps.ts";
import { numbersWhere } from "./numbers-where.ts";
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
} as const;

/** The value of every channel at one moment: as it is, or as a planner sees it. */
export type Openness = Columns<typeof OPENNESS_COLUMNS>;

export function allocateOpenness(network: Network): Openness {
  return allocateColumns(OPENNESS_COLUMNS, { ...network.counts });
}

/** Fills in channel values, for the entities touched: the others stand. */
export type CombineChannels = (steps: LevelSteps, levels: Float64Array, openness: Openness, touched: Touched) => void;

/**
 * Makes the function that combines disruptions into channel values: fractions and factors multiply, prices and days add and prices
 * then multiply, always by disruption in the scenario's order, so that the result does not depend on which struck first. Of its
 * arguments `levels` are severity x recovery by disruption, 0 when not in force.
 */
export function createCombiner(network: Network): CombineChannels {
  const { hazardEffectStart, effectChannel } = network;
  const lengthening = numbersWhere(network.counts.hazards, (hazard) =>
    effectChannel.subarray(hazardEffectStart[hazard], hazardEffectStart[hazard + 1]).includes(CHANNELS.laneExtraDays),
  );
  return ({ disruptions, hazard: hazards }, levels, openness, touched) => {
    clear(network, openness, touched);
    for (let disruption = 0; disruption < disruptions.length; disruption++) {
      const level = levels[disruption];
      if (level !== 0) addEffects(network, hazards[disruption], level, openness, touched);
    }
    // Factors on a price act on the sum of all additions.
    for (let disruption = 0; disruption < disruptions.length && touched.regimes.count > 0; disruption++) {
      const level = levels[disruption];
      if (level !== 0) multiplyPrices(network, hazards[disruption], level, openness, touched);
    }
    if (touched.lanes.count > 0) {
      for (const hazard of lengthening) {
        const level = highestLevel(hazards, levels, disruptions.length, hazard);
        if (level > 0) lengthenLanes(network, hazard, level, openness, touched);
      }
      roundDays(openness, touched);
    }
    limitSums(network, openness, touched);
  };
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
    switch (channel) {
      case CHANNELS.laneDispatch:
        openness.laneDispatch[index] *= 1 - change;
        break;
      case CHANNELS.laneTransit:
        if (effectPassDays[effect] < laneLeadDays[index]) openness.laneEntry[index] *= 1 - change;
        break;
      case CHANNELS.laneReceipt:
        openness.laneReceipt[index] *= 1 - change;
        break;
      case CHANNELS.laneFreight:
        openness.laneFreight[index] *= 1 + change;
        break;
      case CHANNELS.laneTariff:
        openness.laneTariff[index] += change;
        break;
      case CHANNELS.laneOpening:
        openness.laneOpening[index] += change;
        break;
      case CHANNELS.laneTrust:
        openness.laneTrust[index] *= 1 - change;
        break;
      case CHANNELS.laneSpoilage:
        openness.laneSpoilage[index] += change;
        break;
      case CHANNELS.stockSpoilage:
        openness.stockSpoilage[index] += change;
        break;
      case CHANNELS.stockOrder:
        openness.stockOrder[index] *= 1 - change;
        break;
      case CHANNELS.processCapacity:
        openness.processCapacity[index] *= 1 - change;
        break;
      case CHANNELS.processPressure:
        openness.processPressure[index] += change;
        break;
      case CHANNELS.portThroughput:
        openness.portThroughput[index] *= 1 - change;
        break;
      case CHANNELS.marketDemand:
        openness.marketDemand[index] *= 1 + change;
        break;
      case CHANNELS.regimeAdd:
        openness.regimePrice[index] += change;
        break;
    }
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

/** Disruptions of one hazard do not lengthen a lane by more than the worst of them does. */
function highestLevel(hazards: Int32Array, levels: Float64Array, count: number, hazard: number): number {
  let highest = 0;
  for (let disruption = 0; disruption < count; disruption++) {
    if (hazards[disruption] === hazard && levels[disruption] > highest) highest = levels[disruption];
  }
  // A level above 1 is a price on its path; no other channel goes beyond its full amount.
  return Math.min(1, highest);
}

/** Days of different hazards add up. */
function lengthenLanes(
  network: Network,
  hazard: number,
  level: number,
  { laneExtraDays }: Openness,
  { lanes }: Touched,
): void {
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount } = network;
  for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
    if (effectChannel[effect] !== CHANNELS.laneExtraDays || lanes.isIn[effectIndex[effect]] === 0) continue;
    laneExtraDays[effectIndex[effect]] += effectAmount[effect] * level;
  }
}

function roundDays({ laneExtraDays }: Openness, { lanes }: Touched): void {
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
