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
  /** [lane] of what the lane does not let through, the part that others were asked for. */
  readonly laneGiven: Float64Array;
  /** [stock] share of normal flow that primary lanes and processes lack, after detours and before backups. */
  readonly lacking: Float64Array;
  /** [stock] share of normal flow the stock can hope for; below 1 its customers look elsewhere. */
  readonly supply: Float64Array;
}

/** What an assignment of shares works on. */
export interface Draft {
  readonly network: Network;
  readonly seen: Perception;
  /** Whether a backup lane may be used now. */
  readonly isActive: (lane: number) => boolean;
  readonly shares: Shares;
}

/** Share that a lane and its detours have. */
export function familyShare(network: Network, shares: Shares, lane: number): number {
  let share = 0;
  for (let way = lane; way <= lane + network.laneDetourCount[lane]; way++) share += shares.lane[way];
  return share;
}

/** A lane with a share, or a detour of one: not a backup. */
export function isPrimaryWay(network: Network, lane: number): boolean {
  const own = network.laneDetourOf[lane] < 0 ? lane : network.laneDetourOf[lane];
  return network.laneShare[own] > 0;
}

/** A primary lane that is open and whose supplier lacks nothing. */
export function isWhole(draft: Draft, lane: number): boolean {
  return draft.network.laneShare[lane] > 0 && draft.seen.laneOpen[lane] === 1 && supplyOf(draft, lane) === 1;
}

/** Units a day as a share of the stock's baseline flow; a stock that carries nothing at baseline sets no limit. */
export function ofFlow(network: Network, stock: number, units: number): number {
  const flow = network.stockFlowUnitsPerDay[stock];
  if (flow > 0) return units / flow;
  return units > 0 ? Number.POSITIVE_INFINITY : 0;
}

/** Units a day a lane can bring while things are as they seem. */
export function deliverableUnits(draft: Draft, lane: number): number {
  return draft.network.laneCapacityUnitsPerDay[lane] * draft.seen.laneOpen[lane] * supplyOf(draft, lane);
}

/** Share for which a lane has room beside what it already has. */
export function spareOfLane(draft: Draft, lane: number): number {
  const { network, shares } = draft;
  return Math.max(0, ofFlow(network, network.laneTo[lane], deliverableUnits(draft, lane)) - shares.lane[lane]);
}

/** Share for which a process has room; none where it cannot even do its own part. */
export function spareOfProcess(draft: Draft, process: number): number {
  const { network, seen, shares } = draft;
  if (network.processShare[process] === 0 || capability(draft, process) < 1) return 0;
  const units = network.processCapacityUnitsPerDay[process] * seen.processOpen[process];
  return Math.max(0, ofFlow(network, network.processStock[process], units) - shares.process[process]);
}

/** A lane that passes orders on a day later lies on a cycle: its origin is not yet planned and counts as able. */
export function supplyOf({ network, shares }: Draft, lane: number): number {
  return network.laneOrderDelayDays[lane] === 1 ? 1 : shares.supply[network.laneFrom[lane]];
}

/** Fraction of its baseline flow a process can make, from its capacity and from what its inputs can hope for. */
export function capability({ network, seen, shares }: Draft, process: number): number {
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
