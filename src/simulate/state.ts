import { allocateColumns, type Columns } from "../model/columns.ts";
import { dispatchedUnits, madeUnits } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import { CONTROL_COLUMNS, type ControlName, type Controls } from "../model/segments.ts";
import { TOTAL_COLUMNS } from "../model/trajectory.ts";
import { landedUnitCostUsd, madeUnitCostUsd } from "../model/unit-cost.ts";

export const STATE_COLUMNS = {
  // Stocks.
  onHand: ["f64", "stocks"], // units
  onHandUsd: ["f64", "stocks"], // their money value
  onOrder: ["f64", "stocks"], // ordered, not yet received; work in progress included
  unitCostUsd: ["f64", "stocks"], // weighted average when the stock last shipped
  newlyOwed: ["f64", "stocks"], // what today's orders added to what is owed
  saleUnits: ["f64", "stocks"], // what the markets of the stock want today
  reserve: ["f64", "stocks"], // units kept apart for emergencies
  reserveUsd: ["f64", "stocks"],
  refillOrdered: ["f64", "stocks"], // what the reserve lacks and has been asked for
  // Lanes.
  backlog: ["f64", "lanes"], // ordered, not yet shipped
  delayedOrder: ["f64", "lanes"], // ordered today over a lane that passes orders on a day later
  waiting: ["f64", "lanes"], // arrived, outside a gate
  waitingUsd: ["f64", "lanes"],
  discounted: ["f64", "lanes"], // held goods that no longer count as on order
  // Pipeline slots: goods under way by day of arrival (modulo ring length), goods held by days still to go.
  moving: ["f64", "laneSlots"],
  movingUsd: ["f64", "laneSlots"],
  held: ["f64", "laneSlots"],
  heldUsd: ["f64", "laneSlots"],
  // Processes.
  wanted: ["f64", "processes"], // ordered, not yet started
  planned: ["f64", "processes"], // what today's capacity allows of it
  madeToday: ["f64", "processes"],
  inProgress: ["f64", "processSlots"], // by day of completion (modulo ring length)
  inProgressUsd: ["f64", "processSlots"],
  inputFill: ["f64", "inputs"], // share of the planned use that the input stock can give today
  // Recycling sources: units that come back on a day (modulo ring length).
  collected: ["f64", "recyclingSlots"],
  // Markets.
  demandToday: ["f64", "markets"],
  relativePrice: ["f64", "markets"], // of the day before, baseline = 1; kept where demand is elastic
  riseOfLag: ["f64", "lags"], // rise of unit cost 0, 1, ... days ago, USD; kept where demand is elastic
  marketFill: ["f64", "markets"], // share of what it wants that the market can sell today
  backorder: ["f64", "markets"],
  backorderOfDay: ["f64", "marketSlots"], // by day of demand (modulo ring length)
  // Ports.
  portRoom: ["f64", "ports"], // tonnes that may still pass today
  // One value each.
  goodsUsd: ["f64", "one"], // money in all goods: on hand, under way, waiting, in progress
} as const;

/** Rings of slots by day modulo length: whose they are, their columns, and where the network has their first slots and lengths. */
export const RINGS = {
  lane: { entities: "lanes", columns: ["moving", "movingUsd"], start: "laneRingStart", length: "laneRingLength" },
  process: {
    entities: "processes",
    columns: ["inProgress", "inProgressUsd"],
    start: "processRingStart",
    length: "processRingLength",
  },
  market: { entities: "markets", columns: ["backorderOfDay"], start: "marketRingStart", length: "marketRingLength" },
  recycling: {
    entities: "processes",
    columns: ["collected"],
    start: "processRecyclingRingStart",
    length: "processRecyclingRingLength",
  },
} as const;
export type RingKind = keyof typeof RINGS;
export type RingColumn = (typeof RINGS)[RingKind]["columns"][number];

/** Where the slots of rings lie: slot k of entity e has number start[e] + k x step[e] of its columns, k < length[e]. */
export interface RingPlaces {
  readonly length: Int32Array;
  readonly start: Int32Array;
  readonly step: Int32Array;
}

/** Columns of which runs that lie side by side have a number each. */
export type RunColumn = keyof typeof STATE_COLUMNS | ControlName | keyof typeof TOTAL_COLUMNS;

/** Everything that changes from day to day. Written by one run at a time. */
export interface State extends Columns<typeof STATE_COLUMNS> {
  /** Runs that lie side by side. */
  readonly width: number;
  /** Number i of run r is at i x strides[column] + r of its column. */
  readonly strides: Readonly<Record<RunColumn, number>>;
  /** Of lanes, what is held as well. */
  readonly rings: Readonly<Record<RingKind, RingPlaces>>;
  /** Control columns in force, and the same arrays and their strides by control number. */
  readonly controls: Controls;
  readonly controlList: readonly Float64Array[];
  readonly controlStrides: readonly number[];
  /** All columns at once, as they lie in memory. */
  readonly memory: StateMemory;
}

/** The numbers of a state, to be copied from one to another of the same network. */
export type StateMemory = readonly Float64Array[];

const ALONE = Object.fromEntries(
  [STATE_COLUMNS, CONTROL_COLUMNS, TOTAL_COLUMNS].flatMap((table) => Object.keys(table).map((name) => [name, 1])),
) as State["strides"];

/** A state of the right size for a network; `resetState` must fill it before use. */
export function allocateState(network: Network): State {
  const dimensions = { ...network.counts, one: 1 };
  const columns = allocateColumns(STATE_COLUMNS, dimensions);
  const controls = allocateColumns(CONTROL_COLUMNS, dimensions);
  const memory = [new Float64Array(columns.onHand.buffer), new Float64Array(controls.laneShare.buffer)];
  // Not spread into a new object: copies may differ in their hidden class, and every step of the day would pay for it.
  const state = columns as { -readonly [Key in keyof State]: State[Key] };
  state.width = 1;
  state.strides = ALONE;
  state.rings = ringsByEntity(network);
  state.controls = controls;
  state.controlList = Object.values(controls);
  state.controlStrides = state.controlList.map(() => 1);
  state.memory = memory;
  return state;
}

/** Every ring in one piece. */
function ringsByEntity(network: Network): State["rings"] {
  const places = Object.entries(RINGS).map(([kind, { start, length }]): [string, RingPlaces] => {
    const step = new Int32Array(network[start].length).fill(1);
    return [kind, { length: network[length], start: network[start], step }];
  });
  return Object.fromEntries(places) as State["rings"];
}

/** Makes a state equal to another of the same network. */
export function copyState(from: State, to: State): void {
  copyMemory(from.memory, to.memory);
}

/** Copies what states keep their columns in. */
export function copyMemory(from: StateMemory, to: StateMemory): void {
  for (let part = 0; part < from.length; part++) to[part].set(from[part]);
}

/** Puts a state at the undisturbed fixed point: end of a day on which everything flowed at baseline. */
export function resetState(network: Network, baseline: Controls, state: State): void {
  for (const [name, column] of Object.entries(baseline)) state.controls[name as keyof Controls].set(column);
  const zeroed = [
    state.newlyOwed,
    state.backlog,
    state.delayedOrder,
    state.waiting,
    state.waitingUsd,
    state.discounted,
    state.held,
    state.heldUsd,
    state.wanted,
    state.planned,
    state.madeToday,
    state.demandToday,
    state.refillOrdered,
    state.riseOfLag,
    state.inputFill,
    state.saleUnits,
    state.marketFill,
    state.backorder,
    state.backorderOfDay,
    state.goodsUsd,
    state.onOrder,
  ];
  for (const column of zeroed) column.fill(0);
  fillStocks(network, state);
  fillPipelines(network, state);
  fillWorkInProgress(network, state);
  fillCollected(network, state);
  state.relativePrice.fill(1);
}

function fillStocks(network: Network, state: State): void {
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    const units = network.stockFlowUnitsPerDay[stock] * network.stockCoverDays[stock];
    const unitCost = network.stockUnitCostUsd[stock];
    state.onHand[stock] = units;
    state.onHandUsd[stock] = units * unitCost;
    state.unitCostUsd[stock] = unitCost;
    state.goodsUsd[0] += units * unitCost;
    const reserve = network.stockFlowUnitsPerDay[stock] * network.stockReserveDays[stock];
    state.reserve[stock] = reserve;
    state.reserveUsd[stock] = reserve * unitCost;
    state.goodsUsd[0] += reserve * unitCost;
  }
}

/**
 * Yesterday evening the youngest goods had `leadDays` to go from the day they were shipped: slots 0 .. leadDays - 1. The
 * older they are, the more of them has spoiled; their money is still what was paid for all.
 */
function fillPipelines(network: Network, state: State): void {
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const to = network.laneTo[lane];
    const sent = dispatchedUnits(network, network.stockFlowUnitsPerDay, lane, network.laneShare[lane]);
    const usd = sent * landedUnitCostUsd(network, lane, state.controls.laneCarbonUsdPerUnit[lane]);
    const start = network.laneRingStart[lane];
    const length = network.laneRingLength[lane];
    const leadDays = network.laneLeadDays[lane];
    const keeps = 1 - network.laneSpoilageFraction[lane];
    let left = sent;
    let underWay = 0;
    for (let slot = length - 1; slot >= 0; slot--) {
      const isUnderWay = slot < leadDays;
      state.moving[start + slot] = isUnderWay ? left : 0;
      state.movingUsd[start + slot] = isUnderWay ? usd : 0;
      if (!isUnderWay) continue;
      underWay += left;
      left *= keeps;
    }
    state.delayedOrder[lane] = sent * network.laneOrderDelayDays[lane];
    state.onOrder[to] += underWay + state.delayedOrder[lane];
    state.goodsUsd[0] += usd * leadDays;
  }
}

function fillWorkInProgress(network: Network, state: State): void {
  for (let process = 0; process < network.counts.processes; process++) {
    const stock = network.processStock[process];
    const flow = madeUnits(network, network.stockFlowUnitsPerDay, process, network.processShare[process]);
    const unitCost = madeUnitCostUsd(network, process, state.controls.processCarbonUsdPerUnit[process]);
    const start = network.processRingStart[process];
    const leadDays = network.processLeadDays[process];
    for (let slot = 0; slot < network.processRingLength[process]; slot++) {
      const isUnderWay = slot < leadDays;
      state.inProgress[start + slot] = isUnderWay ? flow : 0;
      state.inProgressUsd[start + slot] = isUnderWay ? flow * unitCost : 0;
    }
    state.onOrder[stock] += flow * leadDays;
    state.goodsUsd[0] += flow * unitCost * leadDays;
  }
}

/** Markets have always sold their baseline demand. */
function fillCollected(network: Network, state: State): void {
  for (let process = 0; process < network.counts.processes; process++) {
    const start = network.processRecyclingRingStart[process];
    const length = network.processRecyclingRingLength[process];
    let units = 0;
    for (let at = network.processRecyclingStart[process]; at < network.processRecyclingStart[process + 1]; at++) {
      units += network.recyclingUnitsPerUnitSold[at] * network.marketDemandUnitsPerDay[network.recyclingMarket[at]];
    }
    state.collected.fill(units, start, start + length);
  }
}
