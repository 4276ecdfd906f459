import { CHANNELS } from "../model/channel.ts";
import type { Disruption, Scenario } from "../model/disruption.ts";
import { LANE_LEAK, LANE_OUTBOUND, type Network } from "../model/network.ts";
import {
  CONTROL_ID,
  type Controls,
  EDIT_CANCEL,
  EDIT_CANCEL_MAKING,
  EDIT_DESTROY,
  EDIT_DISCOUNT,
  type Segments,
} from "../model/segments.ts";
import { createAlarms } from "./alarms.ts";
import { type AnnouncementStep, announcementSteps, createFrontLoader } from "./announcements.ts";
import { createCapacityPlan } from "./capacity-plan.ts";
import { createFlowFollower } from "./follow-flows.ts";
import { createLevelSteps, readLevelSteps } from "./level-steps.ts";
import { createLevels } from "./levels.ts";
import { allocateOpenness, createCombiner } from "./openness.ts";
import { createPerceiver } from "./perceive.ts";
import { writePhysicalControls, writePortLimits } from "./physical.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import { assignShares } from "./shares.ts";
import { allocateShares, type Draft } from "./sources.ts";
import { createStale, findCustomers, staleAll } from "./stale.ts";
import { createTouched, touchAll, touchChanged } from "./touched.ts";
import { createTransitEditor } from "./transit.ts";
import { createWaiting } from "./waiting.ts";

const { laneShare, processShare, stockTargetUnits } = CONTROL_ID;

/** Turns scenarios into segments for one network. */
export type Planner = (scenario: Scenario) => Segments;

/** A fraction that moved by less than this has not moved. */
const NO_CHANGE = 1e-12;

/**
 * Makes the planner of a network: it follows the disruptions of a scenario as they are (limits, holds, costs) and, a
 * detection delay later, as the design sees them (shares, targets, cancelled backlog, reactions), and writes both as change
 * points. The segments it returns are valid until its next call.
 *
 * @param baseline control values of the undisturbed network
 * @param horizonDays change points on or after this day are left out
 */
export function createPlanner(network: Network, baseline: Controls, horizonDays: number): Planner {
  const { lanes, stocks, processes } = network.counts;
  const { detectionDelayDays } = network.constants;
  const writer = createSegmentWriter(baseline);
  const alarms = createAlarms(horizonDays);
  const transit = createTransitEditor(network);
  const waiting = createWaiting(network, alarms);
  const capacity = createCapacityPlan(network, alarms);
  const frontLoader = createFrontLoader(network);
  const steps = createLevelSteps();
  const levels = createLevels(steps, 0);
  const levelsSeen = createLevels(steps, detectionDelayDays);
  const world = allocateOpenness(network);
  const combineChannels = createCombiner(network);
  const touched = createTouched(network);
  const touchedInSight = createTouched(network);
  const everything = createTouched(network);
  touchAll(everything);
  const stale = createStale(network);
  const perceiver = createPerceiver(network, stale);
  const { sight, seen, wantedDemand } = perceiver;
  const shares = allocateShares(network);
  const draft: Draft = { network, seen, active: waiting.active, shares };
  const customers = findCustomers(network);
  const flows = createFlowFollower(network);
  const laneKeptBefore = new Float64Array(lanes);
  const processKeptBefore = new Float64Array(processes);
  const laneEntryBefore = new Float64Array(lanes);
  const givenBefore = new Float64Array(lanes);
  const aheadDays = new Float64Array(stocks);
  const isDisturbed = new Uint8Array(network.counts.parties);

  /** Whether a party sees anything that concerns quantities as not normal where its goods flow at baseline. */
  function seeDisturbances(): void {
    isDisturbed.fill(0);
    for (let lane = 0; lane < lanes; lane++) {
      if (network.laneShare[lane] === 0) continue;
      if (seen.laneOpen[lane] < 1 || sight.laneExtraDays[lane] > 0) markDisturbed(network.laneTo[lane]);
    }
    for (let process = 0; process < processes; process++) {
      const isHit = network.processShare[process] > 0 && sight.processCapacity[process] < 1;
      if (isHit) markDisturbed(network.processStock[process]);
    }
    for (let market = 0; market < network.counts.markets; market++) {
      if (sight.marketDemand[market] > 1) markDisturbed(network.marketStock[market]);
    }
  }

  function markDisturbed(stock: number): void {
    isDisturbed[network.stockParty[stock]] = 1;
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
    const entry = sight.laneEntry[lane];
    const given = entry < 1 ? shares.laneGiven[lane] : 0;
    const hasMoved = Math.abs(given - givenBefore[lane]) > NO_CHANGE;
    if (entry < 1 && (entry < laneEntryBefore[lane] || hasMoved)) writer.edit(EDIT_DISCOUNT, lane, 0, 0, given);
    laneEntryBefore[lane] = entry;
    givenBefore[lane] = given;
  }

  function assign(): void {
    waiting.activate(stale);
    assignShares(draft, customers, stale);
  }

  function replan(today: number): void {
    waiting.watchLanes(seen.laneOpen, sight);
    if (capacity.canSurge) seeDisturbances();
    capacity.decide(today, sight, isDisturbed, seen.flow, seen.processUnits, stale, writer);
    assign();
    // What waits without delay can be called at once; what it relieves downstream may then not be lacking after all.
    for (let pass = 0; pass < stocks && waiting.watchStocks(shares.lacking, writer); pass++) assign();
    capacity.watchPressure(today, sight, waiting.isLacking);
    waiting.writeReserves(writer);
    flows.follow(shares, wantedDemand, sight.laneExtraDays, aheadDays, stale);
    for (let stock = 0; stock < stocks; stock++) if (stale.unwritten[stock] === 1) writeLanes(stock);
    for (let stock = 0; stock < stocks; stock++) if (stale.unwritten[stock] === 1) writeProcesses(stock);
    stale.unwritten.fill(0);
    for (let stock = 0; stock < stocks; stock++) {
      if (stale.target[stock] === 1) writer.set(stockTargetUnits, stock, flows.target[stock]);
    }
    stale.target.fill(0);
  }

  function writeLanes(stock: number): void {
    for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
      // What leads to another party is that party's to share out and to cancel.
      if (network.laneBoundary[lane] === LANE_OUTBOUND) continue;
      writer.set(laneShare, lane, shares.lane[lane]);
      cancelFallen(EDIT_CANCEL, lane, shares.laneKept, laneKeptBefore);
      discountHeld(lane);
    }
  }

  function writeProcesses(stock: number): void {
    for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
      writer.set(processShare, process, shares.process[process]);
      cancelFallen(EDIT_CANCEL_MAKING, process, shares.processKept, processKeptBefore);
    }
  }

  /** What strikes today may destroy goods, once. */
  function destroy(disruptions: readonly Disruption[], today: number): void {
    const { hazardEffectStart, effectChannel, effectIndex, effectAmount } = network;
    for (const { hazard, onsetDay, severity } of disruptions) {
      if (onsetDay !== today || severity === 0) continue;
      for (let effect = hazardEffectStart[hazard]; effect < hazardEffectStart[hazard + 1]; effect++) {
        if (effectChannel[effect] !== CHANNELS.stockDestruction) continue;
        writer.edit(EDIT_DESTROY, effectIndex[effect], 0, 0, effectAmount[effect] * severity);
      }
    }
  }

  function restart(): void {
    writer.restart();
    alarms.reset();
    waiting.reset();
    capacity.reset();
    staleAll(stale);
    for (let lane = 0; lane < lanes; lane++) laneKeptBefore[lane] = network.laneKind[lane] === LANE_LEAK ? 0 : 1;
    processKeptBefore.fill(1);
    laneEntryBefore.fill(1);
    givenBefore.fill(0);
    aheadDays.fill(0);
  }

  return function plan({ disruptions }) {
    restart();
    readLevelSteps(disruptions, horizonDays, steps);
    if (steps.count === 0) return writer.finish();
    levels.restart();
    levelsSeen.restart();
    const announcements = announcementSteps(network, disruptions);
    const levelsAnnounced = new Float64Array(disruptions.length);
    let nextAnnouncement = 0;
    let hasPlanned = false;
    combineChannels(steps, levels.now, world, everything);
    perceiver.look(steps, levelsSeen.now, everything);
    for (;;) {
      const today = Math.min(
        levels.nextDay,
        levelsSeen.nextDay,
        announcements[nextAnnouncement]?.day ?? horizonDays,
        alarms.next(),
      );
      if (today >= horizonDays) return writer.finish();
      writer.startChange(today);
      waiting.startDay(today);
      const hasChanged: boolean = levels.goTo(today) > 0;
      if (hasChanged) {
        touchChanged(network, steps, levels, touched);
        combineChannels(steps, levels.now, world, touched);
        transit.edit(steps, levels, writer);
        destroy(disruptions, today);
      }
      let hasNews = false;
      if (levelsSeen.goTo(today) > 0) {
        touchChanged(network, steps, levelsSeen, touchedInSight);
        hasNews = perceiver.look(steps, levelsSeen.now, touchedInSight) || !hasPlanned;
      }
      const heard = applyAnnouncements(announcements, nextAnnouncement, today, levelsAnnounced);
      nextAnnouncement += heard;
      if (heard > 0) {
        frontLoader.plan(steps, levelsAnnounced, levelsSeen.now, aheadDays);
        stale.target.fill(1);
      }
      const isWoken = alarms.ring(today);
      const replans: boolean = hasNews || heard > 0 || isWoken;
      if (replans) replan(today);
      hasPlanned ||= replans;
      if (hasChanged) writePhysicalControls(network, world, touched, writer);
      if (replans || (hasChanged && touched.processes.count > 0)) {
        capacity.write(world.processCapacity, touched.processes, writer);
      }
      if (hasChanged) writePortLimits(network, world, touched, writer);
    }
  };
}

/** Sets the levels that change on a day; returns how many did. */
function applyAnnouncements(
  steps: readonly AnnouncementStep[],
  from: number,
  day: number,
  levels: Float64Array,
): number {
  let at = from;
  for (; at < steps.length && steps[at].day === day; at++) levels[steps[at].disruption] = steps[at].level;
  return at - from;
}
