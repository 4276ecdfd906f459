import { CLAIM_INPUT, CLAIM_LANE } from "../../model/network.ts";
import { type F64x2, type I32, i32 } from "../../wasm/value.ts";
import { accumulate } from "./accumulate.ts";
import type { Kernel } from "./kernel.ts";
import { add, min, mul, ZERO } from "./quantities.ts";

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
 * Adds up what claims [from, to) would take today if the stock had it.
 *
 * @param byLane what a lane asks for
 * @param start what they are added to, if anything
 */
export function desiredUnits(
  kernel: Kernel,
  from: I32,
  to: I32,
  byLane = (lane: I32): F64x2 => askedByLane(kernel, lane),
  start?: F64x2,
): F64x2 {
  const { body, get, whole, number } = kernel;
  const numberOf = {
    lane: byLane,
    input: (input: I32): F64x2 => {
      const process = body.keep(whole("inputProcess", input));
      return mul(get("planned", process), number("inputUnitsPerUnit", input));
    },
    market: (market: I32): F64x2 => add(get("demandToday", market), get("backorder", market)),
  };
  return sumOfClaims(kernel, from, to, numberOf, start);
}

/** Adds up a number of each of claims [from, to). */
export function sumOfClaims(
  kernel: Kernel,
  from: I32,
  to: I32,
  numberOf: Readonly<Record<keyof ByKind, (index: I32) => F64x2>>,
  start?: F64x2,
): F64x2 {
  const isStraight = from.constant !== undefined && to.constant !== undefined;
  const total = accumulate(kernel, isStraight && start === undefined, start ?? ZERO, add);
  forClaims(kernel, from, to, {
    lane: (lane) => total.take(numberOf.lane(lane)),
    input: (input) => total.take(numberOf.input(input)),
    market: (market) => total.take(numberOf.market(market)),
  });
  return total.value;
}
