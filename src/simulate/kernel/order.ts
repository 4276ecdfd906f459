import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { claimsOf, levelsOf, sumOfClaims } from "./claims.ts";
import type { Kernel } from "./kernel.ts";
import { planProduction } from "./make.ts";
import { add, any, div, gt, max, min, mul, ne, sub, where, ZERO } from "./quantities.ts";

/** Step 3 of the day, for a lane on a cycle: what was ordered yesterday reaches its origin. */
export function releaseDelayedOrder({ body, whole, get, set, add: put }: Kernel, lane: I32): void {
  body.when(whole("laneOrderDelayDays", lane), () => {
    const units = body.keep(get("delayedOrder", lane));
    put("backlog", lane, units);
    put("newlyOwed", whole("laneFrom", lane), units);
    set("delayedOrder", lane, ZERO);
  });
}

/** For a market: its demand of the day is owed. */
export function addTodaysDemand({ whole, get, add: put }: Kernel, market: I32): void {
  put("newlyOwed", whole("marketStock", market), get("demandToday", market));
}

/** For a stock, markets first: it orders up to its target, and its processes plan their day. */
export function order(kernel: Kernel, position: I32): void {
  const { body, whole, each, set, hold } = kernel;
  const stock = body.keep(whole("stockOrder", position));
  hold(stock, ["onOrder"], () => {
    const units = body.keep(orderQuantity(kernel, stock));
    set("newlyOwed", stock, ZERO);
    const isOrdered = body.keep(gt(units, ZERO));
    body.when(any(isOrdered), () => splitOrder(kernel, stock, body.keep(where(isOrdered, units))));
  });
  const next = i32.add(stock, i32.of(1));
  each(whole("stockProcessStart", stock), whole("stockProcessStart", next), (process) =>
    planProduction(kernel, process),
  );
}

/** The gap between target and on hand + on order - owed; with `restockDays` > 1 closed over that many days. */
function orderQuantity(kernel: Kernel, stock: I32): F64x2 {
  const { body, get, number, constant, isZero, network } = kernel;
  const position = body.keep(sub(add(get("onHand", stock), get("onOrder", stock)), owed(kernel, stock)));
  const wanted = body.variable(get("stockTargetUnits", stock));
  body.when(i32.not(isZero("stockReserveDays", stock)), () => {
    askForRefill(kernel, stock);
    wanted.set(add(wanted.value, get("refillOrdered", stock)));
  });
  const gap = body.keep(sub(wanted.value, position));
  const limit = get("stockOrderLimit", stock);
  const { restockDays } = network.constants;
  if (restockDays === 1) return min(gap, limit);
  const newlyOwed = body.keep(mul(get("newlyOwed", stock), number("stockInflowFactor", stock)));
  return min(add(newlyOwed, div(sub(gap, newlyOwed), constant(restockDays))), limit);
}

/** What the reserve lacks is asked for bit by bit, as fast as it may be refilled. */
function askForRefill({ body, get, set, number }: Kernel, stock: I32): void {
  const full = mul(number("stockReserveDays", stock), number("stockFlowUnitsPerDay", stock));
  const lacking = max(ZERO, body.keep(sub(full, get("reserve", stock))));
  const asked = add(get("refillOrdered", stock), get("stockRefillLimit", stock));
  set("refillOrdered", stock, min(body.keep(lacking), body.keep(asked)));
}

/** Units the stock owes today: lane backlogs, inputs of wanted production, demand and backorders of its markets. */
function owed(kernel: Kernel, stock: I32): F64x2 {
  const { body, get, whole, number } = kernel;
  const { from, to } = claimsOf(kernel, levelsOf(kernel, stock));
  return sumOfClaims(kernel, from, to, {
    lane: (lane) => get("backlog", lane),
    input: (input) => {
      const process = body.keep(whole("inputProcess", input));
      return mul(get("wanted", process), number("inputUnitsPerUnit", input));
    },
    market: (market) => add(get("demandToday", market), get("backorder", market)),
  });
}

function splitOrder(kernel: Kernel, stock: I32, units: F64x2): void {
  const { body, get, whole, number, add: put, each, eachLaneInto, isInUse, whenAny } = kernel;
  const next = i32.add(stock, i32.of(1));
  eachLaneInto(stock, (lane) => {
    const part = body.keep(mul(units, get("laneShare", lane)));
    whenAny(ne(part, ZERO), isInUse("laneShare", lane), () => {
      const sent = body.keep(mul(part, number("laneSendFactor", lane)));
      put("onOrder", stock, sent);
      body.when(
        whole("laneOrderDelayDays", lane),
        () => put("delayedOrder", lane, sent),
        () => {
          put("backlog", lane, sent);
          put("newlyOwed", body.keep(whole("laneFrom", lane)), sent);
        },
      );
    });
  });
  each(whole("stockProcessStart", stock), whole("stockProcessStart", next), (process) => {
    const part = body.keep(mul(units, get("processShare", process)));
    whenAny(ne(part, ZERO), isInUse("processShare", process), () => {
      put("onOrder", stock, part);
      put("wanted", process, part);
      const afterwards = i32.add(process, i32.of(1));
      each(whole("processInputStart", process), whole("processInputStart", afterwards), (input) => {
        put("newlyOwed", body.keep(whole("inputStock", input)), mul(part, number("inputUnitsPerUnit", input)));
      });
    });
  });
}
