import { COST_KINDS } from "../model/trajectory.ts";
import { type DayRun, updateUnitCost, withdraw } from "./run.ts";

const HOLDING = COST_KINDS.indexOf("holding");

/** Step 6 of the day: reserves are refilled; storage of what is on hand, and the cost of the money tied up in all goods. */
export function account(run: DayRun, day: number): void {
  const { network, state, trajectory } = run;
  const { stockHoldingUsdPerUnitDay, stockReserveDays } = network;
  const { onHand, reserve } = state;
  let usd = state.goodsUsd[0] * network.constants.capitalCostFractionPerDay;
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    if (stockReserveDays[stock] > 0) refillReserve(run, stock);
    usd += onHand[stock] * stockHoldingUsdPerUnitDay[stock];
    if (stockReserveDays[stock] > 0) usd += reserve[stock] * stockHoldingUsdPerUnitDay[stock];
  }
  trajectory.dayCostUsd[day * COST_KINDS.length + HOLDING] += usd;
}

/** What a stock has beyond its cover in the evening goes into its reserve, as far as that lacks it and may be refilled. */
function refillReserve({ network, state }: DayRun, stock: number): void {
  const { onHand, reserve, reserveUsd, refillOrdered, controls } = state;
  const flow = network.stockFlowUnitsPerDay[stock];
  const lacking = flow * network.stockReserveDays[stock] - reserve[stock];
  const beyondCover = onHand[stock] - flow * network.stockCoverDays[stock];
  const units = Math.min(lacking, beyondCover, controls.stockRefillLimit[stock]);
  if (units <= 0) return;
  updateUnitCost(state, stock);
  reserveUsd[stock] += withdraw(state, stock, units);
  reserve[stock] += units;
  refillOrdered[stock] = Math.max(0, refillOrdered[stock] - units);
}
