import { laneCarbonUsdPerUnit, processCarbonUsdPerUnit } from "../model/carbon.ts";
import type { Network } from "../model/network.ts";
import { CONTROL_ID } from "../model/segments.ts";
import type { Openness } from "./openness.ts";
import type { SegmentWriter } from "./segment-writer.ts";

const {
  laneDispatchLimit,
  laneEntryLimit,
  laneReceiptLimit,
  laneFreightUsdPerUnit,
  laneCarbonUsdPerUnit: laneCarbon,
  laneTariffFraction,
  laneExtraDays,
  laneSpoilage,
  processCarbonUsdPerUnit: processCarbon,
  stockOrderLimit,
  stockSpoilage,
  marketDemandFactor,
  portLimit,
} = CONTROL_ID;

/**
 * Writes what the world itself imposes: limits, freight, duty and carbon costs, delays, spoilage, demand. An open fraction
 * scales capacity, never backlog.
 */
export function writePhysicalControls(network: Network, openness: Openness, writer: SegmentWriter): void {
  const { counts } = network;
  for (let lane = 0; lane < counts.lanes; lane++) {
    const capacity = network.laneCapacityUnitsPerDay[lane];
    const entry = openness.laneEntry[lane];
    const receipt = openness.laneReceipt[lane];
    writer.set(laneDispatchLimit, lane, scale(capacity, openness.laneDispatch[lane]));
    writer.set(laneEntryLimit, lane, entry === 1 ? Number.POSITIVE_INFINITY : scale(capacity, entry));
    writer.set(laneReceiptLimit, lane, receipt === 1 ? Number.POSITIVE_INFINITY : scale(capacity, receipt));
    writer.set(laneFreightUsdPerUnit, lane, network.laneFreightUsdPerUnit[lane] * openness.laneFreight[lane]);
    writer.set(laneCarbon, lane, laneCarbonUsdPerUnit(network, lane, openness.regimePrice));
    writer.set(laneTariffFraction, lane, network.laneTariffFraction[lane] + openness.laneTariff[lane]);
    writer.set(laneExtraDays, lane, openness.laneExtraDays[lane]);
    writer.set(laneSpoilage, lane, openness.laneSpoilage[lane]);
  }
  for (let process = 0; process < counts.processes; process++) {
    writer.set(processCarbon, process, processCarbonUsdPerUnit(network, process, openness.regimePrice));
  }
  for (let stock = 0; stock < counts.stocks; stock++) {
    writer.set(stockOrderLimit, stock, orderLimit(network, stock, openness.stockOrder[stock]));
    writer.set(stockSpoilage, stock, openness.stockSpoilage[stock]);
  }
  for (let market = 0; market < counts.markets; market++) {
    writer.set(marketDemandFactor, market, openness.marketDemand[market]);
  }
}

/** Writes what ports let through. */
export function writePortLimits(
  { counts, portThroughputTonnesPerDay }: Network,
  openness: Openness,
  writer: SegmentWriter,
): void {
  for (let port = 0; port < counts.ports; port++) {
    writer.set(portLimit, port, scale(portThroughputTonnesPerDay[port], openness.portThroughput[port]));
  }
}

/** Without an order limit of its own a paused stock may order the open part of what a lane with headroom would carry. */
function orderLimit(network: Network, stock: number, open: number): number {
  const own = network.stockOrderCapacityUnitsPerDay[stock];
  if (open === 1) return own;
  const usual = network.constants.laneHeadroomFactor * network.stockFlowUnitsPerDay[stock];
  return scale(own === Number.POSITIVE_INFINITY ? usual : own, open);
}

/** Infinity x 0 must be 0: a shut passage lets nothing through, whatever its capacity. */
function scale(capacity: number, open: number): number {
  return open === 0 ? 0 : capacity * open;
}
