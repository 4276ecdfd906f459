import { baselineControls } from "../../src/model/baseline.ts";
import type { Network } from "../../src/model/network.ts";
import { CONTROL_ID, EDIT_HOLD, EDIT_RELEASE, type Segments } from "../../src/model/segments.ts";
import { allocateTrajectory } from "../../src/model/trajectory.ts";
import { createSegmentWriter } from "../../src/plan/segment-writer.ts";
import { simulateFrom } from "../../src/simulate/reference.ts";
import { allocateState, type State } from "../../src/simulate/state.ts";
import { compileFor, indexOf, makeStudy, type StudyInput } from "./study.ts";

/*
 * The adapter between stockpyl's traces and the reference simulator. A node is a site, an edge a lane, external supply an
 * unlimited source. An assembler holds one input stock per supplier, with target 0, and runs an unlimited process.
 * Targets are the trace's base-stock levels instead of flow x lead time; stocks start on hand at that level, pipelines
 * empty. The order of events is the engine's own. Inventory level = on hand - what is owed; goods the trace sets aside for
 * a paused customer are on hand and owed at once, so that min(on hand, owed) is what it calls held for that customer.
 */

export interface TraceNode {
  readonly base_stock: number;
  readonly shipment_lead_time: number;
  readonly local_holding_cost: number;
  readonly backorder_cost?: number;
  readonly order_capacity?: number;
  readonly demand?: readonly number[];
  readonly "disruption(type,periods)"?: readonly ["OP" | "SP" | "TP" | "RP", readonly number[]];
}

export interface TraceInputs {
  readonly periods: number;
  readonly nodes: Readonly<Record<string, TraceNode>>;
  readonly edges_supplier_customer: readonly (readonly [number, number])[];
  readonly bom: readonly (readonly [number, number, number])[] | null;
}

/** Named values period by period. */
export type Trace = Map<string, number[]>;

const EXTERNAL = "EXT";

export function runTrace(inputs: TraceInputs, withDisruptions: boolean): Trace {
  const nodes = Object.entries(inputs.nodes);
  const suppliers = (node: string): string[] =>
    inputs.edges_supplier_customer.filter(([, to]) => `${to}` === node).map(([from]) => `${from}`);
  const customers = (node: string): string[] =>
    inputs.edges_supplier_customer.filter(([from]) => `${from}` === node).map(([, to]) => `${to}`);
  const isAssembly = nodes.some(([node]) => suppliers(node).length > 1);
  const product = (node: string): string => (isAssembly ? `goods-${node}` : "goods");
  const { network, labels } = compileFor(makeStudy(traceStudy(inputs, suppliers, product)));
  const stockOf = (node: string): number => indexOf(labels.stocks, `n${node}/${product(node)}`);
  const laneOf = (from: string, to: string): number => indexOf(labels.lanes, `${from}-${to}`);
  const marketOf = (node: string): number => labels.markets.indexOf(`m${node}`);
  freeOfLimits(network);
  for (const [node, { base_stock, order_capacity }] of nodes) {
    network.stockTargetUnits[stockOf(node)] = base_stock;
    if (order_capacity !== undefined) network.stockOrderCapacityUnitsPerDay[stockOf(node)] = order_capacity;
  }
  const demand = new Float64Array(inputs.periods * network.counts.markets);
  for (const [node, terms] of nodes) {
    const list = terms.demand ?? [];
    for (let day = 0; day < inputs.periods && list.length > 0; day++) {
      demand[day * network.counts.markets + marketOf(node)] = list[day % list.length];
    }
  }
  const baseline = baselineControls(network);
  const state = allocateState(network);
  for (const [name, column] of Object.entries(baseline)) state.controls[name as keyof typeof baseline].set(column);
  for (const [node, { base_stock }] of nodes) state.onHand[stockOf(node)] = base_stock;
  const segments = pauseSegments(inputs, withDisruptions, network, baseline, (node) => ({
    stock: stockOf(node),
    inbound: (suppliers(node).length > 0 ? suppliers(node) : [EXTERNAL]).map((from) => laneOf(from, node)),
  }));

  const trace: Trace = new Map();
  const note = (name: string, value: number): void => {
    trace.set(name, [...(trace.get(name) ?? []), value]);
  };
  const trajectory = allocateTrajectory(inputs.periods, network.counts);
  const backlogBefore = new Float64Array(network.counts.lanes);
  const shippedBefore = new Float64Array(network.counts.lanes);
  const receivedBefore = new Float64Array(network.counts.lanes);
  simulateFrom(network, segments, demand, state, trajectory, (day) => {
    for (const [node, terms] of nodes) {
      const stock = stockOf(node);
      const market = marketOf(node);
      const at = day * network.counts.markets + market;
      let owed = market < 0 ? 0 : state.backorder[market];
      let usd = terms.local_holding_cost * state.onHand[stock];
      for (const to of customers(node)) {
        const lane = laneOf(node, to);
        owed += state.backlog[lane];
        usd += terms.local_holding_cost * inTransit(network, state, lane);
        note(`node ${node} shipments to ${to}`, trajectory.laneShipped[lane] - shippedBefore[lane]);
        note(`node ${node} backorders owed to ${to}`, state.backlog[lane]);
        note(`node ${node} goods held for a paused customer (SP)`, Math.min(state.backlog[lane], state.onHand[stock]));
      }
      const level = state.onHand[stock] - owed;
      note(`node ${node} inventory level (net, end of period)`, level);
      if (market >= 0) note(`node ${node} shipments to EXT`, trajectory.servedOnTime[at] + trajectory.servedLate[at]);
      let outside = 0;
      for (const from of suppliers(node).length > 0 ? suppliers(node) : [EXTERNAL]) {
        const lane = laneOf(from, node);
        const shipped = trajectory.laneShipped[lane];
        const received = shipped - inTransit(network, state, lane) - state.waiting[lane];
        note(
          `node ${node} order quantity to ${from}`,
          state.backlog[lane] - backlogBefore[lane] + shipped - shippedBefore[lane],
        );
        note(`node ${node} receipts from ${from}`, received - receivedBefore[lane]);
        receivedBefore[lane] = received;
        outside += state.waiting[lane];
        let unconverted = 0;
        if (isAssembly && suppliers(node).length > 0) {
          unconverted = state.onHand[network.laneTo[lane]];
          note(`raw ${node} ${from}`, unconverted);
        }
        usd += (inputs.nodes[from]?.local_holding_cost ?? 0) * (unconverted + state.waiting[lane]);
      }
      note(`node ${node} goods held outside (RP)`, outside);
      usd += (terms.backorder_cost ?? 0) * Math.max(0, -level);
      note(`node ${node} cost per period`, usd);
    }
    backlogBefore.set(state.backlog);
    shippedBefore.set(trajectory.laneShipped);
  });
  return trace;
}

function traceStudy(
  inputs: TraceInputs,
  suppliers: (node: string) => string[],
  product: (node: string) => string,
): StudyInput {
  const unlimited = { capacityUnitsPerDay: 1e9, conversionCostUsdPerUnit: 1 };
  const nodes = Object.entries(inputs.nodes);
  const lanes = nodes.flatMap(([node, terms]) => {
    const from = suppliers(node);
    const common = {
      to: `n${node}`,
      mode: "road",
      distanceKm: 1,
      costUsdPerUnit: 0,
      leadTimeDays: terms.shipment_lead_time,
    };
    if (from.length === 0) return [{ ...common, id: `EXT-${node}`, from: `x${node}`, product: product(node) }];
    return from.map((supplier) => ({
      ...common,
      id: `${supplier}-${node}`,
      from: `n${supplier}`,
      product: product(supplier),
      allocationPriority: Number(node),
    }));
  });
  const sites = nodes.flatMap(([node]) => {
    const makers =
      suppliers(node).length > 1
        ? [{ output: product(node), inputs: billOf(inputs, node, suppliers(node)), ...unlimited }]
        : [];
    const site = {
      id: `n${node}`,
      region: "here",
      processes: makers,
      stocks: [{ product: product(node), rationing: "priority" }],
    };
    const source = { id: `x${node}`, region: "here", processes: [{ output: product(node), ...unlimited }] };
    return suppliers(node).length === 0 ? [site, source] : [site];
  });
  return {
    world: {
      regions: [{ id: "here" }],
      products: [...new Set(nodes.map(([node]) => product(node)))].map((id) => ({ id, massTonnesPerUnit: 1 })),
      sites,
      lanes,
    },
    markets: nodes
      .filter(([, terms]) => terms.demand !== undefined)
      .map(([node]) => ({
        id: `m${node}`,
        site: `n${node}`,
        product: product(node),
        demandUnitsPerDay: 1,
        priceUsdPerUnit: 1,
        unmet: "backorder",
      })),
    designs: [{ id: "trace", lanes: lanes.map((lane) => lane.id) }],
  };
}

function billOf(
  inputs: TraceInputs,
  node: string,
  suppliers: readonly string[],
): { product: string; unitsPerUnit: number }[] {
  return suppliers.map((supplier) => {
    const entry = inputs.bom?.find(([from, to]) => `${from}` === supplier && `${to}` === node);
    return { product: `goods-${supplier}`, unitsPerUnit: entry?.[2] ?? 1 };
  });
}

function freeOfLimits(network: Network): void {
  network.stockTargetUnits.fill(0);
  network.laneCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.processCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.marketPatienceDays.fill(-1);
}

/** OP: no orders; SP: no dispatch into the node; TP: what is under way stands still; RP: nothing is let in. */
function pauseSegments(
  inputs: TraceInputs,
  withDisruptions: boolean,
  network: Network,
  baseline: ReturnType<typeof baselineControls>,
  find: (node: string) => { stock: number; inbound: number[] },
): Segments {
  const writer = createSegmentWriter(baseline);
  writer.restart();
  const paused = Object.entries(inputs.nodes).find(([, terms]) => terms["disruption(type,periods)"] !== undefined);
  if (!withDisruptions || paused === undefined) return writer.finish();
  const [kind, periods] = paused[1]["disruption(type,periods)"] as readonly [string, readonly number[]];
  const { stock, inbound } = find(paused[0]);
  const set = (isOpen: boolean): void => {
    const limit = isOpen ? Number.POSITIVE_INFINITY : 0;
    if (kind === "OP")
      writer.set(CONTROL_ID.stockOrderLimit, stock, isOpen ? network.stockOrderCapacityUnitsPerDay[stock] : 0);
    for (const lane of inbound) {
      if (kind === "SP") writer.set(CONTROL_ID.laneDispatchLimit, lane, limit);
      if (kind === "RP") writer.set(CONTROL_ID.laneReceiptLimit, lane, limit);
      if (kind !== "TP") continue;
      writer.set(CONTROL_ID.laneEntryLimit, lane, limit);
      writer.edit(isOpen ? EDIT_RELEASE : EDIT_HOLD, lane, 1, network.laneLeadDays[lane], 1);
    }
  };
  writer.startChange(periods[0]);
  set(false);
  writer.startChange(periods[periods.length - 1] + 1);
  set(true);
  return writer.finish();
}

function inTransit(network: Network, state: State, lane: number): number {
  const start = network.laneRingStart[lane];
  let units = 0;
  for (let slot = start; slot < start + network.laneRingLength[lane]; slot++)
    units += state.moving[slot] + state.held[slot];
  return units;
}
