import type { DayRun } from "./run.ts";

/**
 * A part of what was on hand, in reserve or under way overnight has spoiled. What usually spoils is borne by the goods that
 * are left: they cost more; what spoils beyond that is written off with its money.
 *
 * Source: IAS 2 (Inventories), paragraph 16 (a): abnormal amounts of wasted materials are no cost of inventories.
 */
export function spoil(run: DayRun, day: number): void {
  spoilStocks(run, day);
  spoilLanes(run, day);
}

function spoilStocks({ network, state, trajectory }: DayRun, day: number): void {
  const { onHand, onHandUsd, reserve, reserveUsd, controls } = state;
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    const fraction = controls.stockSpoilage[stock];
    if (fraction === 0) continue;
    const writtenOff = writtenOffFraction(fraction, network.stockSpoilageFraction[stock]);
    const usd = (onHandUsd[stock] + reserveUsd[stock]) * writtenOff;
    trajectory.stockSpoiled[stock] += (onHand[stock] + reserve[stock]) * fraction;
    trajectory.daySpoiledUsd[day] += usd;
    state.goodsUsd[0] -= usd;
    onHand[stock] *= 1 - fraction;
    onHandUsd[stock] *= 1 - writtenOff;
    if (reserve[stock] === 0) continue;
    // What usually spoils of a reserve is borne by the goods that are sold beside it.
    const borneUsd = reserveUsd[stock] * (fraction - writtenOff);
    onHandUsd[stock] += borneUsd;
    reserve[stock] *= 1 - fraction;
    reserveUsd[stock] -= borneUsd + reserveUsd[stock] * writtenOff;
  }
}

function spoilLanes({ network, state, trajectory }: DayRun, day: number): void {
  const { moving, movingUsd, held, heldUsd, waiting, waitingUsd, discounted, controls } = state;
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const fraction = controls.laneSpoilage[lane];
    if (fraction === 0) continue;
    const writtenOff = writtenOffFraction(fraction, network.laneSpoilageFraction[lane]);
    let units = waiting[lane];
    let usd = waitingUsd[lane];
    waiting[lane] *= 1 - fraction;
    waitingUsd[lane] *= 1 - writtenOff;
    const start = network.laneRingStart[lane];
    const end = start + network.laneRingLength[lane];
    for (let slot = start; slot < end; slot++) {
      units += moving[slot] + held[slot];
      usd += movingUsd[slot] + heldUsd[slot];
      moving[slot] *= 1 - fraction;
      movingUsd[slot] *= 1 - writtenOff;
      held[slot] *= 1 - fraction;
      heldUsd[slot] *= 1 - writtenOff;
    }
    if (units === 0) continue;
    // What was no longer expected is not missed.
    state.onOrder[network.laneTo[lane]] -= (units - discounted[lane]) * fraction;
    discounted[lane] *= 1 - fraction;
    trajectory.laneSpoiled[lane] += units * fraction;
    trajectory.daySpoiledUsd[day] += usd * writtenOff;
    state.goodsUsd[0] -= usd * writtenOff;
  }
}

/** Fraction of the money that goes with the goods; where nothing is left, all of it. */
function writtenOffFraction(fraction: number, usual: number): number {
  return fraction === 1 ? 1 : fraction - Math.min(fraction, usual);
}
