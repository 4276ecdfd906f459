import { laneCarbonUsdPerUnit, processCarbonUsdPerUnit } from "./carbon.ts";
import { allocateColumns } from "./columns.ts";
import { LANE_LEAK, type Network } from "./network.ts";
import { CONTROL_COLUMNS, type Controls } from "./segments.ts";

/** Control values of the undisturbed network. */
export function baselineControls(network: Network): Controls {
  const controls = allocateColumns(CONTROL_COLUMNS, { ...network.counts });
  controls.laneShare.set(network.laneShare);
  controls.laneDispatchLimit.set(network.laneCapacityUnitsPerDay);
  controls.laneEntryLimit.fill(Number.POSITIVE_INFINITY);
  controls.laneReceiptLimit.fill(Number.POSITIVE_INFINITY);
  controls.laneFreightUsdPerUnit.set(network.laneFreightUsdPerUnit);
  controls.laneTariffFraction.set(network.laneTariffFraction);
  controls.laneSpoilage.set(network.laneSpoilageFraction);
  controls.stockSpoilage.set(network.stockSpoilageFraction);
  controls.stockRefillLimit.set(network.stockRefillUnitsPerDay);
  controls.marketDemandFactor.fill(1);
  controls.stockTargetUnits.set(network.stockTargetUnits);
  controls.stockOrderLimit.set(network.stockOrderCapacityUnitsPerDay);
  controls.processShare.set(network.processShare);
  controls.processCapacity.set(network.processCapacityUnitsPerDay);
  controls.portLimit.set(network.portThroughputTonnesPerDay);
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    if (network.laneKind[lane] === LANE_LEAK) controls.laneDispatchLimit[lane] = 0;
    controls.laneCarbonUsdPerUnit[lane] = laneCarbonUsdPerUnit(network, lane, network.regimePriceUsdPerTonne);
  }
  for (let process = 0; process < network.counts.processes; process++) {
    controls.processCarbonUsdPerUnit[process] = processCarbonUsdPerUnit(
      network,
      process,
      network.regimePriceUsdPerTonne,
    );
  }
  return controls;
}
