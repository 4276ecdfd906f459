import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";
import { add, any, eq, load, min, mul, ne, ONE, select, sub, where, ZERO } from "./quantities.ts";
import { bytesOf, ringOf, slotPlace } from "./rings.ts";

/*
 * Where nothing spoils the fraction is 0, and every product and difference below leaves numbers as they are to the bit: no
 * mask is needed for the scenario in which nothing spoils beside one in which something does.
 */

/** Step 1 of the day, for a stock: a part of what was on hand or in reserve overnight has spoiled. */
export function spoilStock(kernel: Kernel, stock: I32): void {
  const { body, get, set, add: put, number, charge } = kernel;
  const fraction = body.keep(get("stockSpoilage", stock));
  if (fraction.constant === 0) return;
  body.when(any(ne(fraction, ZERO)), () => {
    const writtenOff = writtenOffFraction(kernel, fraction, number("stockSpoilageFraction", stock));
    const onHand = body.keep(get("onHand", stock));
    const reserve = body.keep(get("reserve", stock));
    const onHandUsd = body.keep(get("onHandUsd", stock));
    const reserveUsd = body.keep(get("reserveUsd", stock));
    const usd = body.keep(mul(add(onHandUsd, reserveUsd), writtenOff));
    put("stockSpoiled", stock, mul(add(onHand, reserve), fraction));
    charge("spoiled", usd);
    charge("goodsUsd", sub(ZERO, usd));
    const keeps = body.keep(sub(ONE, fraction));
    set("onHand", stock, mul(onHand, keeps));
    set("onHandUsd", stock, mul(onHandUsd, sub(ONE, writtenOff)));
    const hasReserve = body.keep(ne(reserve, ZERO));
    body.when(any(hasReserve), () => {
      const borneUsd = body.keep(where(hasReserve, mul(reserveUsd, sub(fraction, writtenOff))));
      put("onHandUsd", stock, borneUsd);
      set("reserve", stock, mul(reserve, keeps));
      const goneUsd = add(borneUsd, mul(reserveUsd, writtenOff));
      set("reserveUsd", stock, sub(reserveUsd, where(hasReserve, goneUsd)));
    });
  });
}

/** For a lane: a part of what was under way, held or waiting. */
export function spoilLane(kernel: Kernel, lane: I32): void {
  const { body, get, set, add: put, number, whole, charge } = kernel;
  const fraction = body.keep(get("laneSpoilage", lane));
  if (fraction.constant === 0) return;
  body.when(any(ne(fraction, ZERO)), () => {
    const writtenOff = writtenOffFraction(kernel, fraction, number("laneSpoilageFraction", lane));
    const keeps = body.keep(sub(ONE, fraction));
    const keepsUsd = body.keep(sub(ONE, writtenOff));
    const units = body.variable(get("waiting", lane));
    const usd = body.variable(get("waitingUsd", lane));
    set("waiting", lane, mul(units.value, keeps));
    set("waitingUsd", lane, mul(usd.value, keepsUsd));
    const ring = ringOf(kernel, "lane", lane);
    body.loop(i32.of(0), whole("laneRingLength", lane), (number) => {
      const slot = body.keep(bytesOf(kernel, ring, number));
      const under = [slotPlace(kernel, "moving", ring, slot), slotPlace(kernel, "held", ring, slot)] as const;
      const underUsd = [slotPlace(kernel, "movingUsd", ring, slot), slotPlace(kernel, "heldUsd", ring, slot)] as const;
      units.set(add(units.value, add(load(under[0]), load(under[1]))));
      usd.set(add(usd.value, add(load(underUsd[0]), load(underUsd[1]))));
      for (const place of under) body.store(place, mul(load(place), keeps));
      for (const place of underUsd) body.store(place, mul(load(place), keepsUsd));
    });
    const isThere = body.keep(ne(units.value, ZERO));
    body.when(any(isThere), () => {
      const to = body.keep(whole("laneTo", lane));
      const discounted = body.keep(get("discounted", lane));
      const missed = where(isThere, mul(sub(units.value, discounted), fraction));
      set("onOrder", to, sub(get("onOrder", to), missed));
      set("discounted", lane, select(isThere, mul(discounted, keeps), discounted));
      put("laneSpoiled", lane, mul(units.value, fraction));
      const lostUsd = body.keep(where(isThere, mul(usd.value, writtenOff)));
      charge("spoiled", lostUsd);
      charge("goodsUsd", sub(ZERO, lostUsd));
    });
  });
}

/** Fraction of the money that goes with the goods; where nothing is left, all of it. */
function writtenOffFraction({ body }: Kernel, fraction: F64x2, usual: F64x2): F64x2 {
  return body.keep(select(eq(fraction, ONE), ONE, sub(fraction, min(fraction, usual))));
}
