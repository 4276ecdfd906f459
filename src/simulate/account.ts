import { COST_KINDS } from "../model/trajectory.ts";
import type { DayRun } from "./run.ts";

const HOLDING = COST_KINDS.indexOf("holding");

/** Step 6 of the day: storage of what is on hand, and the cost of the money tied up in all goods. */
export function account({ network, state, trajectory }: DayRun, day: number): void {
  const { stockHoldingUsdPerUnitDay } = network;
  const { onHand } = state;
  let usd = state.goodsUsd[0] * network.constants.capitalCostFractionPerDay;
  for (let stock = 0; stock < network.counts.stocks; stock++) usd += onHand[stock] * stockHoldingUsdPerUnitDay[stock];
  trajectory.dayCostUsd[day * COST_KINDS.length + HOLDING] += usd;
}
