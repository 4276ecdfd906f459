import type { Disruption, Scenario } from "../model/disruption.ts";
import { baseStockTargets, walkFlows } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import { type Controls, EDIT_CANCEL, EDIT_CANCEL_MAKING, EDIT_DISCOUNT, type Segments } from "../model/segments.ts";
import { type LevelStep, levelSteps } from "./level-steps.ts";
import { allocateOpenness, combineChannels } from "./openness.ts";
import { writePhysicalControls } from "./physical.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import { assignShares } from "./shares.ts";
import type { Perception, Shares } from "./sources.ts";
import { createTransitEditor } from "./transit.ts";

/** Turns scenarios into segments for one network. */
export type Planner = (scenario: Scenario) => Segments;

/** A fraction that moved by less than this has not moved. */
const NO_CHANGE = 1e-12;

/**
 * Makes the planner of a network: it follows the disruptions of a scenario as they are (limits, holds, costs) and, a
 * detection delay later, as the design sees them (shares, targets, cancelled backlog), and writes both as change points.
 * The segments it returns are valid until its next call.
 *
 * @param baseline control values of the undisturbed network
 * @param horizonDays change points on or after this day are left out
 */
export function createPlanner(network: Network, baseline: Controls, horizonDays: number): Planner {
  const { lanes, stocks, processes } = network.counts;
  const writer = createSegmentWriter(baseline);
  const transit = createTransitEditor(network);
  const openness = allocateOpenness(network);
  const delayDays = network.constants.detectionDelayDays;
  const seen: Perception = { laneOpen: new Float64Array(lanes), processOpen: openness.processCapacity };
  const shares: Shares = {
    lane: new Float64Array(lanes),
    process: new Float64Array(processes),
    laneKept: new Float64Array(lanes),
    processKept: new Float64Array(processes),
    laneGiven: new Float64Array(lanes),
    lacking: new Float64Array(stocks),
    supply: new Float64Array(stocks),
  };
  const laneKeptBefore = new Float64Array(lanes);
  const processKeptBefore = new Float64Array(processes);
  const laneEntryBefore = new Float64Array(lanes);
  const givenBefore = new Float64Array(lanes);
  const flow = new Float64Array(stocks);
  const target = new Float64Array(stocks);
  // [stock] day since which something has been lacking, -1 when nothing is.
  const lackingSince = new Int32Array(stocks);
  let wakeUps: number[] = [];
  let today = 0;

  function isActive(lane: number): boolean {
    const since = lackingSince[network.laneTo[lane]];
    return since >= 0 && today >= since + network.laneActivationDelayDays[lane];
  }

  function perceive(disruptions: readonly Disruption[], levels: Float64Array): void {
    combineChannels(network, disruptions, levels, openness);
    for (let lane = 0; lane < lanes; lane++) {
      const port = network.lanePort[lane];
      const gate = port >= 0 ? openness.portThroughput[port] : 1;
      const passage = Math.min(openness.laneDispatch[lane], openness.laneEntry[lane]);
      seen.laneOpen[lane] = Math.min(passage, openness.laneReceipt[lane], gate);
    }
  }

  /** Backups are called a fixed time after the lack was first seen; a plan that shows a new lack sets their alarm. */
  function updateLacks(): boolean {
    let hasNewLack = false;
    for (let stock = 0; stock < stocks; stock++) {
      if (shares.lacking[stock] === 0) lackingSince[stock] = -1;
      else if (lackingSince[stock] < 0) {
        lackingSince[stock] = today;
        for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
          if (network.laneBackupPriority[lane] === 0) continue;
          const delay = network.laneActivationDelayDays[lane];
          if (delay === 0) hasNewLack = true;
          else wakeUps.push(today + delay);
        }
      }
    }
    return hasNewLack;
  }

  /** Orders that wait for what has just been given up are withdrawn, to be placed elsewhere. */
  function cancelFallen(kind: number, index: number, kept: Float64Array, before: Float64Array): void {
    if (kept[index] < before[index] - NO_CHANGE) writer.edit(kind, index, 0, 0, 1 - kept[index] / before[index]);
    before[index] = kept[index];
  }

  /**
   * Goods held by a passage that is seen to be limited are not waited for as far as others were asked for the lane's share.
   * When it is seen as open they have moved on.
   */
  function discountHeld(lane: number): void {
    const entry = openness.laneEntry[lane];
    const given = entry < 1 ? shares.laneGiven[lane] : 0;
    const hasMoved = Math.abs(given - givenBefore[lane]) > NO_CHANGE;
    if (entry < 1 && (entry < laneEntryBefore[lane] || hasMoved)) writer.edit(EDIT_DISCOUNT, lane, 0, 0, given);
    laneEntryBefore[lane] = entry;
    givenBefore[lane] = given;
  }

  function replan(): void {
    assignShares(network, seen, isActive, shares);
    // Backups without delay can be called at once; what they relieve downstream may then not be lacking after all.
    for (let pass = 0; pass < stocks && updateLacks(); pass++) assignShares(network, seen, isActive, shares);
    walkFlows(network, shares.lane, shares.process, flow);
    baseStockTargets(network, shares.lane, shares.process, flow, target);
    for (let lane = 0; lane < lanes; lane++) {
      writer.set("laneShare", lane, shares.lane[lane]);
      cancelFallen(EDIT_CANCEL, lane, shares.laneKept, laneKeptBefore);
      discountHeld(lane);
    }
    for (let process = 0; process < processes; process++) {
      writer.set("processShare", process, shares.process[process]);
      cancelFallen(EDIT_CANCEL_MAKING, process, shares.processKept, processKeptBefore);
    }
    for (let stock = 0; stock < stocks; stock++) writer.set("stockTargetUnits", stock, target[stock]);
  }

  return function plan(scenario) {
    const { disruptions } = scenario;
    const steps = levelSteps(disruptions, horizonDays);
    writer.restart();
    if (steps.length === 0) return writer.finish();
    const levels = new Float64Array(disruptions.length);
    const levelsBefore = new Float64Array(disruptions.length);
    const levelsSeen = new Float64Array(disruptions.length);
    laneKeptBefore.fill(1);
    processKeptBefore.fill(1);
    laneEntryBefore.fill(1);
    givenBefore.fill(0);
    lackingSince.fill(-1);
    wakeUps = [];
    let nextStep = 0;
    let nextSeen = 0;
    for (;;) {
      today = Math.min(
        steps[nextStep]?.day ?? horizonDays,
        (steps[nextSeen]?.day ?? horizonDays) + delayDays,
        ...wakeUps,
      );
      if (today >= horizonDays) return writer.finish();
      writer.startChange(today);
      levelsBefore.set(levels);
      const hasChanged = applySteps(steps, nextStep, today, levels);
      nextStep += hasChanged;
      if (hasChanged > 0) {
        combineChannels(network, disruptions, levels, openness);
        writePhysicalControls(network, openness, writer);
        transit.edit(disruptions, levelsBefore, levels, writer);
      }
      const sawChange = applySteps(steps, nextSeen, today - delayDays, levelsSeen);
      nextSeen += sawChange;
      const isWoken = wakeUps.includes(today);
      wakeUps = wakeUps.filter((day) => day > today);
      if (sawChange > 0 || isWoken) {
        perceive(disruptions, levelsSeen);
        replan();
      }
    }
  };
}

/** Sets the levels that change on a day; returns how many did. */
function applySteps(steps: readonly LevelStep[], from: number, day: number, levels: Float64Array): number {
  let at = from;
  for (; at < steps.length && steps[at].day === day; at++) levels[steps[at].disruption] = steps[at].level;
  return at - from;
}
