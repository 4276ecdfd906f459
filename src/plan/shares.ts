import { LANE_EXPEDITE, LANE_LEAK } from "../model/network.ts";
import { callBackups } from "./call-backups.ts";
import {
  capability,
  type Draft,
  familyShare,
  isPrimaryWay,
  isWhole,
  laneShareOf,
  NO_LACK,
  spareOfLane,
  spareOfProcess,
  supplyOf,
} from "./sources.ts";
import { type Customers, markCustomers, markSuppliers, type Stale } from "./stale.ts";

/**
 * Assigns effective shares, from sources downstream:
 * 1. a lane keeps share x open fraction; what is missing goes to its detours, as far as they are more open than the lane,
 * 2. then to the stock's active backups by priority, each up to its capacity,
 * 3. then to the other primary sources that are whole, in proportion to their shares, each up to its capacity,
 * 4. and what finds no place stays with its lane as far as that can carry it; beyond that it is not ordered.
 * What a supplier behind an open lane cannot deliver is moved by rules 2 and 3 to sources that can, as far as there is room;
 * the rest stays with it: it is better to wait for a supplier's stock than not to order at all.
 *
 * The shares of a stock follow from what is seen of its sources and from how those fare that supply it: only stocks with a stale
 * split are looked at, in order, and where a stock now fares otherwise its customers too.
 */
export function assignShares(draft: Draft, customers: Customers, stale: Stale): void {
  const { network, shares } = draft;
  for (let at = network.counts.stocks - 1; at >= 0; at--) {
    const stock = network.stockOrder[at];
    if (stale.split[stock] === 0) continue;
    const supplyBefore = shares.supply[stock];
    clearStock(draft, stock);
    assignStock(draft, stock);
    stale.split[stock] = 0;
    stale.unwritten[stock] = 1;
    stale.target[stock] = 1;
    markSuppliers(network, stock, stale.flow);
    if (shares.supply[stock] !== supplyBefore) markCustomers(customers, stock, stale.split);
  }
}

/** Nothing is shared out yet, and nothing is known to lack. */
function clearStock({ network, seen, shares }: Draft, stock: number): void {
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    shares.lane[lane] = 0;
    shares.laneKept[lane] = seen.laneOpen[lane];
    shares.laneGiven[lane] = 1;
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    const isOnStandby = network.processStandbyPriority[process] > 0;
    shares.processKept[process] = isOnStandby ? seen.processOpen[process] : 1;
  }
  shares.supply[stock] = 1;
}

function assignStock(draft: Draft, stock: number): void {
  const { network, seen, shares } = draft;
  let blocked = 0; // share that neither lanes nor their detours let through
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    const share = network.laneShare[lane];
    if (share === 0) continue;
    shares.lane[lane] = share * seen.laneOpen[lane];
    blocked += takeDetours(draft, lane);
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    shares.process[process] = network.processShare[process];
  }
  const undelivered = undeliveredOf(draft, stock); // share that suppliers behind lanes, or processes, cannot make
  const lacking = blocked + undelivered;
  shares.lacking[stock] = lacking > NO_LACK ? lacking : 0;
  if (shares.lacking[stock] === 0) return;

  const blockedLeft = place(draft, stock, blocked, true);
  // Where something found no place everything is full: suppliers cannot be relieved either.
  if (blockedLeft > 0) {
    const notOrdered = returnToLanes(draft, stock, blockedLeft / blocked);
    const lost = notOrdered + undeliveredOf(draft, stock);
    shares.supply[stock] = lost > NO_LACK ? Math.max(0, 1 - lost) : 1;
    return;
  }
  const undeliveredLeft = place(draft, stock, undelivered, false);
  if (undelivered > undeliveredLeft) relieveSuppliers(draft, stock, 1 - undeliveredLeft / undelivered);
  shares.supply[stock] = Math.max(0, 1 - undeliveredLeft);
}

/**
 * Finds other sources for a share of the stock's flow.
 *
 * @param mayLack whether backups count whose own origin lacks something; they relieve nobody who waits for the same supplier
 * @returns what finds no place
 */
function place(draft: Draft, stock: number, need: number, mayLack: boolean): number {
  return spreadOverWhole(draft, stock, callBackups(draft, stock, need, mayLack));
}

/**
 * Gives what a lane loses to its detours in order. A detour under the same ban or behind the same closed port is no more open
 * than its lane: together they let through no more than the most open of them.
 *
 * @returns share that is still missing
 */
function takeDetours(draft: Draft, lane: number): number {
  const { network, seen, active, shares } = draft;
  const share = network.laneShare[lane];
  let taken = shares.lane[lane];
  for (let detour = lane + 1; detour <= lane + network.laneDetourCount[lane]; detour++) {
    const isExpedite = network.laneKind[detour] === LANE_EXPEDITE;
    if (isExpedite && active.lane[detour] === 0) continue;
    // What leaks round a ban comes on top of what the ban lets through.
    const isLeak = network.laneKind[detour] === LANE_LEAK;
    const opened = Math.max(0, share * seen.laneOpen[detour] - (isLeak ? 0 : taken));
    const capacity = network.laneCapacityUnitsPerDay[detour] * seen.laneOpen[detour];
    const part = Math.min(share - taken, opened, laneShareOf(draft, detour, capacity));
    shares.lane[detour] = part;
    taken += part;
    if (isExpedite) hurry(draft, lane, detour);
  }
  return Math.max(0, share - taken);
}

/** A lane that is open but slow gives its expedite way what that has room for. */
function hurry(draft: Draft, lane: number, expedite: number): void {
  const { network, seen, shares } = draft;
  if (seen.laneExtraDays[lane] === 0) return;
  const capacity = network.laneCapacityUnitsPerDay[expedite] * seen.laneOpen[expedite];
  const room = Math.max(0, laneShareOf(draft, expedite, capacity) - shares.lane[expedite]);
  const part = Math.min(shares.lane[lane], room);
  shares.lane[lane] -= part;
  shares.lane[expedite] += part;
}

/** Spreads what is left over primary lanes and processes that are whole, in proportion to share, up to their capacity. */
function spreadOverWhole(draft: Draft, stock: number, need: number): number {
  const { network, shares } = draft;
  let left = need;
  while (left > NO_LACK) {
    let weight = 0;
    for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
      if (isWhole(draft, lane) && spareOfLane(draft, lane) > NO_LACK) weight += network.laneShare[lane];
    }
    for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
      if (spareOfProcess(draft, process) > NO_LACK) weight += network.processShare[process];
    }
    if (weight === 0) break;
    // Either everything finds place in this round, or one source at least is full after it.
    const toPlace = left;
    for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
      const spare = isWhole(draft, lane) ? spareOfLane(draft, lane) : 0;
      if (spare <= NO_LACK) continue;
      const part = Math.min(spare, toPlace * (network.laneShare[lane] / weight));
      shares.lane[lane] += part;
      left -= part;
    }
    for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
      const spare = spareOfProcess(draft, process);
      if (spare <= NO_LACK) continue;
      const part = Math.min(spare, toPlace * (network.processShare[process] / weight));
      shares.process[process] += part;
      left -= part;
    }
  }
  return left > NO_LACK ? left : 0;
}

/** Takes from sources that cannot deliver a fraction of what each lacks: others deliver it now. */
function relieveSuppliers(draft: Draft, stock: number, fraction: number): void {
  const { network, shares } = draft;
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    if (!isPrimaryWay(network, lane)) continue;
    const left = 1 - fraction * (1 - supplyOf(draft, lane));
    shares.lane[lane] *= left;
    shares.laneKept[lane] *= left;
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    if (network.processShare[process] === 0) continue;
    const left = 1 - fraction * (1 - capability(draft, process));
    shares.process[process] *= left;
    shares.processKept[process] *= left;
  }
}

/**
 * Gives a fraction of what lanes and their detours do not let through back to the lanes, it found no place: each takes what it
 * can carry.
 *
 * @returns share that is not ordered at all
 */
function returnToLanes(draft: Draft, stock: number, fraction: number): number {
  const { network, seen, shares } = draft;
  let notOrdered = 0;
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    const share = network.laneShare[lane];
    const lost = share * (1 - seen.laneOpen[lane]);
    if (lost === 0) continue;
    const left = fraction * Math.max(0, share - familyShare(network, shares, lane));
    const carried = laneShareOf(draft, lane, network.laneCapacityUnitsPerDay[lane] * seen.laneOpen[lane]);
    const returned = Math.min(left, Math.max(0, carried - shares.lane[lane]));
    shares.lane[lane] += returned;
    shares.laneKept[lane] += returned / share;
    shares.laneGiven[lane] = Math.max(0, 1 - left / lost);
    notOrdered += left - returned;
  }
  return notOrdered;
}

/** Share that is ordered and will not come, because a supplier or a process lacks it. */
function undeliveredOf(draft: Draft, stock: number): number {
  const { network, shares } = draft;
  let share = 0;
  for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
    if (isPrimaryWay(network, lane)) share += shares.lane[lane] * (1 - supplyOf(draft, lane));
  }
  for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
    share += network.processShare[process] * (1 - capability(draft, process));
  }
  return share;
}
