import type { F64x2, I32 } from "../../wasm/value.ts";
import { askedByLane, claimsOf, desiredUnits, levelsOf } from "./claims.ts";
import { updateUnitCost, withdraw } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { add, any, div, eq, gt, max, min, mul, select, sub, where, ZERO } from "./quantities.ts";

/** A reserve in use gives what today's claims on its stock are short of, at most its limit. */
export function releaseReserve(kernel: Kernel, stock: I32, isReleased: F64x2): void {
  const { body, get, set, add: put } = kernel;
  const { from, to } = claimsOf(kernel, levelsOf(kernel, stock));
  const byLane = (lane: I32): F64x2 => askedByLane(kernel, lane);
  const short = desiredUnits(kernel, from, to, byLane, sub(ZERO, get("onHand", stock)));
  const reserve = body.keep(get("reserve", stock));
  const possible = body.keep(min(body.keep(min(reserve, get("stockReleaseLimit", stock))), short));
  const isUsed = body.keep(where(isReleased, gt(possible, ZERO)));
  body.when(any(isUsed), () => {
    const units = body.keep(where(isUsed, possible));
    const reserveUsd = body.keep(get("reserveUsd", stock));
    const partUsd = select(eq(units, reserve), reserveUsd, mul(reserveUsd, div(units, reserve)));
    const usd = body.keep(where(isUsed, partUsd));
    set("reserve", stock, sub(reserve, units));
    set("reserveUsd", stock, sub(reserveUsd, usd));
    put("onHand", stock, units);
    put("onHandUsd", stock, usd);
    updateUnitCost(kernel, stock, isUsed);
  });
}

/** What a stock has beyond its cover in the evening goes into its reserve, as far as that lacks it and may be refilled. */
export function refillReserve(kernel: Kernel, stock: I32): void {
  const { body, get, set, number, add: put } = kernel;
  const flow = number("stockFlowUnitsPerDay", stock);
  const reserve = body.keep(get("reserve", stock));
  const onHand = body.keep(get("onHand", stock));
  const lacking = body.keep(sub(mul(flow, number("stockReserveDays", stock)), reserve));
  const beyondCover = body.keep(sub(onHand, mul(flow, number("stockCoverDays", stock))));
  const possible = body.keep(min(body.keep(min(lacking, beyondCover)), get("stockRefillLimit", stock)));
  const isRefilled = body.keep(gt(possible, ZERO));
  body.when(any(isRefilled), () => {
    const units = body.keep(where(isRefilled, possible));
    updateUnitCost(kernel, stock, isRefilled);
    const usd = withdraw(kernel, stock, units, isRefilled);
    put("reserveUsd", stock, usd);
    set("reserve", stock, add(reserve, units));
    const ordered = body.keep(get("refillOrdered", stock));
    set("refillOrdered", stock, select(isRefilled, max(ZERO, body.keep(sub(ordered, units))), ordered));
  });
}
