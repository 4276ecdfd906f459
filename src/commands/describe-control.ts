import type { NetworkLabels } from "../compile/labels.ts";
import type { Network } from "../model/network.ts";
import type { ControlName } from "../model/segments.ts";
import { digits, percent } from "./format.ts";

/** What a new value of a control means, and for whom. */
export interface ControlChange {
  readonly what: string;
  readonly id: string;
}

/** A change of a control in words; undefined where it only follows from others (targets, unit carbon costs). */
export function describeControl(
  control: ControlName,
  index: number,
  value: number,
  network: Network,
  labels: NetworkLabels,
): ControlChange | undefined {
  const isOff = value === 0;
  // What normally is nothing has no percentage: a stock behind a backup, a lane that a hazard opens.
  const ofNormal = (normal: number): string =>
    value === normal ? "back to normal" : normal === 0 ? `now ${digits(value, 4)}` : percent((value / normal) * 100);
  const lane = (what: string): ControlChange => ({ what, id: labels.lanes[index] });
  const stock = (what: string): ControlChange => ({ what, id: labels.stocks[index] });
  const process = (what: string): ControlChange => ({ what, id: labels.processes[index] });
  switch (control) {
    case "laneDispatchLimit":
      return lane(`dispatch limit ${ofNormal(network.laneCapacityUnitsPerDay[index])}`);
    case "laneReceiptLimit":
      return lane(`receipt ${value === Number.POSITIVE_INFINITY ? "back to normal" : "limited"}`);
    case "laneShare":
      return lane(`share of orders now ${percent(value * 100)}`);
    case "laneFreightUsdPerUnit":
      return lane(`freight ${ofNormal(network.laneFreightUsdPerUnit[index])}`);
    case "laneTariffFraction":
      return lane(`duty now ${percent(value * 100)}`);
    case "laneExtraDays":
      return lane(isOff ? "as fast as usual again" : `${value} days longer`);
    case "laneSpoilage":
      return lane(`spoilage under way ${spoilage(value, network.laneSpoilageFraction[index])}`);
    case "processShare":
      return process(`share of orders now ${percent(value * 100)}`);
    case "processCapacity":
      return process(`capacity ${ofNormal(network.processCapacityUnitsPerDay[index])}`);
    case "processExtraCapacity": {
      const name = extraName(network, index);
      return process(isOff ? `${name} ends` : `${name} of ${digits(value, 4)} units a day`);
    }
    case "stockOrderLimit":
      return stock(`ordering ${value === network.stockOrderCapacityUnitsPerDay[index] ? "back to normal" : "limited"}`);
    case "stockSpoilage":
      return stock(`spoilage in store ${spoilage(value, network.stockSpoilageFraction[index])}`);
    case "stockReleaseLimit":
      return stock(isOff ? "reserve kept" : "reserve released");
    case "stockRefillLimit":
      return stock(isOff ? "reserve no longer refilled" : "reserve refilled");
    case "stockTargetUnits": {
      const isBuilding = network.constants.frontLoadingDays > 0 && value > network.stockTargetUnits[index] * (1 + 1e-9);
      return isBuilding ? stock(`target stock ${ofNormal(network.stockTargetUnits[index])}`) : undefined;
    }
    case "portLimit":
      return {
        what: `port throughput ${ofNormal(network.portThroughputTonnesPerDay[index])}`,
        id: labels.ports[index],
      };
    case "marketDemandFactor":
      return { what: `demand ${ofNormal(1)}`, id: labels.markets[index] };
    default:
      return undefined;
  }
}

function spoilage(value: number, usual: number): string {
  return value === usual ? "back to normal" : `now ${percent(value * 100)} a day`;
}

/** Capacity beyond a process's own comes from overtime, from its neighbours, or both. */
function extraName(network: Network, process: number): string {
  const hasSurge = network.processSurgeFraction[process] > 0;
  const mayBorrow = network.processPool[process] >= 0 && network.constants.poolingDelayDays >= 0;
  return hasSurge && mayBorrow ? "surge and borrowed capacity" : hasSurge ? "surge capacity" : "borrowed capacity";
}
