import { walkFlows } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import { laneOpenness } from "./lane-openness.ts";
import type { LevelSteps } from "./level-steps.ts";
import { allocateOpenness, createCombiner, type Openness } from "./openness.ts";
import type { Perception } from "./sources.ts";
import { type Stale, staleAll } from "./stale.ts";
import type { Touched } from "./touched.ts";

/** The world as a design sees it. */
export interface Perceiver {
  readonly sight: Openness;
  readonly seen: Perception;
  /** [market] units a day that are asked for, as seen. */
  readonly wantedDemand: Float64Array;
  /**
   * Looks again at what is touched, and says which answers of the last plan are stale by it.
   *
   * @returns whether anything that a plan looks at is not as it was: prices alone change no plan
   */
  look(steps: LevelSteps, levels: Float64Array, touched: Touched): boolean;
}

export function createPerceiver(network: Network, stale: Stale): Perceiver {
  const { lanes, processes, markets } = network.counts;
  const sight = allocateOpenness(network);
  const combineChannels = createCombiner(network);
  const wantedDemand = new Float64Array(markets);
  const seen: Perception = {
    laneOpen: new Float64Array(lanes),
    processOpen: sight.processCapacity,
    processUnits: new Float64Array(processes),
    flow: network.stockFlowUnitsPerDay.slice(), // who has no market sees no demand that differs
    laneExtraDays: sight.laneExtraDays,
  };
  // As it was when looked at last.
  const entryBefore = new Float64Array(lanes);
  const extraDaysBefore = new Float64Array(lanes);
  const capacityBefore = new Float64Array(processes);
  const pressureBefore = new Float64Array(processes);
  const demandBefore = new Float64Array(markets);

  function lookAtLane(lane: number): boolean {
    const open = laneOpenness(network, sight, lane);
    const isSame =
      seen.laneOpen[lane] === open &&
      entryBefore[lane] === sight.laneEntry[lane] &&
      extraDaysBefore[lane] === sight.laneExtraDays[lane];
    seen.laneOpen[lane] = open;
    entryBefore[lane] = sight.laneEntry[lane];
    extraDaysBefore[lane] = sight.laneExtraDays[lane];
    if (!isSame) stale.split[network.laneTo[lane]] = 1;
    return !isSame;
  }

  function lookAtProcess(process: number): boolean {
    const isSame =
      capacityBefore[process] === sight.processCapacity[process] &&
      pressureBefore[process] === sight.processPressure[process];
    capacityBefore[process] = sight.processCapacity[process];
    pressureBefore[process] = sight.processPressure[process];
    if (!isSame) stale.split[network.processStock[process]] = 1;
    return !isSame;
  }

  /** Demand as seen, and the flow it asks for by baseline shares. */
  function lookAtDemand(): boolean {
    let isSame = true;
    let isUsual = true;
    for (let market = 0; market < markets; market++) {
      if (sight.marketDemand[market] !== demandBefore[market]) isSame = false;
      if (sight.marketDemand[market] !== 1) isUsual = false;
    }
    if (isSame) return false;
    demandBefore.set(sight.marketDemand);
    staleAll(stale);
    wantedDemand.set(network.marketDemandUnitsPerDay);
    seen.flow.set(network.stockFlowUnitsPerDay);
    if (isUsual) return true;
    for (let market = 0; market < markets; market++) wantedDemand[market] *= sight.marketDemand[market];
    walkFlows(network, network.laneShare, network.processShare, seen.flow, wantedDemand);
    return true;
  }

  return {
    sight,
    seen,
    wantedDemand,
    look(steps, levels, touched) {
      combineChannels(steps, levels, sight, touched);
      let hasNews = false;
      for (let at = 0; at < touched.lanes.count; at++) if (lookAtLane(touched.lanes.list[at])) hasNews = true;
      for (let at = 0; at < touched.ports.count; at++) {
        const port = touched.ports.list[at];
        for (let gate = network.portLaneStart[port]; gate < network.portLaneStart[port + 1]; gate++) {
          if (lookAtLane(network.portLane[gate])) hasNews = true;
        }
      }
      for (let at = 0; at < touched.processes.count; at++) {
        if (lookAtProcess(touched.processes.list[at])) hasNews = true;
      }
      if (touched.markets.count > 0 && lookAtDemand()) hasNews = true;
      return hasNews;
    },
  };
}
