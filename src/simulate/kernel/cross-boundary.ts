import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { closeYesterday, reopenYesterday } from "./account.ts";
import type { Kernel } from "./kernel.ts";
import type { Sum } from "./layout.ts";
import { add, any, load, mul, ne, sub, where, ZERO } from "./quantities.ts";
import { ringOf, slotIn, slotPlace } from "./rings.ts";
import { sendOff } from "./ship.ts";

/*
 * What `cross-boundary.ts` of the reference does, for two runs at once. Letters are columns of numbers of all runs: those of a pair lie
 * side by side.
 */

const TAKEN: readonly Sum[] = ["freight", "tariff", "carbon", "holding", "expedite", "emissions"];
/** Sums that `takeOver` adds to. */
export const TAKE_OVER_SUMS: readonly Sum[] = ["goodsUsd", ...TAKEN];

export const openTakeOver = (kernel: Kernel): void => reopenYesterday(kernel, TAKEN);
export const closeTakeOver = (kernel: Kernel): void => closeYesterday(kernel, TAKEN);

function letter({ cell }: Kernel, column: number) {
  return { address: i32.add(cell("letter"), i32.mul(cell("columnBytes"), i32.of(column))), offset: 0 };
}

/** Goods that another party shipped yesterday are on their way, at yesterday's terms. */
export function takeOver(kernel: Kernel, lane: I32, column: number): void {
  const { body, get, number, charge, isInUse, whenAny, network } = kernel;
  const { sharesPrices, capitalCostFractionPerDay } = network.constants;
  const units = body.keep(load(letter(kernel, column)));
  const isShipped = body.keep(ne(units, ZERO));
  whenAny(isShipped, isInUse("laneShare", lane), () => {
    const told = sharesPrices ? load(letter(kernel, column + 1)) : mul(units, number("laneBoundaryUsdPerUnit", lane));
    const originUsd = body.keep(where(isShipped, told));
    charge("goodsUsd", originUsd);
    sendOff(kernel, lane, units, originUsd, isShipped, 1);
    const addedUsd = add(
      mul(units, add(get("laneFreightUsdPerUnit", lane), get("laneCarbonUsdPerUnit", lane))),
      mul(originUsd, get("laneTariffFraction", lane)),
    );
    charge("holding", mul(addedUsd, kernel.constant(capitalCostFractionPerDay)));
  });
}

/** What another party ordered yesterday is known, and what of its orders it withdraws today. */
export function acceptOrders(kernel: Kernel, lane: I32, column: number): void {
  const { body, get, set, whole } = kernel;
  set("delayedOrder", lane, load(letter(kernel, column)));
  const withdrawn = body.keep(load(letter(kernel, column + 1)));
  body.when(any(ne(withdrawn, ZERO)), () => {
    for (const name of ["backlog", "delayedOrder"] as const) {
      const units = body.keep(get(name, lane));
      set(name, lane, sub(units, mul(withdrawn, units)));
    }
  });
  set("onOrder", whole("laneTo", lane), ZERO);
}

/** Orders placed today are said; what is withdrawn tomorrow is filled in by whoever knows tomorrow's change points. */
export function sayOrders(kernel: Kernel, lane: I32, column: number): void {
  const { body, get } = kernel;
  body.store(letter(kernel, column), get("delayedOrder", lane));
  body.store(letter(kernel, column + 1), ZERO);
}

/** Goods shipped today leave the dock. */
export function handOver(kernel: Kernel, lane: I32, column: number): void {
  const { body, charge, network } = kernel;
  const ring = ringOf(kernel, "lane", lane);
  const tomorrow = slotIn(kernel, ring, i32.of(1));
  const take = (name: "moving" | "movingUsd"): F64x2 => {
    const place = slotPlace(kernel, name, ring, tomorrow);
    const taken = body.keep(load(place));
    body.store(place, ZERO);
    return taken;
  };
  body.store(letter(kernel, column), take("moving"));
  const usd = take("movingUsd");
  if (network.constants.sharesPrices) body.store(letter(kernel, column + 1), usd);
  charge("goodsUsd", sub(ZERO, usd));
}
