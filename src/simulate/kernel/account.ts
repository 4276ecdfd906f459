import { COST_KINDS } from "../../model/trajectory.ts";
import { f64x2, type I32, i32 } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";
import type { Cell, Layout, Sum } from "./layout.ts";
import { mul, ZERO } from "./quantities.ts";
import { SCENARIOS } from "./records.ts";
import { refillReserve } from "./reserve.ts";

/** Before the first entity of a day: sums start at 0, spoilage at what was destroyed this morning. */
export function openDay({ body, cell, layout }: Kernel): void {
  const sums: Sum[] = ["production", "freight", "tariff", "carbon", "holding", "expedite", "emissions"];
  for (const sum of sums) body.store({ address: i32.of(0), offset: layout.sums[sum] }, ZERO);
  const offset = layout.series.daySpoiledUsd;
  const destroyed = f64x2.loadPair({ address: cell("day0"), offset }, { address: cell("day1"), offset });
  body.store({ address: i32.of(0), offset: layout.sums.spoiled }, destroyed);
}

/** Step 6 of the day: the cost of the money tied up in all goods. */
export function holdMoney({ network, charge, sum }: Kernel): void {
  charge("holding", mul(sum("goodsUsd"), f64x2.of(network.constants.capitalCostFractionPerDay)));
}

/** For a stock: its reserve is refilled; storage of what is on hand. */
export function holdStock(kernel: Kernel, stock: I32): void {
  const { body, get, number, charge, isZero } = kernel;
  body.when(
    isZero("stockReserveDays", stock),
    () =>
      body.when(i32.not(isZero("stockHoldingUsdPerUnitDay", stock)), () =>
        charge("holding", mul(get("onHand", stock), number("stockHoldingUsdPerUnitDay", stock))),
      ),
    () => {
      refillReserve(kernel, stock);
      charge("holding", mul(get("onHand", stock), number("stockHoldingUsdPerUnitDay", stock)));
      charge("holding", mul(get("reserve", stock), number("stockHoldingUsdPerUnitDay", stock)));
    },
  );
}

/** Costs that the day adds to; investment is spent at change points. */
const CHARGED = ["production", "freight", "tariff", "carbon", "holding", "expedite"] as const;

/** A sum of a day and where it goes in the trajectory of each scenario. */
interface DaySum {
  readonly sum: Sum;
  readonly cells: readonly [Cell, Cell];
  readonly offset: number;
}

function daySums({ series }: Layout): DaySum[] {
  return [
    ...CHARGED.map((sum): DaySum => {
      return { sum, cells: ["cost0", "cost1"], offset: series.dayCostUsd + 8 * COST_KINDS.indexOf(sum) };
    }),
    { sum: "emissions", cells: ["day0", "day1"], offset: series.dayEmissionsTonnes },
    { sum: "spoiled", cells: ["day0", "day1"], offset: series.daySpoiledUsd },
  ];
}

/** Behind the last entity: the day's sums go into the trajectories. */
export function closeDay(kernel: Kernel): void {
  for (const sum of daySums(kernel.layout)) putSum(kernel, sum, 0);
}

/** What goods cost that left yesterday and were heard of today is yesterday's: its sums are taken up again. */
export function reopenYesterday({ body, cell, layout }: Kernel, sums: readonly Sum[]): void {
  for (const { sum, cells, offset } of daySums(layout).filter((one) => sums.includes(one.sum))) {
    const [first, second] = cells.map((name) => ({ address: daysBefore(layout, cell(name), 1), offset }));
    body.store({ address: i32.of(0), offset: layout.sums[sum] }, f64x2.loadPair(first, second));
  }
}

export function closeYesterday(kernel: Kernel, sums: readonly Sum[]): void {
  for (const one of daySums(kernel.layout).filter(({ sum }) => sums.includes(sum))) putSum(kernel, one, 1);
}

function putSum({ body, cell, layout }: Kernel, { sum, cells, offset }: DaySum, daysAgo: 0 | 1): void {
  body.scope(() => {
    const value = body.keep(f64x2.load({ address: i32.of(0), offset: layout.sums[sum] }));
    body.storeLane({ address: daysBefore(layout, cell(cells[0]), daysAgo), offset }, value, 0);
    body.storeLane({ address: daysBefore(layout, cell(cells[1]), daysAgo), offset }, value, 1);
  });
}

/** The record of an earlier day of a run of a fleet, from that of today. */
function daysBefore({ fleet }: Layout, today: I32, days: 0 | 1): I32 {
  if (days === 0) return today;
  if (fleet === undefined) throw new RangeError("missing records, only a fleet looks back");
  return i32.sub(today, i32.of(SCENARIOS * fleet.recordBytes));
}
