import { LANE_EXPEDITE } from "../../model/network.ts";
import { type F64x2, f64x2, type I32, i32, laneMask } from "../../wasm/value.ts";
import { claimsOf, desiredUnits, forClaims, levelsOf } from "./claims.ts";
import { passGate, updateUnitCost, withdraw } from "./goods.ts";
import { type Kernel, ONE, ZERO } from "./kernel.ts";
import { make } from "./make.ts";
import { releaseReserve } from "./reserve.ts";
import { type Ring, ringOf, slotIn, slotPlace } from "./rings.ts";

const { add, sub, mul, div, eq, ne, gt, min, max, select, where, any, all, load } = f64x2;

/** Step 4 of the day, for a stock, sources first: it takes in what its processes make today and then ships. */
export function makeAndShip(kernel: Kernel, position: I32): void {
  const { body, get, whole, each, network, isZero } = kernel;
  const stock = body.keep(whole("stockOrder", i32.sub(i32.of(network.counts.stocks - 1), position)));
  const next = i32.add(stock, i32.of(1));
  each(whole("stockProcessStart", stock), whole("stockProcessStart", next), (process) => make(kernel, process, stock));
  updateUnitCost(kernel, stock);
  body.when(i32.not(isZero("stockReserveDays", stock)), () => {
    const isReleased = body.keep(gt(get("stockReleaseLimit", stock), ZERO));
    body.when(any(isReleased), () => releaseReserve(kernel, stock, isReleased));
  });
  shipByLevel(kernel, stock);
}

/** When the stock is short, everything that draws on it is filled by the same fraction, one level after the other. */
function shipByLevel(kernel: Kernel, stock: I32): void {
  const { body, get, set, each } = kernel;
  const available = body.variable(get("onHand", stock));
  const levels = levelsOf(kernel, stock);
  each(levels.from, levels.to, (level) => {
    const { from, to } = claimsOf(kernel, { from: level, to: i32.add(level, i32.of(1)) });
    const desired = desiredUnits(kernel, ZERO, from, to);
    const fill = body.keep(select(gt(desired, available.value), div(available.value, desired), ONE));
    available.set(max(ZERO, body.keep(sub(available.value, desired))));
    forClaims(kernel, from, to, {
      lane: (lane) => ship(kernel, lane, fill),
      input: (input) => set("inputFill", input, fill),
      market: () => undefined,
    });
  });
}

/** Dispatches over a lane; goods of a same-day lane are at its end at once, as far as receipt is not paused. */
function ship(kernel: Kernel, lane: I32, fill: F64x2): void {
  const { body, get, whole } = kernel;
  const units = body.keep(mul(min(get("backlog", lane), get("laneDispatchLimit", lane)), fill));
  const isShipped = body.keep(ne(units, ZERO));
  body.when(any(isShipped), () => dispatch(kernel, lane, units, isShipped));
  body.when(i32.eq(whole("laneLeadDays", lane), i32.of(0)), () => {
    const waiting = body.keep(get("waiting", lane));
    const isWaiting = body.keep(gt(waiting, ZERO));
    body.when(any(isWaiting), () => {
      passGate(kernel, lane, whole("laneTo", lane), min(waiting, get("laneReceiptLimit", lane)), isWaiting);
    });
  });
}

/** Duty, freight and carbon are added at dispatch: goods already under way keep their terms. */
function dispatch(kernel: Kernel, lane: I32, units: F64x2, isShipped: F64x2): void {
  const { body, get, set, add: put, whole, number, charge } = kernel;
  const originUsd = withdraw(kernel, whole("laneFrom", lane), units, isShipped);
  const freightUsd = body.keep(mul(units, get("laneFreightUsdPerUnit", lane)));
  const carbonUsd = body.keep(mul(units, get("laneCarbonUsdPerUnit", lane)));
  const tariffUsd = body.keep(mul(originUsd, get("laneTariffFraction", lane)));
  const usd = body.keep(add(add(add(originUsd, tariffUsd), freightUsd), carbonUsd));
  charge("goodsUsd", add(add(freightUsd, carbonUsd), tariffUsd));
  set("backlog", lane, sub(get("backlog", lane), units));
  put("laneShipped", lane, units);
  body.when(
    i32.eq(whole("laneKind", lane), i32.of(LANE_EXPEDITE)),
    () => charge("expedite", freightUsd),
    () => charge("freight", freightUsd),
  );
  charge("carbon", carbonUsd);
  charge("tariff", tariffUsd);
  charge("emissions", mul(units, number("laneFreightTonnesPerUnit", lane)));
  depart(kernel, lane, units, usd, isShipped);
}

/**
 * Puts dispatched goods on their way. Where a hazard can make the way longer, the two scenarios may need different slots: then
 * one after the other.
 */
function depart(kernel: Kernel, lane: I32, units: F64x2, usd: F64x2, isShipped: F64x2): void {
  const { body, get, whole } = kernel;
  const leadDays = body.keep(whole("laneLeadDays", lane));
  const ring = ringOf(kernel, "lane", lane);
  const isFixed = i32.eq(ring.length, i32.add(leadDays, i32.of(1)));
  body.when(
    isFixed,
    () => enter(kernel, lane, ring, leadDays, units, usd),
    () => {
      const extraDays = body.keep(get("laneExtraDays", lane));
      const first = body.keep(f64x2.whole(extraDays, 0));
      const second = body.keep(f64x2.whole(extraDays, 1));
      body.when(
        i32.eq(first, second),
        () => enter(kernel, lane, ring, body.keep(i32.add(leadDays, first)), units, usd),
        () => {
          for (const [scenario, days] of [first, second].entries()) {
            body.scope(() => {
              const mask = body.keep(where(laneMask(scenario as 0 | 1), isShipped));
              const own = body.keep(where(mask, units));
              enter(kernel, lane, ring, body.keep(i32.add(leadDays, days)), own, body.keep(where(mask, usd)));
            });
          }
        },
      );
    },
  );
}

/** Goods start moving as far as they may; the rest waits at the origin end of the lane. Same-day goods are at its end. */
function enter(kernel: Kernel, lane: I32, ring: Ring, days: I32, units: F64x2, usd: F64x2): void {
  const { body, get, add: put } = kernel;
  body.when(
    days,
    () => {
      const slot = slotIn(kernel, ring, days);
      const place = slotPlace(kernel, "moving", ring, slot);
      const usdPlace = slotPlace(kernel, "movingUsd", ring, slot);
      const limit = body.keep(get("laneEntryLimit", lane));
      const entering = body.keep(min(units, limit));
      const isWhole = body.keep(eq(entering, units));
      const enteringUsd = body.variable(usd);
      body.when(i32.not(all(isWhole)), () => {
        enteringUsd.set(select(isWhole, usd, mul(usd, div(entering, units))));
        const heldPlace = slotPlace(kernel, "held", ring, days);
        const heldUsdPlace = slotPlace(kernel, "heldUsd", ring, days);
        body.store(heldPlace, add(load(heldPlace), sub(units, entering)));
        body.store(heldUsdPlace, add(load(heldUsdPlace), sub(usd, enteringUsd.value)));
      });
      body.store(place, add(load(place), entering));
      body.store(usdPlace, add(load(usdPlace), enteringUsd.value));
    },
    () => {
      put("waiting", lane, units);
      put("waitingUsd", lane, usd);
    },
  );
}
