import { type F64x2, f64x2, type I32 } from "../../wasm/value.ts";
import { EMPTY_FRACTION } from "../run.ts";
import type { Kernel } from "./kernel.ts";
import { any, clear, div, ge, gt, le, mul, select, sub, where, ZERO } from "./quantities.ts";

/**
 * Takes `units` out of a stock at its average cost and returns the USD that leave with them.
 *
 * @param isTaken where anything is taken at all; `units` are 0 elsewhere
 */
export function withdraw({ body, get, set, constant }: Kernel, stock: I32, units: F64x2, isTaken: F64x2): F64x2 {
  const left = body.keep(sub(get("onHand", stock), units));
  const isEmptied = body.keep(le(left, mul(constant(EMPTY_FRACTION), units)));
  const stockUsd = body.keep(get("onHandUsd", stock));
  const usd = body.keep(where(isTaken, select(isEmptied, stockUsd, mul(units, get("unitCostUsd", stock)))));
  set("onHand", stock, clear(left, isEmptied));
  set("onHandUsd", stock, sub(stockUsd, usd));
  return usd;
}

/** Puts received goods on the shelf; they stop being on order. */
export function receive({ add: put, get, set }: Kernel, stock: I32, units: F64x2, usd: F64x2): void {
  put("onHand", stock, units);
  put("onHandUsd", stock, usd);
  set("onOrder", stock, sub(get("onOrder", stock), units));
}

/** Average cost of what a stock holds now, where the mask holds; an empty stock keeps the last cost it had. */
export function updateUnitCost({ body, get, set }: Kernel, stock: I32, mask?: F64x2): void {
  const onHand = body.keep(get("onHand", stock));
  const isThere = gt(onHand, ZERO);
  const isUpdated = mask === undefined ? isThere : f64x2.and(isThere, mask);
  set(
    "unitCostUsd",
    stock,
    select(body.keep(isUpdated), div(get("onHandUsd", stock), onHand), get("unitCostUsd", stock)),
  );
}

/** Lets up to `units` of the goods that wait at the end of a lane into their stock, where the mask holds. */
export function passGate(kernel: Kernel, lane: I32, stock: I32, units: F64x2, mask: F64x2): void {
  const { body, get, set } = kernel;
  const offered = body.keep(units);
  const waiting = body.keep(get("waiting", lane));
  const waitingUsd = body.keep(get("waitingUsd", lane));
  const isAll = body.keep(ge(offered, waiting));
  const passing = body.variable(where(mask, waiting));
  const passingUsd = body.variable(where(mask, waitingUsd));
  body.when(any(clear(mask, isAll)), () => {
    passing.set(where(mask, select(isAll, waiting, offered)));
    passingUsd.set(where(mask, select(isAll, waitingUsd, mul(waitingUsd, div(offered, waiting)))));
  });
  receive(kernel, stock, passing.value, passingUsd.value);
  // What passes whole leaves exactly nothing behind.
  set("waiting", lane, sub(waiting, passing.value));
  set("waitingUsd", lane, sub(waitingUsd, passingUsd.value));
}
