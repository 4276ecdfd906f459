import type { Effect } from "../model/channel.ts";
import type { Network } from "../model/network.ts";
import type { Process } from "../model/world.ts";
import type { IndexedSelection } from "./index-selection.ts";

/** Columns of what processes can do beyond their nominal capacity, of alternative recipes and of recycling. */
export function fillReactions(network: Network, indexed: IndexedSelection, pools: readonly number[]): void {
  const processIndex = new Map(indexed.processes.map(({ key }, index) => [key, index]));
  const marketIndex = new Map(indexed.markets.map(({ id }, index) => [id, index]));
  let recycling = 0;
  let slot = 0;
  indexed.processes.forEach(({ process: terms, sharesWith }, process) => {
    const { surge, standby, growth } = terms;
    network.processSurgeFraction[process] = surge?.extraFraction ?? 0;
    network.processSurgeDelayDays[process] = surge?.activationDelayDays ?? 0;
    network.processSurgeKeepDays[process] = surge?.keepDays ?? 0;
    network.processSurgeCostFactor[process] = surge?.costFactor ?? 1;
    network.processStandbyPriority[process] = standby?.priority ?? 0;
    network.processStandbyDelayDays[process] = standby?.activationDelayDays ?? 0;
    network.processGrowthPerYear[process] = growth?.ratePerYear ?? 0;
    network.processGrowthCeiling[process] = growth?.ceilingFactor ?? 1;
    network.processGrowthDelayDays[process] = growth?.delayDays ?? 0;
    network.processGrowthUsdPerUnitPerDay[process] = growth?.costUsdPerUnitPerDay ?? 0;
    network.processSharesWith[process] = sharesWith === undefined ? -1 : (processIndex.get(sharesWith) as number);
    network.processPool[process] = pools[process];
    network.processRecyclingStart[process] = recycling;
    network.processRecyclingRingStart[process] = slot;
    network.processRecyclingRingLength[process] = recyclingRingLength(terms);
    slot += recyclingRingLength(terms);
    for (const market of terms.recycling?.markets ?? []) {
      network.recyclingMarket[recycling] = marketIndex.get(market) as number;
      network.recyclingUnitsPerUnitSold[recycling++] = terms.recycling?.unitsPerUnitSold ?? 0;
    }
  });
  network.processRecyclingStart[indexed.processes.length] = recycling;
}

/** Days for which sales are remembered, today included; 0 where nothing is recycled. */
export function recyclingRingLength({ recycling }: Process): number {
  return recycling === undefined ? 0 : recycling.delayDays + 1;
}

/** [process] number of the pool of a cluster and product, in the order of processes; -1 where a process is alone. */
export function poolsOf(indexed: IndexedSelection): number[] {
  const { parties } = indexed.selection;
  const keyOf = ({ site, process }: IndexedSelection["processes"][number]): string | undefined =>
    site.cluster === undefined || process.standby !== undefined
      ? undefined
      : `${site.cluster}\0${parties.of(site.id)}\0${process.output}`;
  const sizes = new Map<string | undefined, number>();
  for (const item of indexed.processes) sizes.set(keyOf(item), (sizes.get(keyOf(item)) ?? 0) + 1);
  const numbers = new Map<string, number>();
  return indexed.processes.map((item) => {
    const key = keyOf(item);
    if (key === undefined || (sizes.get(key) as number) < 2) return -1;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/**
 * [lane] most days by which hazards can lengthen it: those of one hazard do not add up, those of different hazards do. The
 * lane's ring has room for them.
 */
export function mostExtraDays(indexed: IndexedSelection, effects: readonly (readonly Effect[])[]): number[] {
  const days = indexed.lanes.map(() => 0);
  for (const list of effects) {
    for (const { channel, index, amount } of list) if (channel === "laneExtraDays") days[index] += amount;
  }
  return days.map(Math.ceil);
}
