import { CLAIM_INPUT, CLAIM_LANE } from "../model/network.ts";
import type { DayRun } from "./run.ts";

/**
 * Step 3 of the day: every stock, from markets upstream, orders up to its target, all tiers on the same day. Lanes on a
 * cycle pass their orders on the next day.
 */
export function order(run: DayRun, day: number): void {
  const { network, state } = run;
  releaseDelayedOrders(run);
  addTodaysDemand(run, day);
  const { stockOrder } = network;
  for (let at = 0; at < network.counts.stocks; at++) {
    const stock = stockOrder[at];
    const units = orderQuantity(run, stock, day);
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

function addTodaysDemand({ network, state, demand }: DayRun, day: number): void {
  const markets = network.counts.markets;
  for (let market = 0; market < markets; market++) {
    state.newlyOwed[network.marketStock[market]] += demand[day * markets + market];
  }
}

/**
 * Units to order: the gap between target and inventory position, where the position is on hand + on order - owed. With
 * `restockDays` > 1 what was newly owed today is replaced in full and the rest of the gap over that many days.
 */
function orderQuantity(run: DayRun, stock: number, day: number): number {
  const { network, state } = run;
  const { controls } = state;
  const position = state.onHand[stock] + state.onOrder[stock] - owed(run, stock, day);
  const gap = controls.stockTargetUnits[stock] - position;
  const restockDays = network.constants.restockDays;
  const newlyOwed = state.newlyOwed[stock];
  const units = restockDays === 1 ? gap : newlyOwed + (gap - newlyOwed) / restockDays;
  return Math.min(units, controls.stockOrderLimit[stock]);
}

/** Units the stock owes today: lane backlogs, inputs of wanted production, demand and backorders of its markets. */
function owed({ network, state, demand }: DayRun, stock: number, day: number): number {
  const { stockLevelStart, levelClaimStart, claimKind, claimIndex, inputProcess, inputUnitsPerUnit } = network;
  const from = levelClaimStart[stockLevelStart[stock]];
  const to = levelClaimStart[stockLevelStart[stock + 1]];
  let units = 0;
  for (let claim = from; claim < to; claim++) {
    const index = claimIndex[claim];
    const kind = claimKind[claim];
    if (kind === CLAIM_LANE) units += state.backlog[index];
    else if (kind === CLAIM_INPUT) units += state.wanted[inputProcess[index]] * inputUnitsPerUnit[index];
    else units += demand[day * network.counts.markets + index] + state.backorder[index];
  }
  return units;
}

function splitOrder({ network, state }: DayRun, stock: number, units: number): void {
  const { stockLaneStart, stockProcessStart, laneFrom, laneOrderDelayDays } = network;
  const { backlog, delayedOrder, newlyOwed, onOrder, wanted, controls } = state;
  for (let lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
    const part = units * controls.laneShare[lane];
    if (part === 0) continue;
    onOrder[stock] += part;
    if (laneOrderDelayDays[lane] === 1) {
      delayedOrder[lane] += part;
    } else {
      backlog[lane] += part;
      newlyOwed[laneFrom[lane]] += part;
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
