import { CLAIM_LANE, LANE_EXPEDITE } from "../../model/network.ts";
import type { Variable } from "../../wasm/function.ts";
import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { askedByLane, claimsOf, desiredUnits, forClaims, levelsOf } from "./claims.ts";
import { depart } from "./depart.ts";
import { passGate, updateUnitCost, withdraw } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { make } from "./make.ts";
import { add, any, div, gt, max, min, mul, ne, ONE, select, sub, ZERO } from "./quantities.ts";
import { releaseReserve } from "./reserve.ts";

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
  const { body, get, whole, isLane, isInUse, whenAny, network } = kernel;
  const isShipped = body.keep(ne(units, ZERO));
  whenAny(isShipped, isInUse("laneShare", lane), () => dispatch(kernel, lane, from, units, isShipped));
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

function dispatch(kernel: Kernel, lane: I32, from: I32, units: F64x2, isShipped: F64x2): void {
  sendOff(kernel, lane, units, withdraw(kernel, from, units, isShipped), isShipped);
}

/**
 * Puts goods on their way. Duty, freight and carbon are added now: goods already under way keep their terms.
 *
 * @param originUsd what they are worth at their origin
 * @param daysAgo when they left: today, or yesterday, as goods of another party did of which this one hears today
 */
export function sendOff(
  kernel: Kernel,
  lane: I32,
  units: F64x2,
  originUsd: F64x2,
  isShipped: F64x2,
  daysAgo: 0 | 1 = 0,
): void {
  const { body, get, set, add: put, whole, number, charge } = kernel;
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
  depart(kernel, lane, { units, usd, isShipped, daysAgo });
}
