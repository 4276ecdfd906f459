import type { DayRecord } from "./engine.ts";
import type { DesignNetwork } from "./network.ts";

/** Largest distance allowed, as a fraction of the scale of what a number belongs to. */
export const TOLERANCE = 1e-9;

export interface Difference {
  readonly day: number;
  readonly series: string;
  readonly engine: number;
  readonly independent: number;
}

/** Named numbers of one thing on one day. */
type Values = Readonly<Record<string, number>>;

/**
 * Every number of two runs that differs, in order of days. A number may be off by 1e-9 of the scale of the stock it belongs
 * to: the most units (or USD) found on any day in that stock or in the lanes and the process that supply it, or sold from
 * it; a total by 1e-9 of its largest value. Less would ask for more than a double can give: a stock that runs empty, a
 * backlog that is worked off or what is left on order is the difference of large numbers and keeps their rounding.
 */
export function differences(
  network: DesignNetwork,
  engine: readonly DayRecord[],
  independent: readonly DayRecord[],
): Difference[] {
  const scaleOf = scaleBook(network, [...engine, ...independent]);
  const found: Difference[] = [];
  engine.forEach((record, day) => {
    const others = new Map(sectionsOf(independent[day]));
    for (const [kind, things] of sectionsOf(record)) {
      const otherThings = others.get(kind) as ReadonlyMap<string, Values>;
      for (const id of new Set([...things.keys(), ...otherThings.keys()])) {
        const [one, other] = [things.get(id) ?? {}, otherThings.get(id) ?? {}];
        for (const name of Object.keys(one).length > 0 ? Object.keys(one) : Object.keys(other)) {
          const [left, right] = [one[name] ?? Number.NaN, other[name] ?? Number.NaN];
          if (left === right || Math.abs(left - right) <= TOLERANCE * scaleOf(kind, id, name)) continue;
          found.push({ day, series: `${kind} ${id} ${name}`, engine: left, independent: right });
        }
      }
    }
  });
  return found;
}

function sectionsOf({ markets, state, ...totals }: DayRecord): [string, ReadonlyMap<string, Values>][] {
  const backorders = new Map([...state.backorders].map(([id, units]) => [id, { backorders: units }]));
  return [
    ["total", new Map([["day", totals]])],
    ["market", markets as ReadonlyMap<string, object> as ReadonlyMap<string, Values>],
    ["waiting at", backorders],
    ["stock", state.stocks],
    ["way", state.ways as ReadonlyMap<string, object> as ReadonlyMap<string, Values>],
    ["process", state.processes],
  ];
}

type ScaleOf = (kind: string, id: string, name: string) => number;

function scaleBook(network: DesignNetwork, records: readonly DayRecord[]): ScaleOf {
  const stockOfWay = new Map(network.ways.map((way) => [way.id, way.target.id]));
  const stockOfMarket = new Map(network.stocks.flatMap(({ id, markets }) => markets.map((market) => [market.id, id])));
  const units = new Map<string, number>();
  const usd = new Map<string, number>();
  const ownerOf = (kind: string, id: string, name: string): string => {
    if (kind === "total") return name;
    if (kind === "way") return stockOfWay.get(id) ?? id;
    return (kind === "stock" || kind === "process" ? id : stockOfMarket.get(id)) ?? id;
  };
  const isUsd = new Map<string, boolean>();
  const bookOf = (name: string): Map<string, number> => {
    const isMoney = isUsd.get(name) ?? /usd$/i.test(name);
    isUsd.set(name, isMoney);
    return isMoney ? usd : units;
  };
  for (const record of records) {
    for (const [kind, things] of sectionsOf(record)) {
      for (const [id, values] of things) {
        for (const name of Object.keys(values)) {
          const owner = ownerOf(kind, id, name);
          const book = bookOf(name);
          const value = Math.abs(values[name]);
          if (!(value <= (book.get(owner) ?? -1))) book.set(owner, value);
        }
      }
    }
  }
  // Totals that are nothing but rounding are measured by the other costs of the day.
  const totals = records.flatMap(({ state: _state, markets: _markets, ...costs }) => Object.values(costs));
  const largest = totals.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // A stock that only passes goods on within the day shows no money: what its units are worth is its scale.
  for (const { id, unitCost } of network.stocks)
    usd.set(id, Math.max(usd.get(id) ?? 0, unitCost * (units.get(id) ?? 0)));
  return (kind, id, name) => {
    const own = bookOf(name).get(ownerOf(kind, id, name)) ?? 0;
    return kind === "total" ? Math.max(own, 1e-3 * largest) : own;
  };
}
