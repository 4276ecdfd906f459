import { madeUnits } from "../model/flow.ts";
import type { Network } from "../model/network.ts";

/** What a planner sees of a network: everything as fractions of normal. */
export interface Perception {
  /** [lane] what can get through, the worst of dispatch, transit, discharge port and receipt. */
  readonly laneOpen: Float64Array;
  /** [process] fraction of capacity. */
  readonly processOpen: Float64Array;
  /** [process] good units a day it can make: what is open of its capacity, surge and borrowed capacity included. */
  readonly processUnits: Float64Array;
  /** [stock] flow that demand asks for, split by baseline shares. */
  readonly flow: Float64Array;
  /** [lane] whole days longer than usual. */
  readonly laneExtraDays: Float64Array;
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

/** A lack below this share is rounding. */
export const NO_LACK = 1e-12;

export function allocateShares({ counts: { lanes, processes, stocks } }: Network): Shares {
  return {
    lane: new Float64Array(lanes),
    process: new Float64Array(processes),
    laneKept: new Float64Array(lanes),
    processKept: new Float64Array(processes),
    laneGiven: new Float64Array(lanes),
    lacking: new Float64Array(stocks),
    supply: new Float64Array(stocks),
  };
}

/** What waits and may be used now. */
export interface Active {
  /** [lane] 1 for backups and expedite lanes that may; others are not looked at. */
  readonly lane: Uint8Array;
  /** [process] 1 for processes on standby that may. */
  readonly process: Uint8Array;
}

/** What an assignment of shares works on. */
export interface Draft {
  readonly network: Network;
  readonly seen: Perception;
  readonly active: Active;
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

/** Units a day received, as a share of what the stock's flow needs; a stock that carries nothing sets no limit. */
function ofInflow({ network, seen }: Pick<Draft, "network" | "seen">, stock: number, units: number): number {
  const inflow = seen.flow[stock] * network.stockInflowFactor[stock];
  if (inflow > 0) return units / inflow;
  return units > 0 ? Number.POSITIVE_INFINITY : 0;
}

/** Units a day that a lane dispatches, as a share of what its destination needs. */
export function laneShareOf(draft: Pick<Draft, "network" | "seen">, lane: number, units: number): number {
  const { laneTo, laneSendFactor } = draft.network;
  return ofInflow(draft, laneTo[lane], units / laneSendFactor[lane]);
}

/** Units a day that a process makes, as a share of what its stock needs. */
export function processShareOf(draft: Pick<Draft, "network" | "seen">, process: number, units: number): number {
  return ofInflow(draft, draft.network.processStock[process], units);
}

/** Units a day a lane can bring while things are as they seem. */
export function deliverableUnits(draft: Draft, lane: number): number {
  return draft.network.laneCapacityUnitsPerDay[lane] * draft.seen.laneOpen[lane] * supplyOf(draft, lane);
}

/** Share for which a lane has room beside what it already has. */
export function spareOfLane(draft: Draft, lane: number): number {
  return Math.max(0, laneShareOf(draft, lane, deliverableUnits(draft, lane)) - draft.shares.lane[lane]);
}

/** Share for which a process has room; none where it cannot even do its own part. */
export function spareOfProcess(draft: Draft, process: number): number {
  const { network, seen, shares } = draft;
  if (network.processShare[process] === 0 || capability(draft, process) < 1) return 0;
  return Math.max(0, processShareOf(draft, process, seen.processUnits[process]) - shares.process[process]);
}

/** Units a day a process on standby can make; a recipe that shares capacity has what the usual one cannot use. */
export function standbyUnits(draft: Draft, process: number): number {
  const { network, seen, shares } = draft;
  const owner = network.processSharesWith[process];
  let units = seen.processUnits[process];
  if (owner >= 0) {
    const inflow = seen.flow[network.processStock[process]] * network.stockInflowFactor[network.processStock[process]];
    let used = network.processShare[owner] * capability(draft, owner);
    const end = network.stockProcessStart[network.processStock[process] + 1];
    for (let other = owner + 1; other < end; other++) {
      if (other !== process && network.processSharesWith[other] === owner) used += shares.process[other];
    }
    units = Math.max(0, seen.processUnits[owner] - used * inflow);
  }
  return units * inputSupply(draft, process);
}

/** Share for which a process on standby has room. */
export function spareOfStandby(draft: Draft, process: number): number {
  return Math.max(0, processShareOf(draft, process, standbyUnits(draft, process)) - draft.shares.process[process]);
}

/** A lane that passes orders on a day later lies on a cycle: its origin is not yet planned and counts as able. */
export function supplyOf({ network, shares }: Draft, lane: number): number {
  return network.laneOrderDelayDays[lane] === 1 ? 1 : shares.supply[network.laneFrom[lane]];
}

/** Fraction of its baseline flow a process can make, from its capacity and from what its inputs can hope for. */
export function capability(draft: Draft, process: number): number {
  const { network, seen } = draft;
  const need = madeUnits(network, seen.flow, process, network.processShare[process]);
  // What lies upstream of a backup makes nothing at baseline: then its capacity alone tells what it can do.
  const able = need > 0 ? Math.min(1, seen.processUnits[process] / need) : seen.processOpen[process];
  return Math.min(able, inputSupply(draft, process));
}

/** What the scarcest input of a process can hope for. */
export function inputSupply({ network, shares }: Draft, process: number): number {
  let able = 1;
  for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
    able = Math.min(able, shares.supply[network.inputStock[input]]);
  }
  return able;
}
