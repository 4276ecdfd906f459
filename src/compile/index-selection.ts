import { groupBy, sortByCodeUnits } from "../model/canonical-order.ts";
import { LANE_INSIDE } from "../model/network.ts";
import type { DesignProblem } from "../model/problem.ts";
import type { Market, Port } from "../model/world.ts";
import { sideOf } from "./agreed.ts";
import type { NetworkLabels } from "./labels.ts";
import { type OrderEdge, type OrderPlan, planOrders } from "./order.ts";
import { type Route, routeOf } from "./route.ts";
import { outputKey, type SelectedLane, type SelectedProcess, type Selection, stockKey } from "./select.ts";

/** A selection with a number for every entity, in the order of the network's columns. */
export interface IndexedSelection {
  readonly selection: Selection;
  readonly stockIndex: ReadonlyMap<string, number>;
  /** By destination stock, then lane id, detours behind their lane. */
  readonly lanes: readonly IndexedLane[];
  /** By output stock. */
  readonly processes: readonly SelectedProcess[];
  readonly markets: readonly Market[];
  /** A port that several parties use is a gate of its own for each: by id, then party. */
  readonly ports: readonly Gate[];
  readonly regimeIndex: ReadonlyMap<string, number>;
  readonly regionIndex: ReadonlyMap<string, number>;
  readonly orderPlan: OrderPlan;
  readonly labels: NetworkLabels;
}

/** Where the lanes of one party unload at a port. */
export interface Gate {
  readonly port: Port;
  readonly party: number;
}

export interface IndexedLane extends SelectedLane {
  readonly from: number;
  readonly to: number;
  /** Index of the lane this is a detour of, -1 for a lane proper. */
  readonly detourOf: number;
  readonly route: Route;
  /** LANE_INSIDE and its like. */
  readonly boundary: number;
}

export function indexSelection(selection: Selection, problems: DesignProblem[]): IndexedSelection {
  const { world } = selection;
  const stockIndex = new Map(selection.stocks.map((stock, index) => [stock.key, index]));
  const lanes = indexLanes(selection, stockIndex);
  const ports = gatesOf(selection, lanes);
  const regimes = sortByCodeUnits(world.carbonRegimes, (regime) => regime.id);
  const regions = sortByCodeUnits(world.regions, (region) => region.id);
  const edges = orderEdges(selection, lanes, stockIndex);
  const orderPlan = planOrders(selection.stocks.length, edges);
  if (orderPlan.cycle.length > 0) {
    const keys = orderPlan.cycle.map((stock) => selection.stocks[stock].key);
    problems.push({
      design: selection.design.id,
      at: { list: "stocks", id: keys[0] },
      message: `invalid cycle ${[...keys, keys[0]].join(" -> ")} in design '${selection.design.id}', goods would pass through it within one day; give a lane on it a lead time of at least 1 day`,
    });
  }
  return {
    selection,
    stockIndex,
    lanes,
    processes: selection.processes,
    markets: selection.markets,
    ports,
    regimeIndex: new Map(regimes.map((regime, index) => [regime.id, index])),
    regionIndex: new Map(regions.map((region, index) => [region.id, index])),
    orderPlan,
    labels: {
      stocks: selection.stocks.map((stock) => stock.key),
      lanes: lanes.map((lane) => lane.id),
      processes: selection.processes.map((process) => process.key),
      markets: selection.markets.map((market) => market.id),
      ports: ports.map(({ port, party }) => (party === 0 ? port.id : `${port.id}@${party}`)),
      regimes: regimes.map((regime) => regime.id),
      regions: regions.map((region) => region.id),
    },
  };
}

function gatesOf({ world, parties }: Selection, lanes: readonly IndexedLane[]): Gate[] {
  const byId = sortByCodeUnits(world.ports, (port) => port.id);
  return byId.flatMap((port) => {
    const unloading = lanes.filter(({ route }) => route.dischargePort === port.id);
    const users = [...new Set(unloading.map(({ lane }) => parties.of(lane.to)))].sort((left, right) => left - right);
    return users.map((party) => ({ port, party }));
  });
}

function indexLanes(selection: Selection, stockIndex: ReadonlyMap<string, number>): IndexedLane[] {
  const families = groupBy(selection.lanes, (item) => item.lane.id);
  const byId = sortByCodeUnits([...families.values()], (family) => family[0].lane.id);
  byId.sort((left, right) => toStock(left[0], stockIndex) - toStock(right[0], stockIndex));
  const indexed: IndexedLane[] = [];
  for (const family of byId) {
    const parent = indexed.length;
    for (const member of sortWays(family)) {
      indexed.push({
        ...member,
        from: stockIndex.get(stockKey(member.lane.from, member.lane.product)) as number,
        to: toStock(member, stockIndex),
        detourOf: member.detour === 0 ? -1 : parent,
        route: routeOf(selection, member),
        boundary: sideOf(selection, member),
      });
    }
  }
  return indexed;
}

/** The lane itself, then its other ways: leaks were found last but stand before the expedite way. */
function sortWays(family: readonly SelectedLane[]): SelectedLane[] {
  return [...family].sort((left, right) => left.kind - right.kind || left.detour - right.detour);
}

function toStock(lane: SelectedLane, stockIndex: ReadonlyMap<string, number>): number {
  return stockIndex.get(stockKey(lane.lane.to, lane.lane.product)) as number;
}

function orderEdges(
  selection: Selection,
  lanes: readonly IndexedLane[],
  stockIndex: ReadonlyMap<string, number>,
): OrderEdge[] {
  const edges: OrderEdge[] = lanes.map((lane) => ({
    from: lane.to,
    to: lane.from,
    canDelay: lane.route.leadTimeDays >= 1,
    mustDelay: lane.boundary !== LANE_INSIDE,
  }));
  for (const item of selection.processes) {
    const output = stockIndex.get(outputKey(item)) as number;
    for (const input of item.process.inputs) {
      const inputStock = stockIndex.get(stockKey(item.site.id, input.product)) as number;
      edges.push({ from: output, to: inputStock, canDelay: false });
    }
  }
  return edges;
}
