import { baseStockTargets, walkFlows } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import type { DesignProblem, EntityRef } from "../model/problem.ts";
import type { Settings } from "../model/settings.ts";
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
  baseStockTargets(network, network.laneShare, network.processShare, flow, network.stockTargetUnits);
  const potential = potentialFlow(network, indexed);
  setLaneCapacities(network, indexed, settings, potential, report);
  limitChokepoints(network, indexed, report);
  checkProcesses(network, indexed, report);
  setPortThroughput(network, indexed, potential, report);
}

type Report = (at: EntityRef, message: string) => void;

function laneFlow(network: Network, lane: number): number {
  return network.stockFlowUnitsPerDay[network.laneTo[lane]] * network.laneShare[lane];
}

/**
 * Flow through every stock with all backups running at their stated capacity on top of the baseline. What lies upstream of
 * a backup carries nothing at baseline; its lanes and ports have room for this much.
 */
function potentialFlow(network: Network, indexed: IndexedSelection): Float64Array {
  const backupUnits = new Float64Array(network.counts.lanes);
  indexed.lanes.forEach((item, lane) => {
    const isBackup = item.detour === 0 && item.lane.backup !== undefined;
    if (isBackup) backupUnits[lane] = item.lane.capacityUnitsPerDay as number;
  });
  const flow = new Float64Array(network.counts.stocks);
  walkFlows(network, network.laneShare, network.processShare, flow, backupUnits);
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
    const room = Math.max(settings.laneHeadroomFactor * flow, potential[item.to] * network.laneShare[lane]);
    const capacity = statedCapacity(network, item) ?? room;
    network.laneCapacityUnitsPerDay[lane] = capacity;
    if (flow > capacity * (1 + ROUNDING)) {
      report(
        { list: "lanes", id: item.lane.id, key: "capacityUnitsPerDay" },
        `invalid capacityUnitsPerDay ${capacity}, lane '${item.id}' must carry ${flow} units a day at baseline in design '${indexed.selection.design.id}'; raise it or lower the lane's share`,
      );
    }
  });
}

/** A detour without a capacity of its own carries what its lane can. */
function statedCapacity(network: Network, item: IndexedLane): number | undefined {
  if (item.detour === 0) return item.lane.capacityUnitsPerDay;
  const own = item.lane.detours[item.detour - 1].capacityUnitsPerDay;
  return own ?? network.laneCapacityUnitsPerDay[item.detourOf];
}

/**
 * A chokepoint's throughput is shared out once: lanes in use get it by baseline tonnage, idle lanes share what is left by
 * their capacity. A detour that still passes the chokepoint uses its lane's part.
 */
function limitChokepoints(network: Network, indexed: IndexedSelection, report: Report): void {
  for (const chokepoint of indexed.selection.world.chokepoints) {
    const throughput = chokepoint.throughputTonnesPerDay;
    if (throughput === undefined) continue;
    const passing = indexed.lanes.flatMap((item, lane) => {
      const isPassing = item.route.chokepoints.some((passage) => passage.chokepoint === chokepoint.id);
      return isPassing ? [{ item, lane, tonnesPerUnit: network.laneMassTonnesPerUnit[lane] }] : [];
    });
    const active = passing.filter(({ lane }) => network.laneShare[lane] > 0);
    const lanesProper = new Set(passing.filter(({ item }) => item.detour === 0).map(({ lane }) => lane));
    const idle = passing.filter(({ item, lane }) => network.laneShare[lane] === 0 && !lanesProper.has(item.detourOf));
    let used = 0;
    for (const { lane, tonnesPerUnit } of active) used += laneFlow(network, lane) * tonnesPerUnit;
    if (used > throughput * (1 + ROUNDING)) {
      report(
        { list: "chokepoints", id: chokepoint.id, key: "throughputTonnesPerDay" },
        `invalid throughputTonnesPerDay ${throughput}, design '${indexed.selection.design.id}' sends ${used} tonnes a day through chokepoint '${chokepoint.id}' at baseline`,
      );
      continue;
    }
    let idleTonnes = 0;
    for (const { lane, tonnesPerUnit } of idle) idleTonnes += network.laneCapacityUnitsPerDay[lane] * tonnesPerUnit;
    const limit = (lane: number, units: number): void => {
      if (units < network.laneCapacityUnitsPerDay[lane]) network.laneCapacityUnitsPerDay[lane] = units;
    };
    for (const { lane } of active) limit(lane, laneFlow(network, lane) * (throughput / used));
    for (const { lane } of idle) {
      limit(lane, network.laneCapacityUnitsPerDay[lane] * Math.min(1, (throughput - used) / idleTonnes));
    }
    for (const { item, lane } of passing) {
      if (lanesProper.has(item.detourOf)) limit(lane, network.laneCapacityUnitsPerDay[item.detourOf]);
    }
  }
}

function checkProcesses(network: Network, indexed: IndexedSelection, report: Report): void {
  indexed.processes.forEach(({ key }, process) => {
    const need = network.stockFlowUnitsPerDay[network.processStock[process]] * network.processShare[process];
    const capacity = network.processCapacityUnitsPerDay[process];
    if (need <= capacity * (1 + ROUNDING)) return;
    report(
      { list: "processes", id: key, key: "capacityUnitsPerDay" },
      `invalid capacityUnitsPerDay ${capacity}, process '${key}' must make ${need} units a day at baseline in design '${indexed.selection.design.id}'`,
    );
  });
}

function setPortThroughput(network: Network, indexed: IndexedSelection, potential: Float64Array, report: Report): void {
  indexed.ports.forEach((port, index) => {
    let used = 0;
    let mostUsed = 0;
    for (let at = network.portLaneStart[index]; at < network.portLaneStart[index + 1]; at++) {
      const lane = network.portLane[at];
      const tonnesPerUnit = network.laneMassTonnesPerUnit[lane];
      used += laneFlow(network, lane) * tonnesPerUnit;
      const isBackup = network.laneBackupPriority[lane] > 0;
      const units = potential[network.laneTo[lane]] * network.laneShare[lane];
      mostUsed += (isBackup ? network.laneCapacityUnitsPerDay[lane] : units) * tonnesPerUnit;
    }
    const throughput = port.handlingTonnesPerDay ?? Math.max(port.headroomFactor * used, mostUsed);
    network.portThroughputTonnesPerDay[index] = throughput;
    if (used <= throughput * (1 + ROUNDING)) return;
    report(
      { list: "ports", id: port.id, key: "handlingTonnesPerDay" },
      `invalid handlingTonnesPerDay ${throughput}, design '${indexed.selection.design.id}' unloads ${used} tonnes a day at port '${port.id}' at baseline`,
    );
  });
}
