import { type F64x2, f64x2, type I32, i32, laneMask } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";
import { add, any, div, gt, load, min, mul, select, sub, where } from "./quantities.ts";
import { bytesOf, type Ring, ringOf, slotIn, slotPlace, yesterdayOf } from "./rings.ts";

/** Goods of both scenarios that leave, or left yesterday. */
export interface Departure {
  readonly units: F64x2;
  readonly usd: F64x2;
  /** Where any goods are. */
  readonly isShipped: F64x2;
  readonly daysAgo: 0 | 1;
}

/**
 * Puts dispatched goods on their way. Where a hazard can make the way longer, the two scenarios may need different slots: then
 * one after the other.
 */
export function depart(kernel: Kernel, lane: I32, { units, usd, isShipped, daysAgo }: Departure): void {
  const { body, get, whole, isLane, network } = kernel;
  const { laneLeadDays, laneRingLength } = network;
  const leadDays = whole("laneLeadDays", lane);
  const ring = ringOf(kernel, "lane", lane);
  const isFixed = isLane(
    lane,
    (own) => laneRingLength[own] === laneLeadDays[own] + 1,
    () => i32.eq(whole("laneRingLength", lane), i32.add(leadDays, i32.of(1))),
  );
  body.when(
    isFixed,
    () =>
      body.when(
        isLane(
          lane,
          (own) => laneLeadDays[own] > 0,
          () => leadDays,
        ),
        () => {
          // The ring is a day longer than the way.
          const slot = daysAgo === 0 ? yesterdayOf(kernel, ring) : slotIn(kernel, ring, i32.sub(leadDays, i32.of(1)));
          enter(kernel, lane, ring, { days: leadDays, slot, isFree: true }, units, usd);
        },
        () => arriveAtOnce(kernel, lane, units, usd),
      ),
    () => {
      const extraDays = body.keep(get("laneExtraDays", lane));
      const first = body.keep(f64x2.whole(extraDays, 0));
      const second = body.keep(f64x2.whole(extraDays, 1));
      const enterIn = (days: I32, own: F64x2, ownUsd: F64x2): void =>
        body.when(
          days,
          () => {
            const slot = slotIn(kernel, ring, daysAgo === 0 ? days : i32.sub(days, i32.of(1)));
            enter(kernel, lane, ring, { days, slot, isFree: false }, own, ownUsd);
          },
          () => arriveAtOnce(kernel, lane, own, ownUsd),
        );
      body.when(
        i32.eq(first, second),
        () => enterIn(body.keep(i32.add(leadDays, first)), units, usd),
        () => {
          for (const [scenario, days] of [first, second].entries()) {
            body.scope(() => {
              const mask = body.keep(where(laneMask(scenario as 0 | 1), isShipped));
              const own = body.keep(where(mask, units));
              enterIn(body.keep(i32.add(leadDays, days)), own, body.keep(where(mask, usd)));
            });
          }
        },
      );
    },
  );
}

/** Where goods are that have so many days to go. */
interface Entry {
  readonly days: I32;
  readonly slot: I32;
  /** Whether nothing can be there but what was held on the way. */
  readonly isFree: boolean;
}

/** Goods start moving as far as they may; the rest waits at the origin end of the lane. */
function enter(kernel: Kernel, lane: I32, ring: Ring, entry: Entry, units: F64x2, usd: F64x2): void {
  const { body, get } = kernel;
  const place = slotPlace(kernel, "moving", ring, entry.slot);
  const usdPlace = slotPlace(kernel, "movingUsd", ring, entry.slot);
  const limit = body.keep(get("laneEntryLimit", lane));
  const isNeverHeld = limit.constant === Number.POSITIVE_INFINITY;
  if (isNeverHeld && entry.isFree) {
    body.store(place, units);
    body.store(usdPlace, usd);
    return;
  }
  const entering = body.variable(units);
  const enteringUsd = body.variable(usd);
  if (!isNeverHeld) {
    const isLimited = body.keep(gt(units, limit));
    body.when(any(isLimited), () => {
      const part = body.keep(min(units, limit));
      enteringUsd.set(select(isLimited, mul(usd, div(part, units)), usd));
      entering.set(part);
      const held = body.keep(bytesOf(kernel, ring, entry.days));
      const heldPlace = slotPlace(kernel, "held", ring, held);
      const heldUsdPlace = slotPlace(kernel, "heldUsd", ring, held);
      body.store(heldPlace, add(load(heldPlace), sub(units, entering.value)));
      body.store(heldUsdPlace, add(load(heldUsdPlace), sub(usd, enteringUsd.value)));
    });
  }
  body.store(place, add(load(place), entering.value));
  body.store(usdPlace, add(load(usdPlace), enteringUsd.value));
}

function arriveAtOnce({ add: put }: Kernel, lane: I32, units: F64x2, usd: F64x2): void {
  put("waiting", lane, units);
  put("waitingUsd", lane, usd);
}
