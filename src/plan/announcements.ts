import type { Disruption } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import { laneOpenness } from "./lane-openness.ts";
import type { LevelSteps } from "./level-steps.ts";
import { allocateOpenness, createCombiner } from "./openness.ts";
import { createTouched, touchAll } from "./touched.ts";

/** From `day` on the closure that a disruption will bring counts with `level`. */
export interface AnnouncementStep {
  readonly day: number;
  readonly disruption: number;
  readonly level: number;
}

/**
 * What a design that builds stock ahead knows of closures to come: from their announcement, a detection delay later, until
 * their onset is seen.
 *
 * @returns steps by day, then disruption: level = severity while it is announced and not yet seen
 */
export function announcementSteps(network: Network, disruptions: readonly Disruption[]): AnnouncementStep[] {
  const { frontLoadingDays, detectionDelayDays } = network.constants;
  if (frontLoadingDays === 0) return [];
  const steps: AnnouncementStep[] = [];
  disruptions.forEach(({ announcedDay, onsetDay, severity }, disruption) => {
    if (announcedDay === undefined || announcedDay >= onsetDay || severity === 0) return;
    steps.push({ day: Math.max(0, announcedDay + detectionDelayDays), disruption, level: severity });
    steps.push({ day: onsetDay + detectionDelayDays, disruption, level: 0 });
  });
  return steps.sort((left, right) => left.day - right.day || left.disruption - right.disruption);
}

/** Finds how many days of its flow every stock builds ahead. */
export interface FrontLoader {
  /**
   * @param announced [disruption] severity of what is announced and not yet there, else 0
   * @param seen [disruption] levels as seen: what is there already
   * @param aheadDays [stock] filled: days the closure is expected to last, at most the design's limit, x the share of the
   * stock's sources that it will cut off
   */
  plan(steps: LevelSteps, announced: Float64Array, seen: Float64Array, aheadDays: Float64Array): void;
}

export function createFrontLoader(network: Network): FrontLoader {
  const { lanes, stocks } = network.counts;
  const openness = allocateOpenness(network);
  const combineChannels = createCombiner(network);
  const all = createTouched(network);
  touchAll(all);
  const openNow = new Float64Array(lanes);
  const openThen = new Float64Array(lanes);
  const makesNow = new Float64Array(network.counts.processes);

  /** Adds what one announced closure will cut off, on top of what is seen. */
  function addClosure(steps: LevelSteps, disruption: number, levels: Float64Array, aheadDays: Float64Array): void {
    const { isEndKnown, durationDays } = steps.disruptions[disruption];
    const limit = network.constants.frontLoadingDays;
    const days = isEndKnown === true ? Math.min(limit, durationDays) : limit;
    combineChannels(steps, levels, openness, all);
    for (let lane = 0; lane < lanes; lane++) openThen[lane] = laneOpenness(network, openness, lane);
    for (let stock = 0; stock < stocks; stock++) {
      let cutOff = 0;
      for (let lane = network.stockLaneStart[stock]; lane < network.stockLaneStart[stock + 1]; lane++) {
        cutOff += network.laneShare[lane] * Math.max(0, openNow[lane] - openThen[lane]);
      }
      for (let process = network.stockProcessStart[stock]; process < network.stockProcessStart[stock + 1]; process++) {
        const fall = Math.max(0, makesNow[process] - openness.processCapacity[process]);
        cutOff += network.processShare[process] * fall;
      }
      if (days * cutOff > aheadDays[stock]) aheadDays[stock] = days * cutOff;
    }
  }

  return {
    plan(steps, announced, seen, aheadDays) {
      aheadDays.fill(0);
      if (!announced.some((level) => level > 0)) return;
      combineChannels(steps, seen, openness, all);
      for (let lane = 0; lane < lanes; lane++) openNow[lane] = laneOpenness(network, openness, lane);
      makesNow.set(openness.processCapacity);
      const levels = seen.slice();
      for (let disruption = 0; disruption < steps.disruptions.length; disruption++) {
        if (announced[disruption] === 0) continue;
        levels[disruption] = announced[disruption];
        addClosure(steps, disruption, levels, aheadDays);
        levels[disruption] = seen[disruption];
      }
    },
  };
}
