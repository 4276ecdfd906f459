import { CLAIM_INPUT, CLAIM_LANE } from "../../model/network.ts";
import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import type { Kernel } from "./kernel.ts";
import { add, min, mul } from "./quantities.ts";

/** What to do with each kind of claim; the index is that of the lane, the process input or the market. */
export interface ByKind {
  lane(index: I32): void;
  input(index: I32): void;
  market(index: I32): void;
}

/** Goes through claims [from, to). */
export function forClaims({ body, whole, each }: Kernel, from: I32, to: I32, visit: ByKind): void {
  each(from, to, (claim) => {
    const index = body.keep(whole("claimIndex", claim));
    const kind = body.keep(whole("claimKind", claim));
    body.when(
      i32.eq(kind, i32.of(CLAIM_LANE)),
      () => visit.lane(index),
      () =>
        body.when(
          i32.eq(kind, i32.of(CLAIM_INPUT)),
          () => visit.input(index),
          () => visit.market(index),
        ),
    );
  });
}

/** First and last level of claims on a stock. */
export function levelsOf({ body, whole }: Kernel, stock: I32): { readonly from: I32; readonly to: I32 } {
  return {
    from: body.keep(whole("stockLevelStart", stock)),
    to: body.keep(whole("stockLevelStart", i32.add(stock, i32.of(1)))),
  };
}

/** Claims of levels [from, to). */
export function claimsOf(
  { body, whole }: Kernel,
  levels: { readonly from: I32; readonly to: I32 },
): { readonly from: I32; readonly to: I32 } {
  return {
    from: body.keep(whole("levelClaimStart", levels.from)),
    to: body.keep(whole("levelClaimStart", levels.to)),
  };
}

/** What a lane would dispatch today if its origin had it. */
export function askedByLane({ get }: Kernel, lane: I32): F64x2 {
  return min(get("backlog", lane), get("laneDispatchLimit", lane));
}

/**
 * Adds up what claims [from, to) would take today if the stock had it, from `start` on.
 *
 * @param byLane what a lane asks for
 */
export function desiredUnits(
  kernel: Kernel,
  start: F64x2,
  from: I32,
  to: I32,
  byLane = (lane: I32): F64x2 => askedByLane(kernel, lane),
): F64x2 {
  const { body, get, whole, number } = kernel;
  const desired = body.variable(start);
  const more = (units: F64x2): void => desired.set(add(desired.value, units));
  forClaims(kernel, from, to, {
    lane: (lane) => more(byLane(lane)),
    input: (input) => more(mul(get("planned", whole("inputProcess", input)), number("inputUnitsPerUnit", input))),
    market: (market) => more(add(get("demandToday", market), get("backorder", market))),
  });
  return desired.value;
}
