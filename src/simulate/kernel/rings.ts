import { type I32, i32, type Place } from "../../wasm/value.ts";
import { type Kernel, knownPlace } from "./kernel.ts";
import { CLOCK_BYTES, clockNumber, RING_KINDS, type RingKind } from "./layout.ts";
import type { PairColumn } from "./records.ts";

/** A ring of slots by day modulo length. Slots are told by their distance from the first of all, or of the ring, in bytes. */
export interface Ring {
  readonly kind: RingKind;
  readonly index: I32;
  readonly start: I32;
}

/** The ring of an entity; the day modulo its length is kept by the clock and never divided for. */
export function ringOf(kernel: Kernel, kind: RingKind, index: I32): Ring {
  const { body, whole } = kernel;
  return { kind, index, start: body.keep(bytesOf(kernel, kind, whole(RING_KINDS[kind].start, index))) };
}

/** Today's slot. */
export function todayOf(kernel: Kernel, { kind, index }: Ring): I32 {
  return kernel.body.keep(clockOf(kernel, kind, index, 0));
}

/** Yesterday's slot: it is empty, and it is that of the day after all others of the ring. */
export function yesterdayOf(kernel: Kernel, { kind, index }: Ring): I32 {
  return kernel.body.keep(clockOf(kernel, kind, index, 4));
}

/** Slots in bytes. */
export function bytesOf({ layout }: Kernel, kind: RingKind, slots: I32): I32 {
  return i32.shl(slots, i32.of(Math.log2(layout.pairs[RING_KINDS[kind].column].stride)));
}

/** Bytes of the whole ring. */
export function lengthOf(kernel: Kernel, { kind, index }: Ring): I32 {
  return kernel.body.keep(bytesOf(kernel, kind, kernel.whole(RING_KINDS[kind].length, index)));
}

function clockOf({ layout, whole }: Kernel, kind: RingKind, index: I32, byte: number): I32 {
  const { length, column } = RING_KINDS[kind];
  const known = whole(length, index).constant;
  if (known !== undefined) {
    const number = clockNumber(layout, known, layout.pairs[column].stride);
    return i32.load(knownPlace(layout.clock + CLOCK_BYTES * number + byte));
  }
  const entry = i32.load({ address: i32.shl(index, i32.of(2)), offset: layout.clockOf[kind] });
  return i32.load({ address: entry, offset: layout.clock + byte });
}

/** Slot `days` from now, fewer than the ring is long. */
export function slotIn(kernel: Kernel, ring: Ring, days: I32): I32 {
  const { body } = kernel;
  const length = lengthOf(kernel, ring);
  const ahead = body.keep(i32.add(todayOf(kernel, ring), bytesOf(kernel, ring.kind, days)));
  return body.keep(i32.select(i32.lt(ahead, length), ahead, i32.sub(ahead, length)));
}

/** Where a slot of a ring lies, told by its distance from the ring's first. */
export function slotPlace({ layout }: Kernel, column: PairColumn, { start }: Ring, slot: I32): Place {
  const { base } = layout.pairs[column];
  if (start.constant === undefined) return { address: i32.add(start, slot), offset: base };
  return slot.constant === undefined
    ? { address: slot, offset: base + start.constant }
    : knownPlace(base + start.constant + slot.constant);
}
