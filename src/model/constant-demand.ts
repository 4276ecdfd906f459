import type { Network } from "./network.ts";

/** [day x market] units, the same every day. */
export function constantDemand(network: Network, days: number): Float64Array {
  const { markets } = network.counts;
  const demand = new Float64Array(days * markets);
  for (let day = 0; day < days; day++) demand.set(network.marketDemandUnitsPerDay, day * markets);
  return demand;
}
