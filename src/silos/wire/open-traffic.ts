import { openFolderTraffic } from "./folder-traffic.ts";
import { folderOf, isRedis, unknownAddress, type Via } from "./open-transport.ts";
import { openRedisTraffic } from "./redis-traffic.ts";
import type { TrafficSource } from "./transport.ts";

/**
 * Opens all that lies where an address points, to be looked at.
 *
 * @param contract on a server that holds several, the one that is meant
 */
export async function openTraffic({ address, tls }: Via, contract?: string): Promise<TrafficSource> {
  const folder = folderOf(address);
  if (folder !== undefined) return openFolderTraffic(folder);
  if (isRedis(address)) return openRedisTraffic(address, tls, contract);
  throw unknownAddress();
}
