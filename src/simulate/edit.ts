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

/**
 * Puts a change point into force: new control values, then edits of goods and orders on their way.
 *
 * @param at which of the runs that lie side by side in the state
 */
export function applyChangePoint(run: DayRun, segments: Segments, change: number, day: number, at = 0): void {
  const { network, state } = run;
  const { width, controlList } = state;
  for (let write = segments.writeStart[change]; write < segments.writeStart[change + 1]; write++) {
    controlList[segments.writeControl[write]][segments.writeIndex[write] * width + at] = segments.writeValue[write];
  }
  for (let edit = segments.editStart[change]; edit < segments.editStart[change + 1]; edit++) {
    const index = segments.editIndex[edit];
    const from = segments.editFrom[edit];
    const to = segments.editTo[edit];
    const fraction = segments.editFraction[edit];
    const kind = segments.editKind[edit];
    if (kind === EDIT_HOLD) hold(network, state, index, from, to, fraction, day, at);
    else if (kind === EDIT_RELEASE) release(network, state, index, from, to, fraction, day, at);
    else if (kind === EDIT_CANCEL) cancel(network, state, index, fraction, at);
    else if (kind === EDIT_CANCEL_MAKING) cancelMaking(network, state, index, fraction, at);
    else if (kind === EDIT_DISCOUNT) discount(network, state, index, fraction, at);
    else if (kind === EDIT_DESTROY) destroy(run, index, fraction, day, at);
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
  at: number,
): void {
  const { width } = state;
  const start = network.laneRingStart[lane];
  const length = network.laneRingLength[lane];
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = (start + ((day + daysToGo) % length)) * width + at;
    const heldSlot = (start + daysToGo) * width + at;
    moveFraction(state.moving, slot, state.held, heldSlot, fraction);
    moveFraction(state.movingUsd, slot, state.heldUsd, heldSlot, fraction);
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
  at: number,
): void {
  const { width } = state;
  const start = network.laneRingStart[lane];
  const length = network.laneRingLength[lane];
  const heldBefore = heldUnits(network, state, lane, at);
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = (start + ((day + daysToGo) % length)) * width + at;
    const heldSlot = (start + daysToGo) * width + at;
    moveFraction(state.held, heldSlot, state.moving, slot, fraction);
    moveFraction(state.heldUsd, heldSlot, state.movingUsd, slot, fraction);
  }
  const own = lane * width + at;
  if (state.discounted[own] === 0) return;
  const heldAfter = heldUnits(network, state, lane, at);
  const counted = state.discounted[own] * (heldAfter === 0 ? 1 : 1 - heldAfter / heldBefore);
  state.discounted[own] -= counted;
  state.onOrder[network.laneTo[lane] * width + at] += counted;
}

/** Withdraws a fraction of the unshipped backlog: the need goes back to the destination, which orders it anew. */
function cancel(network: Network, state: State, lane: number, fraction: number, at: number): void {
  const { width } = state;
  const own = lane * width + at;
  const withdrawn = fraction * state.backlog[own];
  state.backlog[own] -= withdrawn;
  const withdrawnDelayed = fraction * state.delayedOrder[own];
  state.delayedOrder[own] -= withdrawnDelayed;
  state.onOrder[network.laneTo[lane] * width + at] -= withdrawn + withdrawnDelayed;
}

/** Withdraws a fraction of what a process is wanted to make and has not started. */
function cancelMaking(network: Network, state: State, process: number, fraction: number, at: number): void {
  const { width } = state;
  const withdrawn = fraction * state.wanted[process * width + at];
  state.wanted[process * width + at] -= withdrawn;
  state.onOrder[network.processStock[process] * width + at] -= withdrawn;
}

/** From now on this fraction of the goods held on the lane is not expected: it does not count as on order until it moves. */
function discount(network: Network, state: State, lane: number, fraction: number, at: number): void {
  const { width } = state;
  const own = lane * width + at;
  const discounted = fraction * heldUnits(network, state, lane, at);
  state.onOrder[network.laneTo[lane] * width + at] -= discounted - state.discounted[own];
  state.discounted[own] = discounted;
}

/** Fire or water takes a fraction of what a stock has, with its money. */
function destroy(
  { state, trajectory, totals }: DayRun,
  stock: number,
  fraction: number,
  day: number,
  at: number,
): void {
  const own = stock * state.width + at;
  const usd = (state.onHandUsd[own] + state.reserveUsd[own]) * fraction;
  totals.stockSpoiled[own] += (state.onHand[own] + state.reserve[own]) * fraction;
  trajectory.daySpoiledUsd[day] += usd;
  state.goodsUsd[at] -= usd;
  state.onHand[own] *= 1 - fraction;
  state.onHandUsd[own] *= 1 - fraction;
  state.reserve[own] *= 1 - fraction;
  state.reserveUsd[own] *= 1 - fraction;
}

function heldUnits(network: Network, { held, width }: State, lane: number, at: number): number {
  const start = network.laneRingStart[lane] * width + at;
  const end = start + network.laneRingLength[lane] * width;
  let units = 0;
  for (let slot = start; slot < end; slot += width) units += held[slot];
  return units;
}

function moveFraction(from: Float64Array, fromSlot: number, to: Float64Array, toSlot: number, fraction: number): void {
  const part = fraction === 1 ? from[fromSlot] : from[fromSlot] * fraction;
  from[fromSlot] -= part;
  to[toSlot] += part;
}
