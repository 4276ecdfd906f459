import {
  arrivingUnits,
  baseStockTargets,
  dispatchedUnits,
  type ExtraUnits,
  madeUnits,
  walkFlows,
} from "../model/flow.ts";
import { LANE_DETOUR, LANE_EXPEDITE, LANE_OUTBOUND, LANE_PROPER, type Network } from "../model/network.ts";
import type { DesignProblem, EntityRef } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
import { agreedBaseline } from "./agreed.ts";
import { agreeOnFlows } from "./boundaries.ts";
import type { IndexedLane, IndexedSelection } from "./index-selection.ts";

/** Need above capacity by less than this fraction is rounding. */
const ROUNDING = 1e-9;

/**
 * Finds baseline flows and targets, sets the capacities that follow from them, and reports every capacity the baseline
 * does not fit through, with the entity, the need and the capacity.
 */
export function setCapacities(
  network: Network,
  indexed: IndexedSelection,
  settings: Settings,
  problems: DesignProblem[],
): void {
  const design = indexed.selection.design.id;
  const report = (at: EntityRef, message: string): void => {
    problems.push({ design, at, message });
  };
  const flow = network.stockFlowUnitsPerDay;
  const change = walkFlows(network, network.laneShare, network.processShare, flow);
  if (!(change < ROUNDING)) {
    report(
      { list: "designs", id: design },
      `invalid cycle in design '${design}', goods that come back need more goods than were sent: the flow round it does not settle; lower a share on it`,
    );
    return;
  }
  agreeOnFlows(network, indexed);
  baseStockTargets(network, network.laneShare, network.processShare, flow, network.stockTargetUnits);
  const potential = potentialFlow(network, indexed);
  setLaneCapacities(network, indexed, settings, potential, report);
  limitChokepoints(network, indexed, report);
  checkProcesses(network, indexed, report);
  setPortThroughput(network, indexed, potential, report);
}

type Report = (at: EntityRef, message: string) => void;

function laneFlow(network: Network, lane: number): number {
  return dispatchedUnits(network, network.stockFlowUnitsPerDay, lane, network.laneShare[lane]);
}

/**
 * Flow through every stock with all backups and plants on standby running at their stated capacity on top of the baseline.
 * What lies upstream of a backup carries nothing at baseline; its lanes and ports have room for this much.
 */
function potentialFlow(network: Network, indexed: IndexedSelection): Float64Array {
  const extra: ExtraUnits = {
    lane: new Float64Array(network.counts.lanes),
    process: new Float64Array(network.counts.processes),
  };
  indexed.lanes.forEach((item, lane) => {
    const isBackup = item.detour === 0 && item.lane.backup !== undefined;
    const agreed = agreedBaseline(indexed.selection, item.lane.id, item.id);
    if (isBackup) extra.lane[lane] = item.lane.capacityUnitsPerDay ?? (agreed?.capacityUnitsPerDay as number);
  });
  indexed.processes.forEach(({ process: { standby, capacityUnitsPerDay } }, process) => {
    if (standby !== undefined) extra.process[process] = capacityUnitsPerDay;
  });
  const flow = new Float64Array(network.counts.stocks);
  const { laneShare, processShare, marketDemandUnitsPerDay } = network;
  walkFlows(network, laneShare, processShare, flow, marketDemandUnitsPerDay, extra);
  return flow;
}

function setLaneCapacities(
  network: Network,
  indexed: IndexedSelection,
  settings: Settings,
  potential: Float64Array,
  report: Report,
): void {
  indexed.lanes.forEach((item, lane) => {
    const flow = laneFlow(network, lane);
    const mostUnits = dispatchedUnits(network, potential, lane, network.laneShare[lane]);
    const room = Math.max(settings.laneHeadroomFactor * flow, mostUnits);
    const agreed = agreedBaseline(indexed.selection, item.lane.id, item.id);
    const capacity = agreed?.capacityUnitsPerDay ?? statedCapacity(network, item) ?? room;
    network.laneCapacityUnitsPerDay[lane] = capacity;
    if (flow > capacity * (1 + ROUNDING)) {
      report(
        { list: "lanes", id: item.lane.id, key: "capacityUnitsPerDay" },
        `invalid capacityUnitsPerDay ${capacity}, lane '${item.id}' must carry ${flow} units a day at baseline in design '${indexed.selection.design.id}'; raise it or lower the lane's share`,
      );
    }
  });
}

/** A detour without a capacity of its own, or a leak, carries what its lane can. */
function statedCapacity(network: Network, item: IndexedLane): number | undefined {
  if (item.kind === LANE_PROPER) return item.lane.capacityUnitsPerDay;
  if (item.kind === LANE_EXPEDITE) return item.lane.expedite?.capacityUnitsPerDay;
  const own = item.kind === LANE_DETOUR ? item.lane.detours[item.detour - 1].capacityUnitsPerDay : undefined;
  return own ?? network.laneCapacityUnitsPerDay[item.detourOf];
}

/**
 * A chokepoint's throughput is shared out once: lanes in use get it by baseline tonnage, as far as they can carry it, idle
 * lanes share what is left by their capacity. A detour that still passes the chokepoint uses its lane's part. What a lane
 * gets at one chokepoint does not depend on the others: the smallest part counts.
 */
function limitChokepoints(network: Network, indexed: IndexedSelection, report: Report): void {
  const capacity = network.laneCapacityUnitsPerDay.slice();
  for (const chokepoint of indexed.selection.world.chokepoints) {
    const throughput = chokepoint.throughputTonnesPerDay;
    if (throughput === undefined) continue;
    const passing = indexed.lanes.flatMap(({ detour, detourOf, route, boundary }, lane) => {
      if (boundary === LANE_OUTBOUND) return []; // what it may carry is agreed
      const tonnesPerUnit = network.laneMassTonnesPerUnit[lane];
      const isPassing = route.chokepoints.some((passage) => passage.chokepoint === chokepoint.id);
      return isPassing && tonnesPerUnit > 0 ? [{ lane, detour, detourOf, tonnesPerUnit }] : [];
    });
    const inUse = passing.filter(({ lane }) => laneFlow(network, lane) > 0);
    let used = 0;
    for (const { lane, tonnesPerUnit } of inUse) used += laneFlow(network, lane) * tonnesPerUnit;
    if (used > throughput * (1 + ROUNDING)) {
      report(
        { list: "chokepoints", id: chokepoint.id, key: "throughputTonnesPerDay" },
        `invalid throughputTonnesPerDay ${throughput}, design '${indexed.selection.design.id}' sends ${used} tonnes a day through chokepoint '${chokepoint.id}' at baseline`,
      );
      continue;
    }
    const part = new Map<number, number>();
    let left = throughput;
    for (const { lane, tonnesPerUnit } of inUse) {
      const units = Math.min(capacity[lane], laneFlow(network, lane) * Math.max(1, throughput / used));
      part.set(lane, units);
      left -= units * tonnesPerUnit;
    }
    if (left < ROUNDING * throughput) left = 0;
    const lanesProper = new Set(passing.flatMap(({ lane, detour }) => (detour === 0 ? [lane] : [])));
    const idle = passing.filter(({ lane, detourOf }) => !part.has(lane) && !lanesProper.has(detourOf));
    let idleTonnes = 0;
    for (const { lane, tonnesPerUnit } of idle) idleTonnes += capacity[lane] * tonnesPerUnit;
    for (const { lane } of idle) part.set(lane, capacity[lane] * Math.min(1, left / idleTonnes));
    for (const { lane, detourOf } of passing) {
      const units = part.get(lane) ?? (part.get(detourOf) as number);
      if (units < network.laneCapacityUnitsPerDay[lane]) network.laneCapacityUnitsPerDay[lane] = units;
    }
  }
}

function checkProcesses(network: Network, indexed: IndexedSelection, report: Report): void {
  indexed.processes.forEach(({ key }, process) => {
    const need = madeUnits(network, network.stockFlowUnitsPerDay, process, network.processShare[process]);
    const capacity = network.processCapacityUnitsPerDay[process];
    if (need <= capacity * (1 + ROUNDING)) return;
    report(
      { list: "processes", id: key, key: "capacityUnitsPerDay" },
      `invalid capacityUnitsPerDay ${capacity}, process '${key}' must make ${need} units a day at baseline in design '${indexed.selection.design.id}'`,
    );
  });
}

function setPortThroughput(network: Network, indexed: IndexedSelection, potential: Float64Array, report: Report): void {
  indexed.ports.forEach(({ port }, index) => {
    let used = 0;
    let mostUsed = 0;
    for (let at = network.portLaneStart[index]; at < network.portLaneStart[index + 1]; at++) {
      const lane = network.portLane[at];
      const tonnesPerUnit = network.laneMassTonnesPerUnit[lane];
      used += arrivingUnits(network, network.stockFlowUnitsPerDay, lane, network.laneShare[lane]) * tonnesPerUnit;
      const isBackup = network.laneBackupPriority[lane] > 0;
      const units = arrivingUnits(network, potential, lane, network.laneShare[lane]);
      mostUsed += (isBackup ? network.laneCapacityUnitsPerDay[lane] : units) * tonnesPerUnit;
    }
    const throughput = port.handlingTonnesPerDay ?? Math.max(port.headroomFactor * used, mostUsed);
    // A port where nothing has weight does not limit anybody while it is open.
    network.portThroughputTonnesPerDay[index] = throughput === 0 ? Number.POSITIVE_INFINITY : throughput;
    if (used <= throughput * (1 + ROUNDING)) return;
    report(
      { list: "ports", id: port.id, key: "handlingTonnesPerDay" },
      `invalid handlingTonnesPerDay ${throughput}, design '${indexed.selection.design.id}' unloads ${used} tonnes a day at port '${port.id}' at baseline`,
    );
  });
}
