import type { Network } from "./network.ts";

/** Baseline cost of a unit that has come over a lane, USD: origin cost and duty on it, freight, carbon. */
export function landedUnitCostUsd(network: Network, lane: number, carbonUsdPerUnit: number): number {
  const agreedUsd = network.laneBoundaryUsdPerUnit[lane];
  const originUsd = agreedUsd >= 0 ? agreedUsd : network.stockUnitCostUsd[network.laneFrom[lane]];
  return originUsd * (1 + network.laneTariffFraction[lane]) + network.laneFreightUsdPerUnit[lane] + carbonUsdPerUnit;
}

/** Baseline cost of a good unit a process makes, USD: inputs, conversion, process carbon. */
export function madeUnitCostUsd(network: Network, process: number, carbonUsdPerUnit: number): number {
  let usd = network.processConversionUsdPerUnit[process] + carbonUsdPerUnit;
  for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
    usd += network.inputUnitsPerUnit[input] * network.stockUnitCostUsd[network.inputStock[input]];
  }
  return usd;
}
