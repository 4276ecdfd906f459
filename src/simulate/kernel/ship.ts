import { CLAIM_LANE, LANE_EXPEDITE } from "../../model/network.ts";
import type { Variable } from "../../wasm/function.ts";
import { type F64x2, f64x2, type I32, i32, laneMask } from "../../wasm/value.ts";
import { askedByLane, claimsOf, desiredUnits, forClaims, levelsOf } from "./claims.ts";
import { passGate, updateUnitCost, withdraw } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { make } from "./make.ts";
import { add, any, div, gt, load, max, min, mul, ne, ONE, select, sub, where, ZERO } from "./quantities.ts";
import { releaseReserve } from "./reserve.ts";
import { bytesOf, type Ring, ringOf, slotIn, slotPlace, yesterdayOf } from "./rings.ts";

/** Step 4 of the day, for a stock, sources first: it takes in what its processes make today and then ships. */
export function makeAndShip(kernel: Kernel, position: I32): void {
  const { body, get, whole, each, hold, network, isZero } = kernel;
  const stock = body.keep(whole("stockOrder", i32.sub(i32.of(network.counts.stocks - 1), position)));
  const next = i32.add(stock, i32.of(1));
  hold(stock, ["onHand", "onHandUsd", "unitCostUsd"], () => {
    each(whole("stockProcessStart", stock), whole("stockProcessStart", next), (process) =>
      make(kernel, process, stock),
    );
    updateUnitCost(kernel, stock);
    body.when(i32.not(isZero("stockReserveDays", stock)), () => {
      const isReleased = body.keep(gt(get("stockReleaseLimit", stock), ZERO));
      body.when(any(isReleased), () => releaseReserve(kernel, stock, isReleased));
    });
    shipByLevel(kernel, stock);
  });
}

/** When the stock is short, everything that draws on it is filled by the same fraction, one level after the other. */
function shipByLevel(kernel: Kernel, stock: I32): void {
  const { body, get, set, each } = kernel;
  const available = body.variable(get("onHand", stock));
  const levels = levelsOf(kernel, stock);
  each(levels.from, levels.to, (level) => {
    const { from, to } = claimsOf(kernel, { from: level, to: i32.add(level, i32.of(1)) });
    const { ask, asked } = askOnce(kernel, from, to);
    const desired = desiredUnits(kernel, from, to, ask);
    const fill = body.variable(ONE);
    const isShort = body.keep(gt(desired, available.value));
    body.when(any(isShort), () => fill.set(select(isShort, div(available.value, desired), ONE)));
    available.set(max(ZERO, body.keep(sub(available.value, desired))));
    forClaims(kernel, from, to, {
      lane: (lane) => ship(kernel, lane, stock, body.keep(mul(asked(lane), fill.value))),
      input: (input) => set("inputFill", input, fill.value),
      market: () => undefined,
    });
  });
}

/** What a lane asks for is wanted twice, to add it up and to ship it: lanes with code of their own keep it meanwhile. */
function askOnce(kernel: Kernel, from: I32, to: I32): { ask(lane: I32): F64x2; asked(lane: I32): F64x2 } {
  const { claimKind, claimIndex } = kernel.network;
  const kept = new Map<number | undefined, Variable<"v128">>();
  for (let claim = from.constant ?? 0; claim < (to.constant ?? 0); claim++) {
    if (claimKind[claim] === CLAIM_LANE) kept.set(claimIndex[claim], kernel.body.declare("v128"));
  }
  return {
    ask(lane) {
      const units = askedByLane(kernel, lane);
      const own = kept.get(lane.constant);
      own?.set(units);
      return own?.value ?? units;
    },
    asked: (lane) => kept.get(lane.constant)?.value ?? askedByLane(kernel, lane),
  };
}

/** Dispatches over a lane; goods of a same-day lane are at its end at once, as far as receipt is not paused. */
function ship(kernel: Kernel, lane: I32, from: I32, units: F64x2): void {
  const { body, get, whole, isLane, whenAny, network } = kernel;
  const isShipped = body.keep(ne(units, ZERO));
  const isInUse = isLane(
    lane,
    (own) => network.laneShare[own] > 0,
    () => i32.of(0),
  );
  whenAny(isShipped, isInUse, () => dispatch(kernel, lane, from, units, isShipped));
  const isSameDay = isLane(
    lane,
    (own) => network.laneLeadDays[own] === 0,
    () => i32.eq(whole("laneLeadDays", lane), i32.of(0)),
  );
  body.when(isSameDay, () => {
    const waiting = body.keep(get("waiting", lane));
    const isWaiting = body.keep(gt(waiting, ZERO));
    body.when(any(isWaiting), () => {
      passGate(kernel, lane, whole("laneTo", lane), min(waiting, get("laneReceiptLimit", lane)), isWaiting);
    });
  });
}

/** Duty, freight and carbon are added at dispatch: goods already under way keep their terms. */
function dispatch(kernel: Kernel, lane: I32, from: I32, units: F64x2, isShipped: F64x2): void {
  const { body, get, set, add: put, whole, number, charge } = kernel;
  const originUsd = withdraw(kernel, from, units, isShipped);
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
  const { body, get, whole, isLane, network } = kernel;
  const { laneLeadDays, laneRingLength } = network;
  const leadDays = body.keep(whole("laneLeadDays", lane));
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
        () => enter(kernel, lane, ring, { days: leadDays, slot: yesterdayOf(kernel, ring), isFree: true }, units, usd),
        () => arriveAtOnce(kernel, lane, units, usd),
      ),
    () => {
      const extraDays = body.keep(get("laneExtraDays", lane));
      const first = body.keep(f64x2.whole(extraDays, 0));
      const second = body.keep(f64x2.whole(extraDays, 1));
      const enterIn = (days: I32, own: F64x2, ownUsd: F64x2): void =>
        body.when(
          days,
          () => enter(kernel, lane, ring, { days, slot: slotIn(kernel, ring, days), isFree: false }, own, ownUsd),
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
      const held = bytesOf(kernel, "lane", entry.days);
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
