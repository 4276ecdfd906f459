import { dispatchedUnits, madeUnits } from "./flow.ts";
import type { Network } from "./network.ts";

/** Units a day over every lane and process at baseline. */
export function baselineUnits(network: Network): { laneUnits: Float64Array; processUnits: Float64Array } {
  const flow = network.stockFlowUnitsPerDay;
  return {
    laneUnits: network.laneShare.map((share, lane) => dispatchedUnits(network, flow, lane, share)),
    processUnits: network.processShare.map((share, process) => madeUnits(network, flow, process, share)),
  };
}
