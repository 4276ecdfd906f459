import { COST_KINDS } from "../model/trajectory.ts";
import { cancel } from "./edit.ts";
import { type DayRun, PARCEL_UNITS, PARCEL_USD } from "./run.ts";
import { sendOff } from "./send-off.ts";

const HOLDING = COST_KINDS.indexOf("holding");

/** Where a way's first column is among the columns of letters. */
export interface BoundaryColumn {
  readonly lane: number;
  readonly column: number;
}

/**
 * What a party hears of others and says to them, way by way. Of orders there are two columns, units and the fraction that is withdrawn
 * today; of shipments units, and USD where prices are shared.
 */
export interface BoundaryColumns {
  readonly received: { readonly orders: readonly BoundaryColumn[]; readonly shipments: readonly BoundaryColumn[] };
  readonly sent: { readonly orders: readonly BoundaryColumn[]; readonly shipments: readonly BoundaryColumn[] };
  /** Columns [0, heard) tell what others say, those behind them what is said to others. */
  readonly heard: number;
  readonly count: number;
}

/** What crosses a boundary over one lane on one day. */
export interface Crossing {
  units: number;
  usd: number;
}

/**
 * Takes the goods that were shipped on `day` off the dock of a lane to another party. Until the evening they were this
 * party's.
 */
export function handOver({ network, state }: DayRun, lane: number, day: number, at: number, crossing: Crossing): void {
  const { strides, rings, moving, movingUsd, goodsUsd } = state;
  const tomorrow = ((day + 1) % network.laneRingLength[lane]) * rings.lane.step[lane];
  const slot = (rings.lane.start[lane] + tomorrow) * strides.moving + at;
  crossing.units = moving[slot];
  crossing.usd = movingUsd[slot];
  moving[slot] = 0;
  movingUsd[slot] = 0;
  goodsUsd[at] -= crossing.usd;
}

/**
 * Puts goods on their way that another party shipped on `day`, as if they had been shipped here: at the terms of that day. What
 * freight, duty and carbon add was tied up that evening as well.
 *
 * @param originUsd what they are worth at their origin
 */
export function takeOver(run: DayRun, lane: number, units: number, originUsd: number, day: number, at: number): void {
  if (units === 0) return;
  run.state.goodsUsd[at] += originUsd;
  run.parcel[PARCEL_UNITS] = units;
  run.parcel[PARCEL_USD] = originUsd;
  sendOff(run, lane, day, at);
  const { controls, strides } = run.state;
  const freightUsdPerUnit = controls.laneFreightUsdPerUnit[lane * strides.laneFreightUsdPerUnit + at];
  const carbonUsdPerUnit = controls.laneCarbonUsdPerUnit[lane * strides.laneCarbonUsdPerUnit + at];
  const tariffFraction = controls.laneTariffFraction[lane * strides.laneTariffFraction + at];
  const addedUsd = units * (freightUsdPerUnit + carbonUsdPerUnit) + originUsd * tariffFraction;
  const { capitalCostFractionPerDay } = run.network.constants;
  run.trajectory.dayCostUsd[day * COST_KINDS.length + HOLDING] += addedUsd * capitalCostFractionPerDay;
}

/** Takes in what another party ordered yesterday over a lane to it, and what of its orders it withdraws today. */
export function acceptOrders(
  { network, state }: DayRun,
  lane: number,
  units: number,
  withdrawn: number,
  at: number,
): void {
  state.delayedOrder[lane * state.strides.delayedOrder + at] = units;
  if (withdrawn > 0) cancel(network, state, lane, withdrawn, at);
  // Nothing is ordered for a stock that stands for another party.
  state.onOrder[network.laneTo[lane] * state.strides.onOrder + at] = 0;
}
