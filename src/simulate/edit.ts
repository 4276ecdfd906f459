import type { Network } from "../model/network.ts";
import {
  EDIT_CANCEL,
  EDIT_CANCEL_MAKING,
  EDIT_DESTROY,
  EDIT_DISCOUNT,
  EDIT_HOLD,
  EDIT_INVEST,
  EDIT_RELEASE,
  type Segments,
} from "../model/segments.ts";
import { COST_KINDS } from "../model/trajectory.ts";
import type { DayRun } from "./run.ts";
import type { State } from "./state.ts";

const INVESTMENT = COST_KINDS.indexOf("investment");

/** Puts a change point into force: new control values, then edits of goods and orders on their way. */
export function applyChangePoint(run: DayRun, segments: Segments, change: number, day: number): void {
  const { network, state } = run;
  for (let write = segments.writeStart[change]; write < segments.writeStart[change + 1]; write++) {
    state.controlList[segments.writeControl[write]][segments.writeIndex[write]] = segments.writeValue[write];
  }
  for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
    const index = segments.editIndex[edit];
    const from = segments.editFrom[edit];
    const to = segments.editTo[edit];
    const fraction = segments.editFraction[edit];
    const kind = segments.editKind[edit];
    if (kind === EDIT_HOLD) hold(network, state, index, from, to, fraction, day);
    else if (kind === EDIT_RELEASE) release(network, state, index, from, to, fraction, day);
    else if (kind === EDIT_CANCEL) cancel(network, state, index, fraction);
    else if (kind === EDIT_CANCEL_MAKING) cancelMaking(network, state, index, fraction);
    else if (kind === EDIT_DISCOUNT) discount(network, state, index, fraction);
    else if (kind === EDIT_DESTROY) destroy(run, index, fraction, day);
    else if (kind === EDIT_INVEST) run.trajectory.dayCostUsd[day * COST_KINDS.length + INVESTMENT] += fraction;
  }
}

/** Stops a fraction of the goods with `from` .. `to` days to go; they keep their distance from each other. */
function hold(
  network: Network,
  state: State,
  lane: number,
  from: number,
  to: number,
  fraction: number,
  day: number,
): void {
  const start = network.laneRingStart[lane];
  const length = network.laneRingLength[lane];
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = start + ((day + daysToGo) % length);
    moveFraction(state.moving, slot, state.held, start + daysToGo, fraction);
    moveFraction(state.movingUsd, slot, state.heldUsd, start + daysToGo, fraction);
  }
}

/** Lets a fraction of held goods go on; what had been discounted of them counts as on order again. */
function release(
  network: Network,
  state: State,
  lane: number,
  from: number,
  to: number,
  fraction: number,
  day: number,
): void {
  const start = network.laneRingStart[lane];
  const length = network.laneRingLength[lane];
  const heldBefore = heldUnits(network, state, lane);
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = start + ((day + daysToGo) % length);
    moveFraction(state.held, start + daysToGo, state.moving, slot, fraction);
    moveFraction(state.heldUsd, start + daysToGo, state.movingUsd, slot, fraction);
  }
  if (state.discounted[lane] === 0) return;
  const heldAfter = heldUnits(network, state, lane);
  const counted = state.discounted[lane] * (heldAfter === 0 ? 1 : 1 - heldAfter / heldBefore);
  state.discounted[lane] -= counted;
  state.onOrder[network.laneTo[lane]] += counted;
}

/** Withdraws a fraction of the unshipped backlog: the need goes back to the destination, which orders it anew. */
function cancel(network: Network, state: State, lane: number, fraction: number): void {
  const to = network.laneTo[lane];
  const withdrawn = fraction * state.backlog[lane];
  state.backlog[lane] -= withdrawn;
  const withdrawnDelayed = fraction * state.delayedOrder[lane];
  state.delayedOrder[lane] -= withdrawnDelayed;
  state.onOrder[to] -= withdrawn + withdrawnDelayed;
}

/** Withdraws a fraction of what a process is wanted to make and has not started. */
function cancelMaking(network: Network, state: State, process: number, fraction: number): void {
  const withdrawn = fraction * state.wanted[process];
  state.wanted[process] -= withdrawn;
  state.onOrder[network.processStock[process]] -= withdrawn;
}

/** From now on this fraction of the goods held on the lane is not expected: it does not count as on order until it moves. */
function discount(network: Network, state: State, lane: number, fraction: number): void {
  const discounted = fraction * heldUnits(network, state, lane);
  state.onOrder[network.laneTo[lane]] -= discounted - state.discounted[lane];
  state.discounted[lane] = discounted;
}

/** Fire or water takes a fraction of what a stock has, with its money. */
function destroy({ state, trajectory }: DayRun, stock: number, fraction: number, day: number): void {
  const usd = (state.onHandUsd[stock] + state.reserveUsd[stock]) * fraction;
  trajectory.stockSpoiled[stock] += (state.onHand[stock] + state.reserve[stock]) * fraction;
  trajectory.daySpoiledUsd[day] += usd;
  state.goodsUsd[0] -= usd;
  state.onHand[stock] *= 1 - fraction;
  state.onHandUsd[stock] *= 1 - fraction;
  state.reserve[stock] *= 1 - fraction;
  state.reserveUsd[stock] *= 1 - fraction;
}

function heldUnits(network: Network, state: State, lane: number): number {
  const start = network.laneRingStart[lane];
  let units = 0;
  for (let slot = start; slot < start + network.laneRingLength[lane]; slot++) units += state.held[slot];
  return units;
}

function moveFraction(from: Float64Array, fromSlot: number, to: Float64Array, toSlot: number, fraction: number): void {
  const part = fraction === 1 ? from[fromSlot] : from[fromSlot] * fraction;
  from[fromSlot] -= part;
  to[toSlot] += part;
}
