import type { DayRun } from "./run.ts";
import { receive } from "./run.ts";
import type { State } from "./state.ts";

/**
 * Step 1 of the day: finished work enters its stock, goods due today reach their gate, and each gate lets through
 * min(waiting, open throughput), shared among its lanes in proportion to the tonnes that wait.
 */
export function arrive(run: DayRun, day: number): void {
  finishProduction(run, day);
  reachGates(run, day);
  passPorts(run);
}

function finishProduction({ network, state }: DayRun, day: number): void {
  const { processLeadDays, processRingStart, processRingLength, processStock } = network;
  const { inProgress, inProgressUsd } = state;
  for (let process = 0; process < network.counts.processes; process++) {
    if (processLeadDays[process] === 0) continue;
    const slot = processRingStart[process] + (day % processRingLength[process]);
    const units = inProgress[slot];
    if (units === 0) continue;
    receive(state, processStock[process], units, inProgressUsd[slot]);
    inProgress[slot] = 0;
    inProgressUsd[slot] = 0;
  }
}

/** Goods of lanes without a port pass on the spot unless the destination's receipt is paused. */
function reachGates({ network, state }: DayRun, day: number): void {
  const { laneRingStart, laneRingLength, lanePort, laneTo } = network;
  const { moving, movingUsd, waiting, waitingUsd, controls } = state;
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const slot = laneRingStart[lane] + (day % laneRingLength[lane]);
    const units = moving[slot];
    if (units !== 0) {
      waiting[lane] += units;
      waitingUsd[lane] += movingUsd[slot];
      moving[slot] = 0;
      movingUsd[slot] = 0;
    }
    if (waiting[lane] === 0 || lanePort[lane] >= 0) continue;
    passGate(state, lane, laneTo[lane], Math.min(waiting[lane], controls.laneReceiptLimit[lane]));
  }
}

function passPorts({ network, state }: DayRun): void {
  const { portLaneStart, portLane, laneMassTonnesPerUnit, laneTo } = network;
  const { waiting, controls } = state;
  for (let port = 0; port < network.counts.ports; port++) {
    const from = portLaneStart[port];
    const to = portLaneStart[port + 1];
    let tonnes = 0;
    for (let at = from; at < to; at++) {
      const lane = portLane[at];
      tonnes += Math.min(waiting[lane], controls.laneReceiptLimit[lane]) * laneMassTonnesPerUnit[lane];
    }
    if (tonnes === 0) continue;
    const limit = controls.portLimit[port];
    const fraction = tonnes > limit ? limit / tonnes : 1;
    if (fraction === 0) continue;
    for (let at = from; at < to; at++) {
      const lane = portLane[at];
      const offered = Math.min(waiting[lane], controls.laneReceiptLimit[lane]);
      if (offered > 0) passGate(state, lane, laneTo[lane], offered * fraction);
    }
  }
}

function passGate(state: State, lane: number, stock: number, units: number): void {
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
