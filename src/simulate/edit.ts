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
  const { controlList, controlStrides } = state;
  for (let write = segments.writeStart[change]; write < segments.writeStart[change + 1]; write++) {
    const control = segments.writeControl[write];
    const own = segments.writeIndex[write] * controlStrides[control] + at;
    controlList[control][own] = segments.writeValue[write];
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
  const { strides } = state;
  const start = state.rings.lane.start[lane];
  const step = state.rings.lane.step[lane];
  const length = network.laneRingLength[lane];
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = (start + ((day + daysToGo) % length) * step) * strides.moving + at;
    const heldSlot = (start + daysToGo * step) * strides.held + at;
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
  const { strides } = state;
  const start = state.rings.lane.start[lane];
  const step = state.rings.lane.step[lane];
  const length = network.laneRingLength[lane];
  const heldBefore = heldUnits(network, state, lane, at);
  for (let daysToGo = from; daysToGo <= to; daysToGo++) {
    const slot = (start + ((day + daysToGo) % length) * step) * strides.moving + at;
    const heldSlot = (start + daysToGo * step) * strides.held + at;
    moveFraction(state.held, heldSlot, state.moving, slot, fraction);
    moveFraction(state.heldUsd, heldSlot, state.movingUsd, slot, fraction);
  }
  const own = lane * strides.discounted + at;
  if (state.discounted[own] === 0) return;
  const heldAfter = heldUnits(network, state, lane, at);
  const counted = state.discounted[own] * (heldAfter === 0 ? 1 : 1 - heldAfter / heldBefore);
  state.discounted[own] -= counted;
  state.onOrder[network.laneTo[lane] * strides.onOrder + at] += counted;
}

/**
 * Withdraws a fraction of the unshipped backlog, and of what is passed on today: the need goes back to the destination, which
 * orders it anew.
 */
export function cancel(network: Network, state: State, lane: number, fraction: number, at: number): void {
  const { strides } = state;
  const own = lane * strides.backlog + at;
  const withdrawn = fraction * state.backlog[own];
  state.backlog[own] -= withdrawn;
  const delayed = lane * strides.delayedOrder + at;
  const withdrawnDelayed = fraction * state.delayedOrder[delayed];
  state.delayedOrder[delayed] -= withdrawnDelayed;
  state.onOrder[network.laneTo[lane] * strides.onOrder + at] -= withdrawn + withdrawnDelayed;
}

/** Withdraws a fraction of what a process is wanted to make and has not started. */
function cancelMaking(network: Network, state: State, process: number, fraction: number, at: number): void {
  const { strides } = state;
  const own = process * strides.wanted + at;
  const withdrawn = fraction * state.wanted[own];
  state.wanted[own] -= withdrawn;
  state.onOrder[network.processStock[process] * strides.onOrder + at] -= withdrawn;
}

/** From now on this fraction of the goods held on the lane is not expected: it does not count as on order until it moves. */
function discount(network: Network, state: State, lane: number, fraction: number, at: number): void {
  const { strides } = state;
  const own = lane * strides.discounted + at;
  const discounted = fraction * heldUnits(network, state, lane, at);
  state.onOrder[network.laneTo[lane] * strides.onOrder + at] -= discounted - state.discounted[own];
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
  const { strides, onHand, onHandUsd, reserve, reserveUsd } = state;
  const own = stock * strides.onHand + at;
  const ownUsd = stock * strides.onHandUsd + at;
  const kept = stock * strides.reserve + at;
  const keptUsd = stock * strides.reserveUsd + at;
  const usd = (onHandUsd[ownUsd] + reserveUsd[keptUsd]) * fraction;
  totals.stockSpoiled[stock * strides.stockSpoiled + at] += (onHand[own] + reserve[kept]) * fraction;
  trajectory.daySpoiledUsd[day] += usd;
  state.goodsUsd[at] -= usd;
  onHand[own] *= 1 - fraction;
  onHandUsd[ownUsd] *= 1 - fraction;
  reserve[kept] *= 1 - fraction;
  reserveUsd[keptUsd] *= 1 - fraction;
}

function heldUnits(network: Network, { held, strides, rings }: State, lane: number, at: number): number {
  const start = rings.lane.start[lane] * strides.held + at;
  const step = rings.lane.step[lane] * strides.held;
  const end = start + network.laneRingLength[lane] * step;
  let units = 0;
  for (let slot = start; slot < end; slot += step) units += held[slot];
  return units;
}

function moveFraction(from: Float64Array, fromSlot: number, to: Float64Array, toSlot: number, fraction: number): void {
  const part = fraction === 1 ? from[fromSlot] : from[fromSlot] * fraction;
  from[fromSlot] -= part;
  to[toSlot] += part;
}
