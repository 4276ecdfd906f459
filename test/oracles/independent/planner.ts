import type { Conditions } from "./conditions.ts";
import { transitOpen, valueOf } from "./conditions.ts";
import { baselineShares, type DesignNetwork, flowsUnder, type ProcessNode, type Shares, type StockNode, type Way } from "./network.ts";

/*
 * How a design reacts: section 4 of the model page. A plan is made anew every day from what is seen that day; days on
 * which nothing changes give the same plan again.
 */

export interface Plan {
  readonly shares: Shares;
  /** T of section 2. */
  readonly targets: Map<StockNode, number>;
  /** What is kept of a way or process: when it falls, orders are cancelled. */
  readonly kept: Map<Way | ProcessNode, number>;
}

export interface Planner {
  /** @param seen conditions of `detectionDelayDays` ago */
  plan(day: number, seen: Conditions): Plan;
}

/** Less than this of a stock's flow is rounding, not a lack. */
const ROUNDING = 1e-9;

export function createPlanner(network: DesignNetwork): Planner {
  const lackingSince = new Map<StockNode, number>();
  return {
    plan(day, seen) {
      if (isAllOpen(network, seen)) {
        lackingSince.clear();
        return finish(network, baselineShares(network.stocks), new Map());
      }
      const shares: Shares = new Map();
      const kept = new Map<Way | ProcessNode, number>();
      const hopes = new Map<StockNode, number>();
      for (const stock of network.stocks) planStock(stock, day, seen, { shares, kept, hopes, lackingSince });
      return finish(network, shares, kept);
    },
  };
}

/** A lane's open fraction is the worst of dispatch, transit, discharge port and receipt. */
function openOf(seen: Conditions, way: Way): number {
  return Math.min(
    valueOf(seen, "dispatch", way),
    transitOpen(seen, way),
    valueOf(seen, "port", way.dischargePort?.id),
    valueOf(seen, "receipt", way),
  );
}

function isAllOpen(network: DesignNetwork, seen: Conditions): boolean {
  const isOpen = network.ways.every((way) => openOf(seen, way) === 1);
  return isOpen && network.processes.every((process) => valueOf(seen, "process", process) === 1);
}

interface Drafts {
  readonly shares: Shares;
  readonly kept: Map<Way | ProcessNode, number>;
  readonly hopes: Map<StockNode, number>;
  readonly lackingSince: Map<StockNode, number>;
}

function planStock(stock: StockNode, day: number, seen: Conditions, drafts: Drafts): void {
  const { shares, kept, hopes, lackingSince } = drafts;
  const fractionOf = (units: number): number => (units === 0 ? 0 : units / stock.flow);
  const room = (way: Way): number => fractionOf(way.capacity * openOf(seen, way));
  const able = (way: Way): number => (way.mailsOrders ? 1 : hopes.get(way.origin)!);
  const soft = new Map<Way | ProcessNode, number>();
  let gone = 0;

  // Rule 1: primary lanes and their detours.
  for (const lane of stock.into) {
    const open = openOf(seen, lane.ways[0]);
    lane.ways.forEach((way) => {
      shares.set(way, 0);
      kept.set(way, openOf(seen, way));
    });
    if (lane.backup !== undefined) continue;
    shares.set(lane.ways[0], lane.share * open);
    let missing = lane.share * (1 - open);
    for (const detour of lane.ways.slice(1)) {
      const taken = Math.min(missing, room(detour));
      shares.set(detour, taken);
      missing -= taken;
    }
    gone += missing;
    for (const way of lane.ways) if (able(way) < 1 - ROUNDING) soft.set(way, shares.get(way)! * (1 - able(way)));
  }

  // Rule 4: what a process cannot do, and what the origin of a lane cannot hope for.
  const { maker } = stock;
  let makerRoom = 0;
  if (maker !== undefined) {
    const capacity = maker.terms.capacityUnitsPerDay * valueOf(seen, "process", maker);
    const hope = Math.min(1, ...maker.inputs.map((input) => hopes.get(input.stock)!));
    const can = Math.min(1, maker.flow === 0 ? (capacity > 0 ? 1 : 0) : capacity / maker.flow, hope);
    makerRoom = fractionOf(capacity);
    shares.set(maker, maker.share);
    kept.set(maker, 1);
    if (can < 1 - ROUNDING) soft.set(maker, maker.share * (1 - can));
  }
  const wanting = [...soft.values()].reduce((sum, part) => sum + part, 0);

  // Rules 2 and 3: backups that are active, then primary sources that are whole.
  if (gone + wanting > ROUNDING) {
    if (!lackingSince.has(stock)) lackingSince.set(stock, day);
  } else {
    lackingSince.delete(stock);
  }
  const since = lackingSince.get(stock) ?? day;
  const backups = stock.into.filter((lane) => lane.backup !== undefined && day - since >= lane.backup.activationDelayDays);
  const priorities = [...new Set(backups.map((lane) => lane.backup!.priority))].sort((left, right) => left - right);
  const takers: { weight: number; room: number; source: Way | ProcessNode }[][] = priorities.map((priority) =>
    backups
      .filter((lane) => lane.backup!.priority === priority)
      .map(({ ways: [way] }) => ({ weight: room(way) * able(way), room: room(way) * able(way), source: way })),
  );
  const whole = stock.into
    .filter((lane) => lane.backup === undefined && openOf(seen, lane.ways[0]) === 1 && !soft.has(lane.ways[0]))
    .map(({ share, ways: [way] }) => ({ weight: share, room: room(way) - share, source: way as Way | ProcessNode }));
  if (maker !== undefined && !soft.has(maker)) {
    whole.push({ weight: maker.share, room: makerRoom - maker.share, source: maker });
  }
  takers.push(whole);
  const place = (amount: number): number => {
    let left = amount;
    for (const group of takers) left -= pour(left, group, (source, part) => shares.set(source, shares.get(source)! + part));
    return Math.max(0, left);
  };
  const goneLeft = place(gone);
  const wantingLeft = place(wanting);
  const moved = wanting > 0 ? 1 - wantingLeft / wanting : 0;
  for (const [source, part] of soft) {
    const before = shares.get(source)!;
    shares.set(source, before - part * moved);
    kept.set(source, before > 0 ? kept.get(source)! * (1 - (part * moved) / before) : kept.get(source)!);
  }
  hopes.set(stock, Math.max(0, 1 - goneLeft - wantingLeft));
}

/** Pours an amount into takers by weight, each up to its room; returns what found place. */
function pour<Source>(
  amount: number,
  takers: { weight: number; room: number; source: Source }[],
  add: (source: Source, part: number) => void,
): number {
  let left = amount;
  for (;;) {
    const open = takers.filter((taker) => taker.weight > 0 && taker.room > ROUNDING);
    if (open.length === 0 || left <= 0) return amount - Math.max(0, left);
    const weight = open.reduce((sum, taker) => sum + taker.weight, 0);
    // As far as the first of them is full, then again among the others.
    const step = Math.min(left / weight, ...open.map((taker) => taker.room / taker.weight));
    for (const taker of open) {
      add(taker.source, taker.weight * step);
      taker.room -= taker.weight * step;
    }
    left -= weight * step;
    if (step === left / weight || left <= amount * 1e-15) return amount - Math.max(0, left);
  }
}

/** Rule 5: targets by the rules of section 1, from the flows under the new shares. */
function finish(network: DesignNetwork, shares: Shares, kept: Map<Way | ProcessNode, number>): Plan {
  const flows = flowsUnder(network.stocks, shares);
  const targets = new Map<StockNode, number>();
  for (const stock of network.stocks) {
    let days = stock.coverDays;
    for (const lane of stock.into) {
      for (const way of lane.ways) days += shares.get(way)! * (way.leadDays + (way.mailsOrders ? 1 : 0));
    }
    if (stock.maker !== undefined) days += shares.get(stock.maker)! * stock.maker.terms.productionLeadTimeDays;
    targets.set(stock, flows.get(stock)! * days);
  }
  return { shares, targets, kept };
}
