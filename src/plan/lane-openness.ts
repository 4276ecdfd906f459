import type { Network } from "../model/network.ts";
import type { Openness } from "./openness.ts";

/**
 * What can get through a lane, in [0, 1]: the worst of dispatch, transit, discharge port and receipt, and of that what policy
 * allows.
 */
export function laneOpenness(network: Network, openness: Openness, lane: number): number {
  const port = network.lanePort[lane];
  const gate = port >= 0 ? openness.portThroughput[port] : 1;
  const passage = Math.min(openness.laneDispatch[lane], openness.laneEntry[lane]);
  return Math.min(passage, openness.laneReceipt[lane], gate) * openness.laneTrust[lane];
}
