import { CHANNELS } from "../model/channel.ts";
import { allocateColumns, type Columns } from "../model/columns.ts";
import type { Disruption } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";

const OPENNESS_COLUMNS = {
  laneDispatch: ["f64", "lanes"], // open fraction
  laneEntry: ["f64", "lanes"], // open fraction for goods that start moving now
  laneReceipt: ["f64", "lanes"], // open fraction
  laneFreight: ["f64", "lanes"], // factor
  stockOrder: ["f64", "stocks"], // open fraction
  processCapacity: ["f64", "processes"], // fraction
  portThroughput: ["f64", "ports"], // open fraction
  regimePrice: ["f64", "regimes"], // USD per tonne
} as const;

/** The value of every channel at one moment: as it is, or as a planner sees it. */
export type Openness = Columns<typeof OPENNESS_COLUMNS>;

export function allocateOpenness(network: Network): Openness {
  return allocateColumns(OPENNESS_COLUMNS, { ...network.counts });
}

/**
 * Combines disruptions into channel values: fractions and factors multiply, prices add and then multiply, always by
 * disruption in the scenario's order, so that the result does not depend on which struck first.
 *
 * @param levels [disruption] severity x recovery, 0 when not in force
 */
export function combineChannels(
  network: Network,
  disruptions: readonly Disruption[],
  levels: Float64Array,
  openness: Openness,
): void {
  openness.laneDispatch.fill(1);
  openness.laneEntry.fill(1);
  openness.laneReceipt.fill(1);
  openness.laneFreight.fill(1);
  openness.stockOrder.fill(1);
  openness.processCapacity.fill(1);
  openness.portThroughput.fill(1);
  openness.regimePrice.set(network.regimePriceUsdPerTonne);
  const { hazardEffectStart, effectChannel, effectIndex, effectAmount, effectPassDays, laneLeadDays } = network;
  for (let pass = 0; pass < 2; pass++) {
    for (let disruption = 0; disruption < disruptions.length; disruption++) {
      const level = levels[disruption];
      if (level === 0) continue;
      const { hazard } = disruptions[disruption];
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        const channel = effectChannel[effect];
        const index = effectIndex[effect];
        const change = effectAmount[effect] * level;
        // Additions to a price come first, so that factors act on their sum.
        if ((channel === CHANNELS.regimeFactor) !== (pass === 1)) continue;
        if (channel === CHANNELS.laneDispatch) openness.laneDispatch[index] *= 1 - change;
        else if (channel === CHANNELS.laneTransit) {
          if (effectPassDays[effect] < laneLeadDays[index]) openness.laneEntry[index] *= 1 - change;
        } else if (channel === CHANNELS.laneReceipt) openness.laneReceipt[index] *= 1 - change;
        else if (channel === CHANNELS.laneFreight) openness.laneFreight[index] *= 1 + change;
        else if (channel === CHANNELS.stockOrder) openness.stockOrder[index] *= 1 - change;
        else if (channel === CHANNELS.processCapacity) openness.processCapacity[index] *= 1 - change;
        else if (channel === CHANNELS.portThroughput) openness.portThroughput[index] *= 1 - change;
        else if (channel === CHANNELS.regimeAdd) openness.regimePrice[index] += change;
        else openness.regimePrice[index] *= 1 + change;
      }
    }
  }
  for (let regime = 0; regime < network.counts.regimes; regime++) {
    if (openness.regimePrice[regime] < 0) openness.regimePrice[regime] = 0; // nobody is paid for emitting
  }
}
