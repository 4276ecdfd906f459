import { openFolderTraffic } from "./folder-traffic.ts";
import { folderOf, isRedis, unknownAddress, type Via } from "./open-transport.ts";
import { openRedisTraffic } from "./redis-traffic.ts";
import type { TrafficSource } from "./transport.ts";

/** Opens all that lies where an address points, to be looked at. */
export async function openTraffic({ address, tls }: Via): Promise<TrafficSource> {
  const folder = folderOf(address);
  if (folder !== undefined) return openFolderTraffic(folder);
  if (isRedis(address)) return openRedisTraffic(address, tls);
  throw unknownAddress();
}
