import { CLAIM_INPUT, CLAIM_LANE, type Network } from "./network.ts";

/**
 * Flow through every stock, units a day, when orders are split by the given lane shares: demand walked backwards, from
 * markets upstream, through shares and bills of materials. Lanes that pass orders on a day later lie on cycles; their flow
 * is found by repeating the walk until it no longer changes.
 *
 * @param laneShare [lane] share of the destination's orders
 * @param processShare [process] share of the output stock's orders
 * @param flow [stock] filled with units a day
 * @param extraUnits [lane] units a day a lane carries whatever its share; absent: none
 * @returns the relative change of the last walk: 0 without cycles; a cycle that feeds itself does not settle
 */
export function walkFlows(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  extraUnits?: Float64Array,
): number {
  const { laneOrderDelayDays } = network;
  const hasCycles = laneOrderDelayDays.includes(1);
  flow.fill(0);
  let change = walkOnce(network, laneShare, processShare, flow, extraUnits);
  if (!hasCycles) return 0;
  for (let walk = 1; walk < CYCLE_WALKS && change > 0; walk++)
    change = walkOnce(network, laneShare, processShare, flow, extraUnits);
  return change;
}

/** A cycle that passes on 70 % of its flow settles to rounding within this many walks. */
const CYCLE_WALKS = 100;

function walkOnce(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  extraUnits: Float64Array | undefined,
): number {
  const { stockOrder, stockLevelStart, levelClaimStart, claimKind, claimIndex, laneTo } = network;
  let largestChange = 0;
  for (let at = 0; at < network.counts.stocks; at++) {
    const stock = stockOrder[at];
    const from = levelClaimStart[stockLevelStart[stock]];
    const to = levelClaimStart[stockLevelStart[stock + 1]];
    let units = 0;
    for (let claim = from; claim < to; claim++) {
      const index = claimIndex[claim];
      const kind = claimKind[claim];
      if (kind === CLAIM_LANE) {
        // Never more than the lane can carry: two stocks that back each other up must not feed each other for ever.
        const wanted = flow[laneTo[index]] * laneShare[index];
        const limit = network.laneCapacityUnitsPerDay[index];
        units += network.laneOrderDelayDays[index] === 1 && wanted > limit ? limit : wanted;
        if (extraUnits !== undefined) units += extraUnits[index];
      } else if (kind === CLAIM_INPUT) {
        const process = network.inputProcess[index];
        const made = flow[network.processStock[process]] * processShare[process];
        units += made * network.inputUnitsPerUnit[index];
      } else units += network.marketDemandUnitsPerDay[index];
    }
    const change = Math.abs(units - flow[stock]) / Math.max(units, flow[stock], Number.MIN_VALUE);
    if (change > largestChange) largestChange = change;
    flow[stock] = units;
  }
  return largestChange;
}

/**
 * Base-stock targets for given flows and shares: what must be under way (flow x lead time of every lane and process in
 * use, and a day more where orders are passed on a day later) plus the days of cover.
 *
 * @param target [stock] filled with units
 */
export function baseStockTargets(
  network: Network,
  laneShare: Float64Array,
  processShare: Float64Array,
  flow: Float64Array,
  target: Float64Array,
): void {
  const { stockLaneStart, stockProcessStart, laneLeadDays, laneOrderDelayDays, processLeadDays } = network;
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    let days = network.stockCoverDays[stock];
    for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
      days += laneShare[lane] * (laneLeadDays[lane] + laneOrderDelayDays[lane]);
    }
    for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
      days += processShare[process] * processLeadDays[process];
    }
    target[stock] = flow[stock] * days;
  }
}
