import { type I32, i32, type Place } from "../../wasm/value.ts";
import { type Kernel, knownPlace } from "./kernel.ts";
import { type PairColumn, RING_KINDS, type RingKind } from "./layout.ts";

/** A ring of slots by day modulo length, and today's place in it. */
export interface Ring {
  readonly start: I32;
  readonly length: I32;
  readonly today: I32;
}

const STARTS = {
  lane: "laneRingStart",
  process: "processRingStart",
  recycling: "processRecyclingRingStart",
  market: "marketRingStart",
} as const;

/** The ring of an entity; the day modulo its length is kept by the clock and never divided for. */
export function ringOf(kernel: Kernel, kind: RingKind, index: I32): Ring {
  const { body, layout, whole } = kernel;
  const length = whole(RING_KINDS[kind], index);
  const today =
    length.constant !== undefined
      ? i32.load(knownPlace(layout.clock + 4 * layout.ringLengths.indexOf(length.constant)))
      : i32.load({ address: clockOf(kernel, kind, index), offset: layout.clock });
  return { start: body.keep(whole(STARTS[kind], index)), length: body.keep(length), today: body.keep(today) };
}

/** Byte within the clock, for an entity that is not known. */
function clockOf({ layout }: Kernel, kind: RingKind, index: I32): I32 {
  return i32.load({ address: i32.shl(index, i32.of(2)), offset: layout.clockOf[kind] });
}

/** Slot `days` from now, fewer than the ring is long. */
export function slotIn({ body }: Kernel, { length, today }: Ring, days: I32): I32 {
  const ahead = body.keep(i32.add(today, days));
  return body.keep(i32.select(i32.lt(ahead, length), ahead, i32.sub(ahead, length)));
}

/** Where a slot of a ring lies. */
export function slotPlace({ place }: Kernel, column: PairColumn, { start }: Ring, slot: I32): Place {
  return start.constant !== undefined ? place(column, slot, start.constant) : place(column, i32.add(start, slot));
}
