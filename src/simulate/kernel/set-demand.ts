import { type F64, f64, f64x2, type I32, i32, type Place } from "../../wasm/value.ts";
import { LOWEST_PRICE } from "../set-demand.ts";
import type { Kernel } from "./kernel.ts";
import { max, mul } from "./quantities.ts";

/** For a market: its demand of the day, scaled by what disruptions do to it and by yesterday's price where it is elastic. */
export function setDemand(kernel: Kernel, market: I32): void {
  const { body, get, set, scalar, isZero, module } = kernel;
  const drawn = f64x2.loadPair(demandPlace(kernel, market, 0), demandPlace(kernel, market, 1));
  const wanted = body.variable(mul(drawn, get("marketDemandFactor", market)));
  body.when(i32.not(isZero("marketElasticity", market)), () => {
    const price = body.keep(max(f64x2.of(LOWEST_PRICE), get("relativePrice", market)));
    const factor = (scenario: 0 | 1): F64 =>
      module.apply(
        "exp",
        f64.mul(scalar("marketElasticity", market), module.apply("log", f64x2.lane(price, scenario))),
      );
    wanted.set(mul(wanted.value, f64x2.pair(factor(0), factor(1))));
  });
  set("demandToday", market, wanted.value);
}

function demandPlace({ cell }: Kernel, market: I32, scenario: 0 | 1): Place {
  const row = cell(scenario === 0 ? "demand0" : "demand1");
  if (market.constant !== undefined) return { address: row, offset: 8 * market.constant };
  return { address: i32.add(row, i32.shl(market, i32.of(3))), offset: 0 };
}
