import { laneCarbonUsdPerUnit, processCarbonUsdPerUnit } from "../model/carbon.ts";
import type { Network } from "../model/network.ts";
import { CONTROL_ID } from "../model/segments.ts";
import type { Openness } from "./openness.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import type { Touched } from "./touched.ts";

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
 * Writes what the world itself imposes on the entities touched: limits, freight, duty and carbon costs, delays, spoilage, demand.
 * An open fraction scales capacity, never backlog.
 */
export function writePhysicalControls(
  network: Network,
  openness: Openness,
  { lanes, stocks, regimes, markets }: Touched,
  writer: SegmentWriter,
): void {
  for (let at = 0; at < lanes.count; at++) writeLane(network, openness, lanes.list[at], writer);
  if (regimes.count > 0) writeCarbon(network, openness, writer);
  for (let at = 0; at < stocks.count; at++) {
    const stock = stocks.list[at];
    writer.set(stockOrderLimit, stock, orderLimit(network, stock, openness.stockOrder[stock]));
    writer.set(stockSpoilage, stock, openness.stockSpoilage[stock]);
  }
  for (let at = 0; at < markets.count; at++) {
    writer.set(marketDemandFactor, markets.list[at], openness.marketDemand[markets.list[at]]);
  }
}

function writeLane(network: Network, openness: Openness, lane: number, writer: SegmentWriter): void {
  const capacity = network.laneCapacityUnitsPerDay[lane];
  const entry = openness.laneEntry[lane];
  const receipt = openness.laneReceipt[lane];
  writer.set(laneDispatchLimit, lane, scale(capacity, openness.laneDispatch[lane]));
  writer.set(laneEntryLimit, lane, entry === 1 ? Number.POSITIVE_INFINITY : scale(capacity, entry));
  writer.set(laneReceiptLimit, lane, receipt === 1 ? Number.POSITIVE_INFINITY : scale(capacity, receipt));
  writer.set(laneFreightUsdPerUnit, lane, network.laneFreightUsdPerUnit[lane] * openness.laneFreight[lane]);
  writer.set(laneTariffFraction, lane, network.laneTariffFraction[lane] + openness.laneTariff[lane]);
  writer.set(laneExtraDays, lane, openness.laneExtraDays[lane]);
  writer.set(laneSpoilage, lane, openness.laneSpoilage[lane]);
}

/** A carbon price may reach any lane and process. */
function writeCarbon(network: Network, { regimePrice }: Openness, writer: SegmentWriter): void {
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    writer.set(laneCarbon, lane, laneCarbonUsdPerUnit(network, lane, regimePrice));
  }
  for (let process = 0; process < network.counts.processes; process++) {
    writer.set(processCarbon, process, processCarbonUsdPerUnit(network, process, regimePrice));
  }
}

/** Writes what ports let through. */
export function writePortLimits(
  { portThroughputTonnesPerDay }: Network,
  openness: Openness,
  { ports }: Touched,
  writer: SegmentWriter,
): void {
  for (let at = 0; at < ports.count; at++) {
    const port = ports.list[at];
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
