import type { Conditions } from "./conditions.ts";
import { factorOf, transitOpen } from "./conditions.ts";
import {
  baselineShares,
  type DesignNetwork,
  flowsUnder,
  type ProcessNode,
  type Shares,
  type StockNode,
  type Way,
} from "./network.ts";

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
  /** Of what a way has lost, the part that others were given; nothing stands for all of what is lost. */
  readonly given: Map<Way, number>;
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
        return finish(network, baselineShares(network.stocks), new Map(), new Map(network.ways.map((way) => [way, 0])));
      }
      const shares: Shares = new Map();
      const kept = new Map<Way | ProcessNode, number>();
      const hopes = new Map<StockNode, number>();
      const given = new Map(network.ways.map((way) => [way, openOf(seen, way) < 1 ? 1 : 0]));
      for (const stock of network.stocks) planStock(stock, day, seen, { shares, kept, given, hopes, lackingSince });
      return finish(network, shares, kept, given);
    },
  };
}

/** A lane's open fraction is the worst of dispatch, transit, discharge port and receipt. */
function openOf(seen: Conditions, way: Way): number {
  return Math.min(
    factorOf(seen, "dispatch", way),
    transitOpen(seen, way),
    factorOf(seen, "port", way.dischargePort?.id),
    factorOf(seen, "receipt", way),
  );
}

function isAllOpen(network: DesignNetwork, seen: Conditions): boolean {
  const isOpen = network.ways.every((way) => openOf(seen, way) === 1);
  return isOpen && network.processes.every((process) => factorOf(seen, "process", process) === 1);
}

interface Drafts {
  readonly shares: Shares;
  readonly kept: Map<Way | ProcessNode, number>;
  readonly given: Map<Way, number>;
  readonly hopes: Map<StockNode, number>;
  readonly lackingSince: Map<StockNode, number>;
}

/** A source that can take over some of a stock's supply. */
interface Taker {
  readonly weight: number;
  room: number;
  /** Brings what it is asked for. */
  readonly isReliable: boolean;
  add(part: number): void;
}

function planStock(stock: StockNode, day: number, seen: Conditions, drafts: Drafts): void {
  const { shares, kept, given, hopes, lackingSince } = drafts;
  const fractionOf = (units: number): number => (units === 0 ? 0 : units / stock.flow);
  const open = (way: Way): number => openOf(seen, way);
  const able = (way: Way): number => (way.mailsOrders ? 1 : hopes.get(way.origin)!);
  const primary = stock.into.filter((lane) => lane.backup === undefined);
  const missing = new Map<Way, number>();
  // What suppliers and the process cannot do, as a fraction of what they are asked for.
  const unable = new Map<Way | ProcessNode, number>();

  // Rule 1: primary lanes and their detours.
  for (const way of stock.into.flatMap(({ ways }) => ways)) {
    shares.set(way, 0);
    kept.set(way, open(way));
  }
  for (const { share, ways } of primary) {
    let taken = 0;
    for (const way of ways) {
      const isOwn = way === ways[0];
      const part = isOwn
        ? share * open(way)
        : Math.max(0, Math.min(share - taken, share * open(way) - taken, fractionOf(way.capacity * open(way))));
      shares.set(way, part);
      taken += part;
    }
    missing.set(ways[0], Math.max(0, share - taken));
    for (const way of ways) if (able(way) < 1 - ROUNDING) unable.set(way, 1 - able(way));
  }

  // Rule 4: what the process cannot do.
  const { maker } = stock;
  let makerRoom = 0;
  if (maker !== undefined) {
    const capacity = maker.terms.capacityUnitsPerDay * factorOf(seen, "process", maker);
    const hope = Math.min(1, ...maker.inputs.map((input) => hopes.get(input.stock)!));
    const can = Math.min(1, maker.flow === 0 ? factorOf(seen, "process", maker) : capacity / maker.flow, hope);
    makerRoom = fractionOf(capacity);
    shares.set(maker, maker.share);
    kept.set(maker, 1);
    if (can < 1 - ROUNDING) unable.set(maker, 1 - can);
  }
  const sum = (parts: Iterable<number>): number => [...parts].reduce((total, part) => total + part, 0);
  const gone = sum(missing.values());
  const wanting = sum([...unable].map(([source, fraction]) => shares.get(source)! * fraction));

  // Rules 2 and 3: backups that are active, then primary sources that are whole.
  if (gone + wanting > ROUNDING) {
    if (!lackingSince.has(stock)) lackingSince.set(stock, day);
  } else {
    lackingSince.delete(stock);
  }
  const since = lackingSince.get(stock) ?? day;
  const backups = stock.into.filter(
    (lane) => lane.backup !== undefined && day - since >= lane.backup.activationDelayDays,
  );
  const priorities = [...new Set(backups.map((lane) => lane.backup!.priority))].sort((left, right) => left - right);
  const taker = (source: Way | ProcessNode, weight: number, free: number): Taker => ({
    weight,
    room: free,
    isReliable: !(source !== maker && able(source as Way) < 1 - ROUNDING),
    add: (part) => void shares.set(source, shares.get(source)! + part),
  });
  const groups = priorities.map((priority) =>
    backups
      .filter((lane) => lane.backup!.priority === priority)
      .map(({ ways: [way] }) => {
        const units = way.capacity * open(way) * able(way);
        return taker(way, units, fractionOf(units));
      }),
  );
  const whole = primary
    .filter(({ ways: [way] }) => open(way) === 1 && !unable.has(way))
    .map(({ share, ways: [way] }) => taker(way, share, fractionOf(way.capacity) - share));
  if (maker !== undefined && !unable.has(maker)) whole.push(taker(maker, maker.share, makerRoom - maker.share));
  groups.push(whole);
  const place = (amount: number, takers: readonly Taker[][]): number => {
    let left = amount;
    for (const group of takers) left -= pour(left, group);
    return left > ROUNDING ? left : 0;
  };
  const goneLeft = place(gone, groups);
  const reliable = groups.map((group) => group.filter(({ isReliable }) => isReliable));
  const wantingLeft = place(wanting, reliable);
  const moved = wanting > 0 ? 1 - wantingLeft / wanting : 0;
  // What will not come: what even a partly open lane cannot carry, and what suppliers lack.
  let lost = 0;
  for (const { share, ways } of primary) {
    const [own] = ways;
    const left = gone > 0 ? missing.get(own)! * (goneLeft / gone) : 0;
    if (left > 0) {
      const stays = Math.min(left, Math.max(0, fractionOf(own.capacity * open(own)) - shares.get(own)!));
      shares.set(own, shares.get(own)! + stays);
      kept.set(own, kept.get(own)! + stays / share);
      given.set(own, Math.max(0, 1 - left / (share * (1 - open(own)))));
      lost += left - stays;
    }
    for (const way of ways) lost += shares.get(way)! * (unable.get(way) ?? 0);
  }
  if (maker !== undefined) lost += maker.share * (unable.get(maker) ?? 0);
  for (const [source, fraction] of unable) {
    const stays = 1 - moved * fraction;
    shares.set(source, shares.get(source)! * stays);
    kept.set(source, kept.get(source)! * stays);
  }
  // What others took over comes from them.
  const hope = 1 - lost + (wanting - wantingLeft);
  hopes.set(stock, hope > 1 - ROUNDING ? 1 : Math.max(0, hope));
}

/** Pours an amount into takers by weight, each up to its room; returns what found place. */
function pour(amount: number, takers: Taker[]): number {
  let left = amount;
  while (left > 0) {
    const open = takers.filter((taker) => taker.weight > 0 && taker.room > ROUNDING);
    if (open.length === 0) break;
    const weight = open.reduce((sum, taker) => sum + taker.weight, 0);
    const full = Math.min(...open.map((taker) => taker.room / taker.weight));
    const isLast = left / weight <= full;
    // As far as the first of them is full, then again among the others.
    const step = isLast ? left / weight : full;
    for (const taker of open) {
      taker.add(taker.weight * step);
      taker.room -= taker.weight * step;
    }
    left = isLast ? 0 : left - weight * step;
  }
  return amount - left;
}

/** Rule 5: targets by the rules of section 1, from the flows under the new shares. */
function finish(
  network: DesignNetwork,
  shares: Shares,
  kept: Map<Way | ProcessNode, number>,
  given: Map<Way, number>,
): Plan {
  // Two stocks that back each other up must not feed each other for ever: a lane on a cycle carries what it can.
  const carried = (way: Way, wanted: number): number => (way.mailsOrders ? Math.min(wanted, way.capacity) : wanted);
  const flows = flowsUnder(network.stocks, shares, carried);
  const targets = new Map<StockNode, number>();
  for (const stock of network.stocks) {
    let days = stock.coverDays;
    for (const lane of stock.into) {
      for (const way of lane.ways) days += shares.get(way)! * (way.leadDays + (way.mailsOrders ? 1 : 0));
    }
    if (stock.maker !== undefined) days += shares.get(stock.maker)! * stock.maker.terms.productionLeadTimeDays;
    targets.set(stock, flows.get(stock)! * days);
  }
  return { shares, targets, kept, given };
}
