import type { Network } from "../model/network.ts";
import type { Openness } from "./openness.ts";

/**
 * What can get through a lane: the worst of dispatch, transit, discharge port and receipt, and of that what policy allows.
 *
 * @param laneOpen [lane] filled, in [0, 1]
 */
export function laneOpenness(network: Network, openness: Openness, laneOpen: Float64Array): void {
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const port = network.lanePort[lane];
    const gate = port >= 0 ? openness.portThroughput[port] : 1;
    const passage = Math.min(openness.laneDispatch[lane], openness.laneEntry[lane]);
    laneOpen[lane] = Math.min(passage, openness.laneReceipt[lane], gate) * openness.laneTrust[lane];
  }
}
