import { type DayRun, passGate, receive } from "./run.ts";

/**
 * Step 2 of the day: finished work enters its stock, goods due today reach their gate, and each gate lets through
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

/**
 * Goods of lanes without a port pass on the spot unless the destination's receipt is paused. Same-day lanes pass what waits
 * together with what they ship today.
 */
function reachGates({ network, state }: DayRun, day: number): void {
  const { laneRingStart, laneRingLength, laneLeadDays, lanePort, laneTo } = network;
  const { moving, movingUsd, waiting, waitingUsd, controls } = state;
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    if (laneRingLength[lane] === 1) continue;
    const slot = laneRingStart[lane] + (day % laneRingLength[lane]);
    const units = moving[slot];
    if (units !== 0) {
      waiting[lane] += units;
      waitingUsd[lane] += movingUsd[slot];
      moving[slot] = 0;
      movingUsd[slot] = 0;
    }
    if (waiting[lane] === 0 || lanePort[lane] >= 0 || laneLeadDays[lane] === 0) continue;
    passGate(state, lane, laneTo[lane], Math.min(waiting[lane], controls.laneReceiptLimit[lane]));
  }
}

function passPorts(run: DayRun): void {
  const { network, state } = run;
  for (let port = 0; port < network.counts.ports; port++) {
    const { portRoom } = state;
    portRoom[port] = state.controls.portLimit[port];
    // What weighs nothing takes up no throughput, but a shut port lets in nothing at all.
    if (portRoom[port] === 0) continue;
    if (network.constants.prioritisesCritical) {
      passPort(run, port, CRITICAL);
      passPort(run, port, STANDARD);
    } else passPort(run, port, EVERYBODY);
  }
}

const STANDARD = 0;
const CRITICAL = 1;
const EVERYBODY = -1;

/** Lets goods of some lanes through a port, the same fraction of each, and takes them off its room of the day. */
function passPort({ network, state }: DayRun, port: number, whose: number): void {
  const { portLane, laneMassTonnesPerUnit, laneTo, laneIsCritical } = network;
  const { waiting, controls, portRoom } = state;
  const from = network.portLaneStart[port];
  const to = network.portLaneStart[port + 1];
  let tonnes = 0;
  for (let at = from; at < to; at++) {
    const lane = portLane[at];
    if (whose !== EVERYBODY && laneIsCritical[lane] !== whose) continue;
    tonnes += Math.min(waiting[lane], controls.laneReceiptLimit[lane]) * laneMassTonnesPerUnit[lane];
  }
  const fraction = tonnes > portRoom[port] ? portRoom[port] / tonnes : 1;
  for (let at = from; at < to; at++) {
    const lane = portLane[at];
    if (whose !== EVERYBODY && laneIsCritical[lane] !== whose) continue;
    const offered = Math.min(waiting[lane], controls.laneReceiptLimit[lane]);
    const part = laneMassTonnesPerUnit[lane] === 0 ? 1 : fraction;
    if (offered > 0) passGate(state, lane, laneTo[lane], offered * part);
  }
  portRoom[port] = Math.max(0, portRoom[port] - tonnes);
}
