import { COST_KINDS } from "../../model/trajectory.ts";
import { f64x2, type I32, i32 } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";
import type { Cell, Sum } from "./layout.ts";
import { mul, ZERO } from "./quantities.ts";
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

/** Behind the last entity: the day's sums go into the trajectories. */
export function closeDay({ body, cell, layout }: Kernel): void {
  const write = (row: [Cell, Cell], offset: number, sum: Sum): void => {
    const value = body.keep(f64x2.load({ address: i32.of(0), offset: layout.sums[sum] }));
    body.storeLane({ address: cell(row[0]), offset }, value, 0);
    body.storeLane({ address: cell(row[1]), offset }, value, 1);
  };
  for (const kind of CHARGED) {
    write(["cost0", "cost1"], layout.series.dayCostUsd + 8 * COST_KINDS.indexOf(kind), kind);
  }
  write(["day0", "day1"], layout.series.dayEmissionsTonnes, "emissions");
  write(["day0", "day1"], layout.series.daySpoiledUsd, "spoiled");
}
