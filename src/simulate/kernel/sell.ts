import type { Network } from "../../model/network.ts";
import { NO_SALE } from "../../model/price.ts";
import { type F64x2, f64x2, type I32, i32, type Place } from "../../wasm/value.ts";
import { updateUnitCost, withdraw } from "./goods.ts";
import type { Kernel } from "./kernel.ts";
import { add, any, div, gt, load, min, mul, ne, ONE, select, sub, where, ZERO } from "./quantities.ts";
import { lengthOf, ringOf, slotPlace, stepOf, todayOf, yesterdayOf } from "./rings.ts";

/** Step 5 of the day. Before markets sell, what they want is added up by stock. */
export function clearSale({ set, whole }: Kernel, market: I32): void {
  set("saleUnits", whole("marketStock", market), ZERO);
}

export function addSale({ get, add: put, whole }: Kernel, market: I32): void {
  put("saleUnits", whole("marketStock", market), add(get("demandToday", market), get("backorder", market)));
}

/** The fraction of its demand and backorders that a market can sell today. */
export function shareOut(kernel: Kernel, market: I32): void {
  const { body, get, set, whole } = kernel;
  const stock = body.keep(whole("marketStock", market));
  set("marketFill", market, fillOf(kernel, body.keep(get("saleUnits", stock)), body.keep(get("onHand", stock))));
}

function fillOf({ body }: Kernel, wanted: F64x2, onHand: F64x2): F64x2 {
  const fill = body.variable(ONE);
  const isShort = body.keep(gt(wanted, onHand));
  body.when(any(isShort), () => fill.set(select(isShort, div(onHand, wanted), ONE)));
  return fill.value;
}

/** Whether no two markets share a stock: then each can add up, share out and sell at once. */
export function isSoldAlone({ marketStock }: Network): boolean {
  return new Set(marketStock).size === marketStock.length;
}

/** For a market with a stock of its own: all of step 5. */
export function sellAlone(kernel: Kernel, market: I32): void {
  const { body, get, set, whole, hold } = kernel;
  const stock = body.keep(whole("marketStock", market));
  hold(stock, ["onHand", "onHandUsd", "unitCostUsd"], () => {
    const wanted = body.keep(add(get("demandToday", market), get("backorder", market)));
    set("saleUnits", stock, wanted);
    const fill = fillOf(kernel, wanted, get("onHand", stock));
    set("marketFill", market, fill);
    sellFrom(kernel, market, stock, fill);
  });
}

/** A market sells min(on hand, demand + backorders), oldest backorders first. */
export function sell(kernel: Kernel, market: I32): void {
  const stock = kernel.body.keep(kernel.whole("marketStock", market));
  sellFrom(kernel, market, stock, kernel.get("marketFill", market));
}

function sellFrom(kernel: Kernel, market: I32, stock: I32, fill: F64x2): void {
  const { body, get, charge, isZero } = kernel;
  const wanted = body.keep(get("demandToday", market));
  const waiting = body.keep(get("backorder", market));
  const sold = body.keep(min(get("onHand", stock), mul(add(wanted, waiting), fill)));
  const late = body.keep(min(sold, waiting));
  const onTime = body.keep(min(body.keep(sub(sold, late)), wanted));
  const isSold = body.keep(gt(sold, ZERO));
  updateUnitCost(kernel, stock, isSold);
  const soldUsd = withdraw(kernel, stock, sold, isSold);
  charge("goodsUsd", sub(ZERO, soldUsd));
  report(kernel, "demand", market, wanted);
  report(kernel, "servedOnTime", market, onTime);
  report(kernel, "servedLate", market, late);
  report(kernel, "soldCostUsd", market, soldUsd);
  report(kernel, "lost", market, keepWaiting(kernel, market, body.keep(sub(wanted, onTime)), late));
  body.when(i32.not(isZero("marketElasticity", market)), () => {
    setPrice(kernel, market, { wanted, onTime, sold: body.keep(add(onTime, late)), soldUsd });
  });
}

type MarketSeries = "demand" | "servedOnTime" | "servedLate" | "soldCostUsd" | "lost";

/** Where today's number of a market goes in the trajectory of a scenario. */
function reportPlace({ body, cell, layout }: Kernel, series: MarketSeries, market: I32, scenario: 0 | 1): Place {
  const row = cell(scenario === 0 ? "market0" : "market1");
  const known = market.constant === undefined ? 0 : 8 * market.constant;
  const address = market.constant === undefined ? i32.add(row, i32.shl(market, i32.of(3))) : row;
  return { address: body.keep(address), offset: layout.series[series] + known };
}

function report(kernel: Kernel, series: MarketSeries, market: I32, value: F64x2): void {
  kernel.body.scope(() => {
    kernel.body.storeLane(reportPlace(kernel, series, market, 0), value, 0);
    kernel.body.storeLane(reportPlace(kernel, series, market, 1), value, 1);
  });
}

/** Adds today's unmet demand to the backorders, takes out what was served late, and returns the units lost today. */
function keepWaiting(kernel: Kernel, market: I32, unmet: F64x2, late: F64x2): F64x2 {
  const { body, get, add: put, whole } = kernel;
  const lost = body.variable(ZERO);
  const patienceDays = body.keep(whole("marketPatienceDays", market));
  body.when(
    i32.gt(patienceDays, i32.of(0)),
    () => {
      const isDisturbed = f64x2.or(ne(unmet, ZERO), ne(get("backorder", market), ZERO));
      // A scenario in which nobody waits has an empty ring: what follows changes nothing of it.
      body.when(any(isDisturbed), () => serveOldest(kernel, market, unmet, late, lost.set));
    },
    () =>
      body.when(
        i32.lt(patienceDays, i32.of(0)),
        () => put("backorder", market, sub(unmet, late)),
        () => lost.set(unmet),
      ),
  );
  return lost.value;
}

function serveOldest(kernel: Kernel, market: I32, unmet: F64x2, late: F64x2, setLost: (units: F64x2) => void): void {
  const { body, set } = kernel;
  const ring = ringOf(kernel, "market", market);
  const toServe = body.variable(late);
  const total = body.variable(ZERO);
  const serve = (place: Place): F64x2 => {
    const waiting = body.keep(load(place));
    const served = body.keep(min(toServe.value, waiting));
    toServe.set(sub(toServe.value, served));
    return body.keep(sub(waiting, served));
  };
  // The slot of today still holds the oldest demand: it is served first, then lost.
  const today = todayOf(kernel, ring);
  const oldest = slotPlace(kernel, "backorderOfDay", ring, today);
  setLost(serve(oldest));
  body.store(oldest, unmet);
  const slotBytes = body.keep(stepOf(kernel, ring));
  const length = lengthOf(kernel, ring);
  const serveAll = (from: I32, to: I32): void =>
    body.loopBy(from, to, slotBytes, (slot) => {
      const place = slotPlace(kernel, "backorderOfDay", ring, slot);
      const left = serve(place);
      body.store(place, left);
      total.set(add(total.value, left));
    });
  // Oldest first: behind today's slot to the end of the ring, then from its beginning.
  serveAll(body.keep(i32.add(today, slotBytes)), length);
  serveAll(i32.of(0), today);
  set("backorder", market, add(total.value, unmet));
}

interface Sale {
  readonly wanted: F64x2;
  readonly onTime: F64x2;
  readonly sold: F64x2;
  readonly soldUsd: F64x2;
}

/** Today's price, to which demand reacts tomorrow: the price that is measured, its lags and scarcity included. */
function setPrice(kernel: Kernel, market: I32, { wanted, onTime, sold, soldUsd }: Sale): void {
  const { body, get, set, whole, number, each, network } = kernel;
  const from = body.keep(whole("marketLagStart", market));
  const to = body.keep(whole("marketLagStart", i32.add(market, i32.of(1))));
  const isPriced = body.keep(gt(sold, mul(f64x2.of(NO_SALE), wanted)));
  const today = body.keep(
    select(isPriced, body.keep(sub(div(soldUsd, sold), number("marketUnitCostUsd", market))), get("riseOfLag", from)),
  );
  const rise = body.variable(ZERO);
  each(from, i32.sub(to, i32.of(1)), (at) => {
    // Oldest lag first.
    const lag = body.keep(i32.sub(i32.add(from, i32.sub(to, i32.of(1))), at));
    const before = body.keep(get("riseOfLag", i32.sub(lag, i32.of(1))));
    set("riseOfLag", lag, before);
    rise.set(add(rise.value, mul(number("lagWeight", lag), before)));
  });
  set("riseOfLag", from, today);
  rise.set(add(rise.value, mul(number("lagWeight", from), today)));
  const unmet = where(gt(wanted, ZERO), body.keep(sub(ONE, div(onTime, wanted))));
  const { premiumFactor, capFraction } = network.constants.scarcity;
  const premium = min(mul(f64x2.of(premiumFactor), unmet), f64x2.of(capFraction));
  const passedOn = mul(number("marketPassThroughFraction", market), rise.value);
  const relative = add(add(ONE, premium), div(passedOn, number("marketPriceUsdPerUnit", market)));
  set("relativePrice", market, relative);
}

/** For a recycling source: what was sold today comes back after its delay. */
export function collect(kernel: Kernel, process: I32): void {
  const { body, whole, number, each } = kernel;
  body.when(whole("processRecyclingRingLength", process), () => {
    const ring = ringOf(kernel, "recycling", process);
    const units = body.variable(ZERO);
    const next = i32.add(process, i32.of(1));
    each(whole("processRecyclingStart", process), whole("processRecyclingStart", next), (item) => {
      const market = body.keep(whole("recyclingMarket", item));
      const served = (series: MarketSeries): F64x2 =>
        f64x2.loadPair(reportPlace(kernel, series, market, 0), reportPlace(kernel, series, market, 1));
      const sold = add(served("servedOnTime"), served("servedLate"));
      units.set(add(units.value, mul(number("recyclingUnitsPerUnitSold", item), sold)));
    });
    // The ring is a day longer than the delay: yesterday's slot comes up again `delayDays` from now.
    body.store(slotPlace(kernel, "collected", ring, yesterdayOf(kernel, ring)), units.value);
  });
}
