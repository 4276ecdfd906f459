import { CLAIM_INPUT, CLAIM_LANE } from "../model/network.ts";
import type { DayRun } from "./run.ts";

/**
 * Step 3 of the day: every stock, from markets upstream, orders up to its target, all tiers on the same day. Lanes on a
 * cycle pass their orders on the next day.
 */
export function order(run: DayRun): void {
  const { network, state } = run;
  releaseDelayedOrders(run);
  addTodaysDemand(run);
  const { stockOrder } = network;
  for (let at = 0; at < network.counts.stocks; at++) {
    const stock = stockOrder[at];
    const units = orderQuantity(run, stock);
    state.newlyOwed[stock] = 0;
    if (units > 0) splitOrder(run, stock, units);
  }
}

function releaseDelayedOrders({ network, state }: DayRun): void {
  const { laneOrderDelayDays, laneFrom } = network;
  const { delayedOrder, backlog, newlyOwed } = state;
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    if (laneOrderDelayDays[lane] === 0) continue;
    backlog[lane] += delayedOrder[lane];
    newlyOwed[laneFrom[lane]] += delayedOrder[lane];
    delayedOrder[lane] = 0;
  }
}

function addTodaysDemand({ network, state }: DayRun): void {
  for (let market = 0; market < network.counts.markets; market++) {
    state.newlyOwed[network.marketStock[market]] += state.demandToday[market];
  }
}

/**
 * Units to order: the gap between target and inventory position, where the position is on hand + on order - owed. With
 * `restockDays` > 1 what was newly owed today, and what usually spoils beside it, is replaced in full and the rest of the gap
 * over that many days.
 */
function orderQuantity(run: DayRun, stock: number): number {
  const { network, state } = run;
  const { controls } = state;
  const position = state.onHand[stock] + state.onOrder[stock] - owed(run, stock);
  if (network.stockReserveDays[stock] > 0) askForRefill(run, stock);
  const gap = controls.stockTargetUnits[stock] + state.refillOrdered[stock] - position;
  const restockDays = network.constants.restockDays;
  const newlyOwed = state.newlyOwed[stock] * network.stockInflowFactor[stock];
  const units = restockDays === 1 ? gap : newlyOwed + (gap - newlyOwed) / restockDays;
  return Math.min(units, controls.stockOrderLimit[stock]);
}

/** What the reserve lacks is asked for bit by bit, as fast as it may be refilled. */
function askForRefill({ network, state }: DayRun, stock: number): void {
  const full = network.stockReserveDays[stock] * network.stockFlowUnitsPerDay[stock];
  const lacking = Math.max(0, full - state.reserve[stock]);
  const asked = state.refillOrdered[stock] + state.controls.stockRefillLimit[stock];
  state.refillOrdered[stock] = Math.min(lacking, asked);
}

/** Units the stock owes today: lane backlogs, inputs of wanted production, demand and backorders of its markets. */
function owed({ network, state }: DayRun, stock: number): number {
  const { stockLevelStart, levelClaimStart, claimKind, claimIndex, inputProcess, inputUnitsPerUnit } = network;
  const from = levelClaimStart[stockLevelStart[stock]];
  const to = levelClaimStart[stockLevelStart[stock + 1]];
  let units = 0;
  for (let claim = from; claim < to; claim++) {
    const index = claimIndex[claim];
    const kind = claimKind[claim];
    if (kind === CLAIM_LANE) units += state.backlog[index];
    else if (kind === CLAIM_INPUT) units += state.wanted[inputProcess[index]] * inputUnitsPerUnit[index];
    else units += state.demandToday[index] + state.backorder[index];
  }
  return units;
}

function splitOrder({ network, state }: DayRun, stock: number, units: number): void {
  const { stockLaneStart, stockProcessStart, laneFrom, laneOrderDelayDays } = network;
  const { backlog, delayedOrder, newlyOwed, onOrder, wanted, controls } = state;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
    const part = units * controls.laneShare[lane];
    if (part === 0) continue;
    const sent = part * network.laneSendFactor[lane];
    onOrder[stock] += sent;
    if (laneOrderDelayDays[lane] === 1) {
      delayedOrder[lane] += sent;
    } else {
      backlog[lane] += sent;
      newlyOwed[laneFrom[lane]] += sent;
    }
  }
  for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
    const part = units * controls.processShare[process];
    if (part === 0) continue;
    onOrder[stock] += part;
    wanted[process] += part;
    for (let input = network.processInputStart[process]; input < network.processInputStart[process + 1]; input++) {
      newlyOwed[network.inputStock[input]] += part * network.inputUnitsPerUnit[input];
    }
  }
}
