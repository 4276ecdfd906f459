import { CLAIM_INPUT, CLAIM_LANE, LANE_INBOUND, type Network } from "../model/network.ts";
import { COST_KINDS } from "../model/trajectory.ts";
import { type DayRun, PARCEL_UNITS, PARCEL_USD, passGate, receive, updateUnitCost, withdraw } from "./run.ts";
import { sendOff } from "./send-off.ts";
import type { State } from "./state.ts";

const PRODUCTION = COST_KINDS.indexOf("production");
const CARBON = COST_KINDS.indexOf("carbon");

/**
 * Step 4 of the day: from sources downstream, every stock takes in what its same-day processes make and then ships. When
 * the stock is short, everything that draws on it is filled by the same fraction, one rationing level after the other.
 */
export function makeAndShip(run: DayRun, day: number): void {
  const { network, state } = run;
  const { stockOrder, stockProcessStart } = network;
  planProduction(run, day);
  for (let at = network.counts.stocks - 1; at >= 0; at--) {
    const stock = stockOrder[at];
    for (let process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
      if (state.planned[process] > 0) make(run, process, stock, day);
    }
    updateUnitCost(state, stock);
    if (state.controls.stockReleaseLimit[stock] > 0) releaseReserve(run, stock);
    shipByLevel(run, stock, day);
  }
}

/** What every process would make today if it had its inputs: surge and borrowed capacity come on top of its own. */
function planProduction({ network, state }: DayRun, day: number): void {
  const { processRecyclingRingStart, processRecyclingRingLength } = network;
  const { planned, wanted, madeToday, collected, controls } = state;
  for (let process = 0; process < network.counts.processes; process++) {
    const capacity = controls.processCapacity[process] + controls.processExtraCapacity[process];
    planned[process] = Math.min(wanted[process], capacity);
    madeToday[process] = 0;
    const length = processRecyclingRingLength[process];
    if (length === 0) continue;
    planned[process] = Math.min(planned[process], collected[processRecyclingRingStart[process] + (day % length)]);
  }
}

/** A reserve in use gives what today's claims on its stock are short of, at most its limit. */
function releaseReserve(run: DayRun, stock: number): void {
  const { network, state } = run;
  const { stockLevelStart, levelClaimStart, claimKind, claimIndex } = network;
  const { reserve, reserveUsd, onHand, onHandUsd, controls } = state;
  let short = -onHand[stock];
  for (let at = levelClaimStart[stockLevelStart[stock]]; at < levelClaimStart[stockLevelStart[stock + 1]]; at++) {
    short += desiredUnits(run, claimKind[at], claimIndex[at]);
  }
  const units = Math.min(reserve[stock], controls.stockReleaseLimit[stock], short);
  if (units <= 0) return;
  const usd = units === reserve[stock] ? reserveUsd[stock] : reserveUsd[stock] * (units / reserve[stock]);
  reserve[stock] -= units;
  reserveUsd[stock] -= usd;
  onHand[stock] += units;
  onHandUsd[stock] += usd;
  updateUnitCost(state, stock);
}

/** Good units made = planned units x the scarcest input's fill; conversion and process carbon join the inputs' cost. */
function make({ network, state, trajectory }: DayRun, process: number, stock: number, day: number): void {
  const { processInputStart, inputStock, inputUnitsPerUnit } = network;
  const { controls, inputFill } = state;
  let fill = 1;
  for (let input = processInputStart[process]; input < processInputStart[process + 1]; input++) {
    if (inputFill[input] < fill) fill = inputFill[input];
  }
  const units = Math.min(state.planned[process] * fill, sharedCapacityLeft(network, state, process));
  if (units === 0) return;
  let usd = 0;
  for (let input = processInputStart[process]; input < processInputStart[process + 1]; input++) {
    usd += withdraw(state, inputStock[input], units * inputUnitsPerUnit[input]);
  }
  const beyond = Math.max(0, units - controls.processCapacity[process]);
  const conversionUsd =
    units * network.processConversionUsdPerUnit[process] + beyond * controls.processExtraUsdPerUnit[process];
  const carbonUsd = units * controls.processCarbonUsdPerUnit[process];
  usd += conversionUsd + carbonUsd;
  state.goodsUsd[0] += conversionUsd + carbonUsd;
  state.wanted[process] -= units;
  state.madeToday[process] = units;
  trajectory.processMade[process] += units;
  trajectory.dayCostUsd[day * COST_KINDS.length + PRODUCTION] += conversionUsd;
  trajectory.dayCostUsd[day * COST_KINDS.length + CARBON] += carbonUsd;
  trajectory.dayEmissionsTonnes[day] += units * network.processTonnesPerUnit[process];
  const leadDays = network.processLeadDays[process];
  if (leadDays === 0) {
    receive(state, stock, units, usd);
    return;
  }
  const slot = network.processRingStart[process] + ((day + leadDays) % network.processRingLength[process]);
  state.inProgress[slot] += units;
  state.inProgressUsd[slot] += usd;
}

/** An alternative recipe that shares the capacity of its process has what that leaves today. */
function sharedCapacityLeft(network: Network, state: State, process: number): number {
  const owner = network.processSharesWith[process];
  if (owner < 0) return Number.POSITIVE_INFINITY;
  const capacity = state.controls.processCapacity[owner] + state.controls.processExtraCapacity[owner];
  let left = capacity - state.madeToday[owner];
  for (let other = owner + 1; other < process; other++) {
    if (network.processSharesWith[other] === owner) left -= state.madeToday[other];
  }
  return Math.max(0, left);
}

function shipByLevel(run: DayRun, stock: number, day: number): void {
  const { network, state } = run;
  const { stockLevelStart, levelClaimStart, claimKind, claimIndex } = network;
  let available = state.onHand[stock];
  for (let level = stockLevelStart[stock]; level < stockLevelStart[stock + 1]; level++) {
    let desired = 0;
    for (let claim = levelClaimStart[level]; claim < levelClaimStart[level + 1]; claim++) {
      desired += desiredUnits(run, claimKind[claim], claimIndex[claim]);
    }
    const fill = desired > available ? available / desired : 1;
    available = Math.max(0, available - desired);
    for (let claim = levelClaimStart[level]; claim < levelClaimStart[level + 1]; claim++) {
      const index = claimIndex[claim];
      if (claimKind[claim] === CLAIM_INPUT) state.inputFill[index] = fill;
      else if (claimKind[claim] === CLAIM_LANE) ship(run, index, fill, day);
    }
  }
}

/** Units a claim would take today if the stock had them. */
function desiredUnits({ network, state }: DayRun, kind: number, index: number): number {
  if (kind === CLAIM_LANE) return Math.min(state.backlog[index], state.controls.laneDispatchLimit[index]);
  if (kind === CLAIM_INPUT) return state.planned[network.inputProcess[index]] * network.inputUnitsPerUnit[index];
  return state.demandToday[index] + state.backorder[index];
}

/** Dispatches over a lane. */
function ship(run: DayRun, lane: number, fill: number, day: number): void {
  const { network, state } = run;
  const units = Math.min(state.backlog[lane], state.controls.laneDispatchLimit[lane]) * fill;
  if (units !== 0) {
    run.parcel[PARCEL_UNITS] = units;
    run.parcel[PARCEL_USD] = withdraw(state, network.laneFrom[lane], units);
    if (!network.constants.sharesPrices && network.laneBoundary[lane] === LANE_INBOUND) revalue(run, lane);
    sendOff(run, lane, day);
  }
  if (state.waiting[lane] > 0 && network.laneLeadDays[lane] === 0) arriveToday(network, state, lane);
}

/** Parties that share no prices have agreed on what goods are worth at their boundary. */
function revalue({ network, state, parcel }: DayRun, lane: number): void {
  const agreedUsd = parcel[PARCEL_UNITS] * network.laneBoundaryUsdPerUnit[lane];
  state.goodsUsd[0] += agreedUsd - parcel[PARCEL_USD];
  parcel[PARCEL_USD] = agreedUsd;
}

/** Goods of a same-day lane are at its end at once; a paused receipt lets in its limit of them. */
function arriveToday(network: Network, state: State, lane: number): void {
  passGate(state, lane, network.laneTo[lane], Math.min(state.waiting[lane], state.controls.laneReceiptLimit[lane]));
}
