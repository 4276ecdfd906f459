import type { Network } from "../model/network.ts";
import type { RunTotals, Trajectory } from "../model/trajectory.ts";
import type { State } from "./state.ts";

/** What the steps of a day work on. */
export interface DayRun {
  readonly network: Network;
  readonly state: State;
  readonly trajectory: Trajectory;
  /** What adds up over the run: the trajectory's own, unless two runs lie side by side. */
  readonly totals: RunTotals;
  /** [day x market] units a day, row-major. */
  readonly demand: Float64Array;
  /** Units and USD of goods that leave a stock: written by one step and read by the next, so that neither allocates. */
  readonly parcel: Float64Array;
}

/** Numbers in a parcel. */
export const PARCEL_UNITS = 0;
export const PARCEL_USD = 1;
export function createParcel(): Float64Array {
  return new Float64Array(2);
}

/**
 * A remainder below this fraction of what was just taken out is rounding, not goods: the stock is empty. Without it a
 * sale of 1e-16 units at a cost of 0/0 would set a price.
 */
export const EMPTY_FRACTION = 1e-12;

/** Takes `units` out of a stock at its average cost and returns the USD that leave with them. */
export function withdraw(state: State, stock: number, units: number): number {
  const left = state.onHand[stock] - units;
  if (left <= EMPTY_FRACTION * units) {
    const usd = state.onHandUsd[stock];
    state.onHand[stock] = 0;
    state.onHandUsd[stock] = 0;
    return usd;
  }
  const usd = units * state.unitCostUsd[stock];
  state.onHand[stock] = left;
  state.onHandUsd[stock] -= usd;
  return usd;
}

/** Puts received goods on the shelf; they stop being on order. */
export function receive(state: State, stock: number, units: number, usd: number): void {
  state.onHand[stock] += units;
  state.onHandUsd[stock] += usd;
  state.onOrder[stock] -= units;
}

/** Average cost of what a stock holds now; an empty stock keeps the last cost it had. */
export function updateUnitCost(state: State, stock: number): void {
  const onHand = state.onHand[stock];
  if (onHand > 0) state.unitCostUsd[stock] = state.onHandUsd[stock] / onHand;
}

/** Lets up to `units` of the goods that wait at the end of a lane into their stock. */
export function passGate(state: State, lane: number, stock: number, units: number): void {
  const { waiting, waitingUsd } = state;
  if (units >= waiting[lane]) {
    receive(state, stock, waiting[lane], waitingUsd[lane]);
    waiting[lane] = 0;
    waitingUsd[lane] = 0;
    return;
  }
  const usd = waitingUsd[lane] * (units / waiting[lane]);
  receive(state, stock, units, usd);
  waiting[lane] -= units;
  waitingUsd[lane] -= usd;
}
