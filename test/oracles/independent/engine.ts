import type { Study } from "../../../src/config/study.ts";
import type { Design } from "../../../src/model/design.ts";
import type { Disruption } from "../../../src/model/disruption.ts";
import type { Market, Region } from "../../../src/model/world.ts";
import { type Conditions, carbonPrice, factorOf, openAhead, transitOpen, weatherOf } from "./conditions.ts";
import { buildNetwork, carbonOf, type DesignNetwork, type ProcessNode, type StockNode, type Way } from "./network.ts";
import { createPlanner, type Plan } from "./planner.ts";

/*
 * A second engine: one design under given disruptions, day by day, written from the model page (docs/model.md), apart from
 * the first. Plain objects, lists and maps; slow; no number is shared with the engine it is compared to.
 */

interface Goods {
  units: number;
  usd: number;
}

/** Goods on their way, or work in progress. */
interface Parcel extends Goods {
  daysToGo: number;
}

interface WayState {
  /** Ordered and not shipped. */
  backlog: number;
  /** Ordered, and not yet known at the origin. */
  mail: number;
  moving: Parcel[];
  held: Parcel[];
  /** How much of what is held does not count as on order. */
  uncounted: number;
  /** At the end of the way, outside the gate. */
  waiting: Goods;
  /** What the pause of its receipt lets in today; infinite without a pause. */
  gate: number;
  shippedToday: number;
}

interface ProcessState {
  wanted: number;
  madeToday: number;
  inProgress: Parcel[];
}

interface World {
  readonly network: DesignNetwork;
  readonly stocks: Map<StockNode, Goods>;
  readonly ways: Map<Way, WayState>;
  readonly processes: Map<ProcessNode, ProcessState>;
  readonly markets: Map<Market, { backorders: { day: number; units: number }[] }>;
}

export interface MarketDay {
  demand: number;
  servedOnTime: number;
  servedLate: number;
  lost: number;
  soldCostUsd: number;
}

export interface DayRecord {
  readonly markets: Map<string, MarketDay>;
  productionUsd: number;
  freightUsd: number;
  tariffUsd: number;
  carbonUsd: number;
  holdingUsd: number;
  emissionsTonnes: number;
  readonly state: DayState;
}

/** State at the end of a day; stocks and processes by `site/product`, ways by lane id, detours as `lane~1`. */
export interface DayState {
  readonly stocks: Map<string, { onHand: number; usd: number; onOrder: number }>;
  readonly ways: Map<string, WayDay>;
  readonly processes: Map<string, { made: number; wanted: number; inProgressUnits: number; inProgressUsd: number }>;
  readonly backorders: Map<string, number>;
}

interface WayDay {
  readonly shipped: number;
  readonly backlog: number;
  readonly movingUnits: number;
  readonly heldUnits: number;
  readonly wayUsd: number;
  readonly waitingUnits: number;
  readonly waitingUsd: number;
}

export function runIndependently(study: Study, design: Design, disruptions: readonly Disruption[]): DayRecord[] {
  const network = buildNetwork(study, design);
  const weather = weatherOf(network, disruptions);
  const planner = createPlanner(network);
  const world = fixedPoint(network);
  const records: DayRecord[] = [];
  let before = weather.on(-1);
  let seenBefore = before;
  let planBefore = planner.plan(-1, before);
  for (let day = 0; day < study.settings.horizonDays; day++) {
    const today = weather.on(day);
    const seen = weather.on(day - design.planner.detectionDelayDays);
    const plan = planner.plan(day, seen);
    const record = emptyRecord(world);
    beginDay(world);

    changeTransit(world, before, today);
    changeOrders(world, seenBefore, seen, planBefore, plan);
    arrive(world, today);
    order(world, today, plan, design.planner.restockDays);
    makeAndShip(world, today, record);
    sell(world, day, record);
    account(world, record);
    records.push({ ...record, state: snapshot(world) });
    [before, seenBefore, planBefore] = [today, seen, plan];
  }
  return records;
}

/** The end of a day on which everything flowed at baseline. */
function fixedPoint(network: DesignNetwork): World {
  const stocks = new Map<StockNode, Goods>();
  const ways = new Map<Way, WayState>();
  const processes = new Map<ProcessNode, ProcessState>();
  const noCondition: Conditions = { values: new Map(), passages: new Map() };
  const price = (region: Region): number => carbonPrice(network, noCondition, region);
  for (const stock of network.stocks) {
    const units = stock.flow * stock.coverDays;
    stocks.set(stock, { units, usd: units * stock.unitCost });
  }
  const days = (count: number, units: number, unitCost: number): Parcel[] =>
    units === 0 ? [] : Array.from({ length: count }, (_, day) => ({ daysToGo: day + 1, units, usd: units * unitCost }));
  for (const way of network.ways) {
    const flow = way.lane.ways[0] === way ? way.lane.share * way.target.flow : 0;
    const landed = way.origin.unitCost * (1 + way.tariff) + way.freightCost + carbonOf(network.world, way, price);
    ways.set(way, {
      backlog: 0,
      mail: way.mailsOrders ? flow : 0,
      moving: days(way.leadDays, flow, landed),
      held: [],
      uncounted: 0,
      waiting: { units: 0, usd: 0 },
      gate: Number.POSITIVE_INFINITY,
      shippedToday: 0,
    });
  }
  for (const process of network.processes) {
    const { conversionCostUsdPerUnit, emissionsTonnesPerUnit, productionLeadTimeDays } = process.terms;
    let cost = conversionCostUsdPerUnit + emissionsTonnesPerUnit * price(process.output.region);
    for (const input of process.inputs) cost += input.unitsPerGoodUnit * input.stock.unitCost;
    processes.set(process, { wanted: 0, madeToday: 0, inProgress: days(productionLeadTimeDays, process.flow, cost) });
  }
  const markets = new Map(network.study.markets.map((market) => [market, { backorders: [] }]));
  return { network, stocks, ways, processes, markets };
}

function emptyRecord({ markets }: World): Omit<DayRecord, "state"> {
  const record = new Map<string, MarketDay>();
  for (const { id, demandUnitsPerDay } of markets.keys()) {
    record.set(id, { demand: demandUnitsPerDay, servedOnTime: 0, servedLate: 0, lost: 0, soldCostUsd: 0 });
  }
  const costs = { productionUsd: 0, freightUsd: 0, tariffUsd: 0, carbonUsd: 0, holdingUsd: 0, emissionsTonnes: 0 };
  return { markets: record, ...costs };
}

function beginDay({ ways, processes }: World): void {
  for (const state of ways.values()) {
    state.shippedToday = 0;
    for (const parcel of state.moving) parcel.daysToGo--;
  }
  for (const state of processes.values()) {
    state.madeToday = 0;
    for (const parcel of state.inProgress) parcel.daysToGo--;
  }
}

/** Goods under way stop where the passage ahead of them closes, and go on from there when it opens. */
function changeTransit(world: World, before: Conditions, today: Conditions): void {
  for (const [way, state] of world.ways) {
    const stopped: Parcel[] = [];
    const started: Parcel[] = [];
    for (const parcel of state.moving) {
      const [was, is] = [openAhead(before, way, parcel.daysToGo), openAhead(today, way, parcel.daysToGo)];
      if (is >= was || parcel.daysToGo === 0) continue;
      stopped.push({ ...split(parcel, 1 - is / was), daysToGo: parcel.daysToGo });
    }
    const heldBefore = unitsOf(state.held);
    for (const parcel of state.held) {
      const [was, is] = [openAhead(before, way, parcel.daysToGo), openAhead(today, way, parcel.daysToGo)];
      if (is > was) started.push({ ...split(parcel, (is - was) / (1 - was)), daysToGo: parcel.daysToGo });
    }
    // Held goods are not told apart: what moves on counts again in the proportion of all.
    const wentOn = unitsOf(started);
    if (wentOn > 0) state.uncounted *= 1 - wentOn / heldBefore;
    state.held = [...state.held, ...stopped].filter((parcel) => parcel.units > 0);
    state.moving = [...state.moving, ...started].filter((parcel) => parcel.units > 0);
  }
}

/** What the new plan cancels, and the goods that no longer count as on order because their way is seen to be shut. */
function changeOrders(world: World, seenBefore: Conditions, seen: Conditions, before: Plan, plan: Plan): void {
  for (const [way, state] of world.ways) {
    const left = keptOf(before, plan, way);
    state.backlog *= left;
    state.mail *= left;
    const open = transitOpen(seen, way);
    const openBefore = transitOpen(seenBefore, way);
    if (open === 1) continue;
    const given = plan.given.get(way)!;
    const givenBefore = openBefore < 1 ? before.given.get(way)! : 0;
    if (open < openBefore || Math.abs(given - givenBefore) > 1e-11) state.uncounted = given * unitsOf(state.held);
  }
  for (const [process, state] of world.processes) state.wanted *= keptOf(before, plan, process);
}

function unitsOf(goods: readonly Goods[]): number {
  return goods.reduce((sum, { units }) => sum + units, 0);
}

function keptOf(before: Plan, plan: Plan, source: Way | ProcessNode): number {
  const was = before.kept.get(source) ?? 1;
  const is = plan.kept.get(source) ?? 1;
  return is < was ? is / was : 1;
}

function arrive(world: World, today: Conditions): void {
  for (const [process, state] of world.processes) {
    for (const parcel of state.inProgress) if (parcel.daysToGo === 0) add(world.stocks.get(process.output)!, parcel);
    state.inProgress = state.inProgress.filter((parcel) => parcel.daysToGo > 0);
  }
  const offers = new Map<Way, number>();
  for (const [way, state] of world.ways) {
    for (const parcel of state.moving) if (parcel.daysToGo === 0) add(state.waiting, parcel);
    state.moving = state.moving.filter((parcel) => parcel.daysToGo > 0);
    const open = factorOf(today, "receipt", way);
    state.gate = open < 1 ? open * way.capacity : Number.POSITIVE_INFINITY;
    offers.set(way, Math.min(state.waiting.units, state.gate));
  }
  const tonnes = new Map<string, number>();
  for (const [way, units] of offers) {
    const port = way.dischargePort?.id;
    if (port !== undefined) tonnes.set(port, (tonnes.get(port) ?? 0) + units * way.origin.product.massTonnesPerUnit);
  }
  for (const [way, units] of offers) {
    if (way.leadDays === 0) continue;
    const state = world.ways.get(way)!;
    const port = way.dischargePort?.id;
    const offered = port === undefined ? 0 : tonnes.get(port)!;
    const open = factorOf(today, "port", port);
    const throughput = port === undefined ? 0 : world.network.portThroughput.get(port)! * open;
    // A shut port lets in nothing; an open one never stops what weighs nothing.
    const isWeightless = way.origin.product.massTonnesPerUnit === 0;
    const fraction = open === 0 ? 0 : offered > throughput && !isWeightless ? throughput / offered : 1;
    const passing = take(state.waiting, units * fraction);
    add(world.stocks.get(way.target)!, passing);
  }
}

/** Markets first, all tiers on the same day; lanes on a cycle hand over yesterday's orders. */
function order(world: World, today: Conditions, plan: Plan, restockDays: number): void {
  const newlyOwed = new Map<StockNode, number>(world.network.stocks.map((stock) => [stock, 0]));
  const owe = (stock: StockNode, units: number): void => void newlyOwed.set(stock, newlyOwed.get(stock)! + units);
  for (const [way, state] of world.ways) {
    state.backlog += state.mail;
    owe(way.origin, state.mail);
    state.mail = 0;
  }
  for (const stock of [...world.network.stocks].reverse()) {
    for (const market of stock.markets) owe(stock, market.demandUnitsPerDay);
    const { onHand, onOrder } = positionOf(world, stock);
    let owed = 0;
    for (const way of stock.outOf) owed += world.ways.get(way)!.backlog;
    for (const process of stock.users) owed += perGoodUnit(process, stock) * world.processes.get(process)!.wanted;
    for (const market of stock.markets) owed += market.demandUnitsPerDay + backordersOf(world, market);
    const gap = plan.targets.get(stock)! - (onHand + onOrder - owed);
    const fresh = newlyOwed.get(stock)!;
    const wish = Math.max(0, restockDays > 1 ? fresh + (gap - fresh) / restockDays : gap);
    const units = Math.min(wish, orderLimit(world, today, stock));
    for (const lane of stock.into) {
      for (const way of lane.ways) {
        const part = units * plan.shares.get(way)!;
        const state = world.ways.get(way)!;
        if (way.mailsOrders) {
          state.mail += part;
        } else {
          state.backlog += part;
          owe(way.origin, part);
        }
      }
    }
    if (stock.maker !== undefined) {
      const part = units * plan.shares.get(stock.maker)!;
      world.processes.get(stock.maker)!.wanted += part;
      for (const input of stock.maker.inputs) owe(input.stock, input.unitsPerGoodUnit * part);
    }
  }
}

function orderLimit({ network }: World, today: Conditions, stock: StockNode): number {
  const open = factorOf(today, "orders", stock);
  if (open === 1) return stock.orderCapacity ?? Number.POSITIVE_INFINITY;
  return open * (stock.orderCapacity ?? network.study.settings.laneHeadroomFactor * stock.flow);
}

/** Sources first: every stock is shared out, then the processes that draw on it make what their scarcest input allows. */
function makeAndShip(world: World, today: Conditions, record: Omit<DayRecord, "state">): void {
  const price = (region: Region): number => carbonPrice(world.network, today, region);
  const planned = new Map<ProcessNode, number>();
  const fractions = new Map<ProcessNode, number>();
  for (const [process, { wanted }] of world.processes) {
    const capacity = process.terms.capacityUnitsPerDay * factorOf(today, "process", process);
    planned.set(process, Math.min(wanted, capacity));
    fractions.set(process, 1);
  }
  for (const stock of world.network.stocks) {
    if (stock.maker !== undefined) {
      make(world, stock.maker, planned.get(stock.maker)! * fractions.get(stock.maker)!, price, record);
    }
    const goods = world.stocks.get(stock)!;
    const draws: { rank: number; units: number; give(fraction: number): void }[] = [];
    for (const way of stock.outOf) {
      const limit = way.capacity * factorOf(today, "dispatch", way);
      const units = Math.min(world.ways.get(way)!.backlog, limit);
      draws.push({ rank: way.priority, units, give: (part) => ship(world, today, way, units * part, price, record) });
    }
    for (const process of stock.users) {
      const units = planned.get(process)! * perGoodUnit(process, stock);
      const give = (part: number): void => void fractions.set(process, Math.min(fractions.get(process)!, part));
      draws.push({ rank: 0, units, give });
    }
    for (const market of stock.markets) {
      draws.push({ rank: 0, units: market.demandUnitsPerDay + backordersOf(world, market), give: () => undefined });
    }
    const rankOf = (draw: { rank: number }): number => (stock.rationing === "priority" ? draw.rank : 0);
    let left = goods.units;
    for (const rank of [...new Set(draws.map(rankOf))].sort((one, other) => one - other)) {
      const equals = draws.filter((draw) => rankOf(draw) === rank);
      const total = equals.reduce((sum, draw) => sum + draw.units, 0);
      const fraction = total > left ? left / total : 1;
      for (const draw of equals) draw.give(fraction);
      left = Math.max(0, left - total);
    }
    for (const way of stock.outOf.filter(({ leadDays }) => leadDays === 0)) {
      const { waiting, gate } = world.ways.get(way)!;
      add(world.stocks.get(way.target)!, take(waiting, Math.min(waiting.units, gate)));
    }
  }
}

function make(
  world: World,
  process: ProcessNode,
  units: number,
  price: (region: Region) => number,
  record: Omit<DayRecord, "state">,
): void {
  if (units <= 0) return;
  const { conversionCostUsdPerUnit, emissionsTonnesPerUnit, productionLeadTimeDays } = process.terms;
  const conversion = units * conversionCostUsdPerUnit;
  const tonnes = units * emissionsTonnesPerUnit;
  const carbon = tonnes * price(process.output.region);
  let usd = conversion + carbon;
  for (const input of process.inputs) usd += take(world.stocks.get(input.stock)!, units * input.unitsPerGoodUnit).usd;
  const state = world.processes.get(process)!;
  state.madeToday = units;
  state.wanted -= units;
  if (state.wanted < 1e-12 * units) state.wanted = 0;
  if (productionLeadTimeDays === 0) add(world.stocks.get(process.output)!, { units, usd });
  else state.inProgress.push({ daysToGo: productionLeadTimeDays, units, usd });
  record.productionUsd += conversion;
  record.carbonUsd += carbon;
  record.emissionsTonnes += tonnes;
}

function ship(
  world: World,
  today: Conditions,
  way: Way,
  units: number,
  price: (region: Region) => number,
  record: Omit<DayRecord, "state">,
): void {
  if (units <= 0) return;
  const state = world.ways.get(way)!;
  const goods = take(world.stocks.get(way.origin)!, units);
  state.shippedToday = units;
  state.backlog -= units;
  if (state.backlog < 1e-12 * units) state.backlog = 0;
  const duty = way.tariff * goods.usd;
  const freight = units * way.freightCost * factorOf(today, "freight", way);
  const carbon = units * carbonOf(world.network.world, way, price);
  record.tariffUsd += duty;
  record.freightUsd += freight;
  record.carbonUsd += carbon;
  record.emissionsTonnes += units * way.freightTonnes;
  goods.usd += duty + freight + carbon;

  const open = openAhead(today, way, way.leadDays);
  const starting = open < 1 ? Math.min(units, open * way.capacity) : units;
  const standing = split(goods, 1 - starting / units);
  if (standing.units > 0) state.held.push({ ...standing, daysToGo: way.leadDays });
  if (way.leadDays > 0) {
    state.moving.push({ ...goods, daysToGo: way.leadDays });
    return;
  }
  // At the end of the way on the same day.
  add(state.waiting, goods);
}

function sell(world: World, day: number, record: Omit<DayRecord, "state">): void {
  for (const stock of world.network.stocks) {
    const goods = world.stocks.get(stock)!;
    const wants = stock.markets.map((market) => market.demandUnitsPerDay + backordersOf(world, market));
    const total = wants.reduce((sum, units) => sum + units, 0);
    const fraction = total > goods.units ? goods.units / total : 1;
    stock.markets.forEach((market, number) => {
      const entry = record.markets.get(market.id)!;
      const state = world.markets.get(market)!;
      const sold = wants[number] * fraction;
      entry.soldCostUsd = take(goods, sold).usd;
      let left = sold;
      for (const backorder of state.backorders) {
        const served = Math.min(left, backorder.units);
        backorder.units -= served;
        entry.servedLate += served;
        left -= served;
      }
      entry.servedOnTime = Math.min(left, market.demandUnitsPerDay);
      const unmet = market.demandUnitsPerDay - entry.servedOnTime;
      if (market.unmet === "lost") {
        entry.lost = unmet;
        return;
      }
      state.backorders.push({ day, units: unmet });
      for (const backorder of state.backorders) {
        if (backorder.day + market.patienceDays <= day) entry.lost += backorder.units;
      }
      state.backorders = state.backorders.filter((item) => item.units > 0 && item.day + market.patienceDays > day);
    });
  }
}

function account(world: World, record: Omit<DayRecord, "state">): void {
  let usd = 0;
  for (const [stock, goods] of world.stocks) {
    record.holdingUsd += goods.units * stock.holdingCost;
    usd += goods.usd;
  }
  for (const { moving, held, waiting } of world.ways.values()) {
    usd += waiting.usd;
    for (const parcel of [...moving, ...held]) usd += parcel.usd;
  }
  for (const { inProgress } of world.processes.values()) for (const parcel of inProgress) usd += parcel.usd;
  record.holdingUsd += (usd * world.network.study.settings.capitalCostFractionPerYear) / 365;
}

function positionOf(world: World, stock: StockNode): { onHand: number; onOrder: number } {
  let onOrder = 0;
  for (const way of stock.into.flatMap((lane) => lane.ways)) {
    const { backlog, mail, moving, held, uncounted, waiting } = world.ways.get(way)!;
    onOrder += backlog + mail + waiting.units;
    onOrder += unitsOf(moving) + unitsOf(held) - uncounted;
  }
  if (stock.maker !== undefined) {
    const { wanted, inProgress } = world.processes.get(stock.maker)!;
    onOrder += wanted;
    for (const parcel of inProgress) onOrder += parcel.units;
  }
  return { onHand: world.stocks.get(stock)!.units, onOrder };
}

function backordersOf({ markets }: World, market: Market): number {
  return markets.get(market)!.backorders.reduce((sum, backorder) => sum + backorder.units, 0);
}

function perGoodUnit(process: ProcessNode, stock: StockNode): number {
  return process.inputs.find((input) => input.stock === stock)!.unitsPerGoodUnit;
}

function add(goods: Goods, { units, usd }: Goods): void {
  goods.units += units;
  goods.usd += usd;
}

/** Takes units at average cost; what is below 1e-12 of them afterwards is nothing. */
function take(goods: Goods, units: number): Goods {
  if (units <= 0) return { units: 0, usd: 0 };
  if (goods.units - units < 1e-12 * units) {
    const all = { units: Math.min(units, goods.units), usd: goods.usd };
    goods.units = 0;
    goods.usd = 0;
    return all;
  }
  return split(goods, units / goods.units);
}

/** Splits off a fraction. */
function split(goods: Goods, fraction: number): Goods {
  const part = { units: goods.units * fraction, usd: goods.usd * fraction };
  goods.units -= part.units;
  goods.usd -= part.usd;
  return part;
}

function snapshot(world: World): DayState {
  const sum = (goods: readonly Goods[], of: "units" | "usd"): number =>
    goods.reduce((total, item) => total + item[of], 0);
  return {
    stocks: new Map(
      [...world.stocks].map(([stock, { units, usd }]) => [
        stock.id,
        { onHand: units, usd, onOrder: positionOf(world, stock).onOrder },
      ]),
    ),
    ways: new Map(
      [...world.ways].map(([way, { shippedToday, backlog, mail, moving, held, waiting }]) => [
        way.id,
        {
          shipped: shippedToday,
          backlog: backlog + mail,
          movingUnits: sum(moving, "units"),
          heldUnits: sum(held, "units"),
          wayUsd: sum(moving, "usd") + sum(held, "usd"),
          waitingUnits: waiting.units,
          waitingUsd: waiting.usd,
        },
      ]),
    ),
    processes: new Map(
      [...world.processes].map(([process, { madeToday, wanted, inProgress }]) => [
        process.id,
        { made: madeToday, wanted, inProgressUnits: sum(inProgress, "units"), inProgressUsd: sum(inProgress, "usd") },
      ]),
    ),
    backorders: new Map([...world.markets.keys()].map((market) => [market.id, backordersOf(world, market)])),
  };
}
