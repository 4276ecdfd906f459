import type { Network } from "../model/network.ts";

/** What a planner sees of a network: everything as fractions of normal. */
export interface Perception {
  /** [lane] what can get through, the worst of dispatch, transit, discharge port and receipt. */
  readonly laneOpen: Float64Array;
  /** [process] fraction of capacity. */
  readonly processOpen: Float64Array;
}

/** How orders are split while the planner sees things so. */
export interface Shares {
  /** [lane] and [process] effective share of the stock's orders. */
  readonly lane: Float64Array;
  readonly process: Float64Array;
  /** [lane], [process] what is kept of its normal use: 1 untouched, 0 given up. */
  readonly laneKept: Float64Array;
  readonly processKept: Float64Array;
  /** [stock] share of normal flow that primary lanes and processes lack, after detours and before backups. */
  readonly lacking: Float64Array;
  /** [stock] share of normal flow the stock can hope for; below 1 its customers look elsewhere. */
  readonly supply: Float64Array;
}

/** A lack below this share is rounding. */
const NO_LACK = 1e-12;
/** Spreading over lanes with limited room settles in fewer rounds than this unless there are that many lanes. */
const MOST_ROUNDS = 16;

/**
 * Assigns effective shares, from sources downstream:
 * 1. a lane keeps share x open fraction; what is missing goes to its detours,
 * 2. then to the stock's active backups by priority, each up to its capacity,
 * 3. then to the other primary sources that are whole, in proportion to their shares, each up to its capacity.
 * What a supplier behind an open lane cannot deliver is moved in the same way, but only as far as there is room elsewhere:
 * it is better to wait for a supplier's stock than not to order at all. What finds no place is not ordered.
 *
 * @param isActive whether a backup lane may be used now
 */
export function assignShares(
  network: Network,
  seen: Perception,
  isActive: (lane: number) => boolean,
  shares: Shares,
): void {
  shares.lane.fill(0);
  shares.supply.fill(1);
  shares.laneKept.set(seen.laneOpen);
  shares.processKept.fill(1);
  for (let at = network.counts.stocks - 1; at >= 0; at--)
    assignStock(network, seen, isActive, shares, network.stockOrder[at]);
}

function assignStock(
  network: Network,
  seen: Perception,
  isActive: (lane: number) => boolean,
  shares: Shares,
  stock: number,
): void {
  const lanesFrom = network.stockLaneStart[stock];
  const lanesTo = network.stockLaneStart[stock + 1];
  const processesFrom = network.stockProcessStart[stock];
  const processesTo = network.stockProcessStart[stock + 1];
  const flow = network.stockFlowUnitsPerDay[stock];

  let shut = 0; // share lost because lanes do not let it through
  let undelivered = 0; // share lost because suppliers or processes cannot make it
  for (let lane = lanesFrom; lane < lanesTo; lane++) {
    const share = network.laneShare[lane];
    if (share === 0) continue;
    shares.lane[lane] = share * seen.laneOpen[lane];
    shut += share * (1 - seen.laneOpen[lane]) - takeDetours(network, seen, shares, lane, flow);
    undelivered += shares.lane[lane] * (1 - supplyOf(network, shares, lane));
  }
  for (let process = processesFrom; process < processesTo; process++) {
    shares.process[process] = network.processShare[process];
    undelivered += network.processShare[process] * (1 - capability(network, seen, shares, process));
  }
  const lacking = shut + undelivered;
  shares.lacking[stock] = lacking > NO_LACK ? lacking : 0;
  if (shares.lacking[stock] === 0) return;

  let left = callBackups(network, seen, isActive, shares, stock, lacking);
  left = spreadOverWhole(network, seen, shares, stock, left);
  shares.supply[stock] = Math.max(0, 1 - left);

  // What could be placed serves first what no lane lets through; the rest relieves suppliers in proportion to their lack.
  const relieved = Math.max(0, lacking - left - shut);
  if (relieved <= NO_LACK) return;
  const fraction = relieved / undelivered;
  for (let lane = lanesFrom; lane < lanesTo; lane++) {
    const share = network.laneShare[lane];
    if (share === 0) continue;
    const lack = share * seen.laneOpen[lane] * (1 - supplyOf(network, shares, lane));
    shares.lane[lane] -= lack * fraction;
    shares.laneKept[lane] -= (lack * fraction) / share;
  }
  for (let process = processesFrom; process < processesTo; process++) {
    const lack = network.processShare[process] * (1 - capability(network, seen, shares, process));
    shares.process[process] -= lack * fraction;
    if (lack > 0) shares.processKept[process] -= (lack * fraction) / network.processShare[process];
  }
}

/** Share of the stock's normal flow for which a lane has room. */
function room(network: Network, seen: Perception, shares: Shares, lane: number, flow: number): number {
  const units = network.laneCapacityUnitsPerDay[lane] * seen.laneOpen[lane] * supplyOf(network, shares, lane);
  return flow > 0 ? units / flow : Number.POSITIVE_INFINITY;
}

/** A lane that passes orders on a day later lies on a cycle: its origin is not yet planned and counts as able. */
function supplyOf(network: Network, shares: Shares, lane: number): number {
  return network.laneOrderDelayDays[lane] === 1 ? 1 : shares.supply[network.laneFrom[lane]];
}

/** Fraction of its baseline flow a process can make, from its capacity and from what its inputs can hope for. */
function capability(network: Network, seen: Perception, shares: Shares, process: number): number {
  const stock = network.processStock[process];
  const flow = network.stockFlowUnitsPerDay[stock] * network.processShare[process];
  const capacity = network.processCapacityUnitsPerDay[process] * seen.processOpen[process];
  // What lies upstream of a backup makes nothing at baseline: then its capacity alone tells what it can do.
  let able = flow > 0 ? Math.min(1, capacity / flow) : seen.processOpen[process];
  for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
    able = Math.min(able, shares.supply[network.inputStock[input]]);
  }
  return able;
}

function takeDetours(network: Network, seen: Perception, shares: Shares, lane: number, flow: number): number {
  const missing = network.laneShare[lane] * (1 - seen.laneOpen[lane]);
  let left = missing;
  for (let detour = lane + 1; detour <= lane + network.laneDetourCount[lane] && left > 0; detour++) {
    const part = Math.min(left, room(network, seen, shares, detour, flow));
    shares.lane[detour] = part;
    left -= part;
  }
  return missing - left;
}

/** Gives the lack to active backups, lowest priority number first, equals in proportion to their room. */
function callBackups(
  network: Network,
  seen: Perception,
  isActive: (lane: number) => boolean,
  shares: Shares,
  stock: number,
  lacking: number,
): number {
  const from = network.stockLaneStart[stock];
  const to = network.stockLaneStart[stock + 1];
  const flow = network.stockFlowUnitsPerDay[stock];
  let left = lacking;
  for (let last = 0; left > 0; ) {
    let priority = Number.POSITIVE_INFINITY;
    let total = 0;
    for (let lane = from; lane < to; lane++) {
      const own = network.laneBackupPriority[lane];
      if (own <= last || own > priority || !isActive(lane)) continue;
      if (own < priority) {
        priority = own;
        total = 0;
      }
      total += room(network, seen, shares, lane, flow);
    }
    if (priority === Number.POSITIVE_INFINITY) break;
    if (total > 0) {
      const placed = Math.min(left, total);
      for (let lane = from; lane < to; lane++) {
        if (network.laneBackupPriority[lane] !== priority || !isActive(lane)) continue;
        const own = room(network, seen, shares, lane, flow);
        shares.lane[lane] = total === Number.POSITIVE_INFINITY ? left : placed * (own / total);
        if (total === Number.POSITIVE_INFINITY) break;
      }
      left -= placed;
    }
    last = priority;
  }
  return left;
}

/** Spreads what is left over primary lanes and processes that are whole, in proportion to share, up to their capacity. */
function spreadOverWhole(network: Network, seen: Perception, shares: Shares, stock: number, lacking: number): number {
  const flow = network.stockFlowUnitsPerDay[stock];
  let left = lacking;
  for (let round = 0; round < MOST_ROUNDS && left > NO_LACK; round++) {
    let weight = 0;
    for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
      if (spareOfLane(network, seen, shares, lane, flow) > NO_LACK) weight += network.laneShare[lane];
    }
    for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
      if (spareOfProcess(network, seen, shares, process, flow) > NO_LACK) weight += network.processShare[process];
    }
    if (weight === 0) break;
    const toPlace = left;
    for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
      const spare = spareOfLane(network, seen, shares, lane, flow);
      if (spare <= NO_LACK) continue;
      const part = Math.min(spare, toPlace * (network.laneShare[lane] / weight));
      shares.lane[lane] += part;
      left -= part;
    }
    for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
      const spare = spareOfProcess(network, seen, shares, process, flow);
      if (spare <= NO_LACK) continue;
      const part = Math.min(spare, toPlace * (network.processShare[process] / weight));
      shares.process[process] += part;
      left -= part;
    }
  }
  return left > NO_LACK ? left : 0;
}

function spareOfLane(network: Network, seen: Perception, shares: Shares, lane: number, flow: number): number {
  const isWhole = network.laneShare[lane] > 0 && seen.laneOpen[lane] === 1 && supplyOf(network, shares, lane) === 1;
  return isWhole ? room(network, seen, shares, lane, flow) - shares.lane[lane] : 0;
}

function spareOfProcess(network: Network, seen: Perception, shares: Shares, process: number, flow: number): number {
  if (flow === 0 || capability(network, seen, shares, process) < 1) return 0;
  const room = (network.processCapacityUnitsPerDay[process] * seen.processOpen[process]) / flow;
  return room - shares.process[process];
}
