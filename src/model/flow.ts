import { CLAIM_INPUT, CLAIM_LANE, type Network } from "./network.ts";

/**
 * Flow through every stock, units a day, when orders are split by the given lane shares: demand walked backwards, from
 * markets upstream, through shares and bills of materials. What spoils in store and on the way is made up for: more is sent
 * than arrives, more arrives than leaves. Lanes that pass orders on a day later may lie on cycles; their flow is found by
 * repeating the walk until it no longer changes. A lane between parties asks for what is agreed on, whatever its destination needs.
 *
 * @param laneShare [lane] share of the destination's orders
 * @param processShare [process] share of the output stock's orders
 * @param flow [stock] filled with units a day
 * @param demand [market] units a day
 * @param extraUnits [lane] units a day a lane carries, and [process] makes, whatever its share; absent: none
 * @returns the relative change of the last walk: 0 without cycles; a cycle that feeds itself does not settle
 */
export function walkFlows(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  demand: Float64Array = network.marketDemandUnitsPerDay,
  extraUnits?: ExtraUnits,
): number {
  const { laneOrderDelayDays } = network;
  const hasCycles = laneOrderDelayDays.includes(1);
  flow.fill(0);
  let change = walkOnce(network, laneShare, processShare, flow, demand, extraUnits);
  if (!hasCycles) return 0;
  for (let walk = 1; walk < CYCLE_WALKS && change > 0; walk++)
    change = walkOnce(network, laneShare, processShare, flow, demand, extraUnits);
  return change;
}

/** Units a day on top of what shares ask for: backups and standby processes at full capacity. */
export interface ExtraUnits {
  readonly lane: Float64Array;
  readonly process: Float64Array;
}

/** Units a day that a lane dispatches at given flows when it has a share of its destination's orders. */
export function dispatchedUnits(network: Network, flow: Float64Array, lane: number, share: number): number {
  const to = network.laneTo[lane];
  return flow[to] * network.stockInflowFactor[to] * share * network.laneSendFactor[lane];
}

/** Units a day that arrive over it. */
export function arrivingUnits(network: Network, flow: Float64Array, lane: number, share: number): number {
  const to = network.laneTo[lane];
  return flow[to] * network.stockInflowFactor[to] * share;
}

/** Good units a day that a process makes at given flows when it has a share of its stock's orders. */
export function madeUnits(network: Network, flow: Float64Array, process: number, share: number): number {
  const stock = network.processStock[process];
  return flow[stock] * network.stockInflowFactor[stock] * share;
}

/** A cycle that passes on 70 % of its flow settles to rounding within this many walks. */
const CYCLE_WALKS = 100;

function walkOnce(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  demand: Float64Array,
  extraUnits: ExtraUnits | undefined,
): number {
  let largestChange = 0;
  for (let at = 0; at < network.counts.stocks; at++) {
    const stock = network.stockOrder[at];
    const units = claimedUnits(network, stock, laneShare, processShare, flow, demand, extraUnits);
    const change = Math.abs(units - flow[stock]) / Math.max(units, flow[stock], Number.MIN_VALUE);
    if (change > largestChange) largestChange = change;
    flow[stock] = units;
  }
  return largestChange;
}

/** Units a day that are claimed from a stock by what it feeds, the flows there being known. Arguments as in `walkFlows`. */
export function claimedUnits(
  network: Network,
  stock: number,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  demand: Float64Array,
  extraUnits?: ExtraUnits,
): number {
  const { stockLevelStart, levelClaimStart, claimKind, claimIndex, laneTo, laneBoundaryUnitsPerDay } = network;
  const end = levelClaimStart[stockLevelStart[stock + 1]];
  let units = 0;
  for (let claim = levelClaimStart[stockLevelStart[stock]]; claim < end; claim++) {
    const index = claimIndex[claim];
    const kind = claimKind[claim];
    if (kind === CLAIM_LANE) {
      // Never more than the lane can carry: two stocks that back each other up must not feed each other for ever.
      const agreed = laneBoundaryUnitsPerDay[index];
      if (agreed >= 0) {
        units += agreed;
        if (extraUnits !== undefined) units += extraUnits.lane[index];
        continue;
      }
      const to = laneTo[index];
      const wanted = flow[to] * network.stockInflowFactor[to] * laneShare[index] * network.laneSendFactor[index];
      const limit = network.laneCapacityUnitsPerDay[index];
      units += network.laneOrderDelayDays[index] === 1 && wanted > limit ? limit : wanted;
      if (extraUnits !== undefined) units += extraUnits.lane[index];
    } else if (kind === CLAIM_INPUT) {
      const process = network.inputProcess[index];
      const output = network.processStock[process];
      let made = flow[output] * network.stockInflowFactor[output] * processShare[process];
      if (extraUnits !== undefined) made += extraUnits.process[process];
      units += made * network.inputUnitsPerUnit[index];
    } else units += demand[index];
  }
  return units;
}

/**
 * Base-stock targets for given flows and shares: what must be under way (flow x lead time of every lane and process in
 * use, and a day more where orders are passed on a day later) plus what is kept on hand, as far as there is storage.
 *
 * Derivation: at the fixed point the order of a day must equal what arrives a day, flow x inflow factor. On hand + on order -
 * owed, before it is placed, is then cover + the goods that were dispatched before today; with spoilage s under way a lane
 * that brings 1 a day has sum over k < lead time of (1 - s)^-k = `laneTransitDays` of them with today's, L when nothing spoils.
 *
 * @param extraDays [lane] days longer than usual; absent: none
 * @param aheadDays [stock] days of flow built ahead; absent: none
 * @param target [stock] filled with units
 */
export function baseStockTargets(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  target: Float64Array,
  extraDays?: Float64Array,
  aheadDays?: Float64Array,
): void {
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    target[stock] = targetUnits(network, stock, laneShare, processShare, flow, extraDays, aheadDays);
  }
}

/** The target of one stock, as in `baseStockTargets`. */
export function targetUnits(
  network: Network,
  stock: number,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  extraDays?: Float64Array,
  aheadDays?: Float64Array,
): number {
  const { stockLaneStart, stockProcessStart, laneTransitDays, laneOrderDelayDays, processLeadDays } = network;
  const inflow = network.stockInflowFactor[stock];
  let keptDays = network.stockCoverDays[stock];
  if (aheadDays !== undefined) keptDays += aheadDays[stock];
  const room = network.stockStorageUnits[stock];
  if (room !== Number.POSITIVE_INFINITY) keptDays = Math.min(keptDays, storageDays(network, stock, flow[stock]));
  let days = keptDays;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
    const delay = laneOrderDelayDays[lane] * network.laneSendFactor[lane];
    const extra = extraDays === undefined ? 0 : extraDays[lane];
    days += laneShare[lane] * (laneTransitDays[lane] + delay + extra) * inflow;
  }
  for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
    days += processShare[process] * processLeadDays[process] * inflow;
  }
  return flow[stock] * days;
}

/** Days of a flow for which there is storage beside the reserve. */
function storageDays(network: Network, stock: number, flow: number): number {
  if (flow === 0) return Number.POSITIVE_INFINITY;
  const reserveUnits = network.stockReserveDays[stock] * network.stockFlowUnitsPerDay[stock];
  return Math.max(0, network.stockStorageUnits[stock] - reserveUnits) / flow;
}
