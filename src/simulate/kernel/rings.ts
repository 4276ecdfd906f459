import { type I32, i32, type Place } from "../../wasm/value.ts";
import { RINGS, type RingKind } from "../state.ts";
import { type Kernel, knownPlace } from "./kernel.ts";
import { clockPlace, RING_RECORD, RING_RECORD_BYTES } from "./layout.ts";
import type { PairColumn } from "./records.ts";

/** A ring of slots by day modulo length. Slots are told by their distance from the first of all, or of the ring, in bytes. */
export interface Ring {
  readonly kind: RingKind;
  readonly index: I32;
  readonly start: I32;
}

/** The ring of an entity; the day modulo its length is kept by the clock and never divided for. */
export function ringOf(kernel: Kernel, kind: RingKind, index: I32): Ring {
  const { body, layout } = kernel;
  const { column, places } = layout.rings[kind];
  const start =
    index.constant === undefined
      ? recorded(kernel, kind, index, "start")
      : i32.of(places.start[index.constant] * layout.pairs[column].stride);
  return { kind, index, start: body.keep(start) };
}

/** Today's slot. */
export function todayOf(kernel: Kernel, { kind, index }: Ring): I32 {
  return kernel.body.keep(clockOf(kernel, kind, index, 0));
}

/** Yesterday's slot: it is empty, and it is that of the day after all others of the ring. */
export function yesterdayOf(kernel: Kernel, { kind, index }: Ring): I32 {
  return kernel.body.keep(clockOf(kernel, kind, index, 4));
}

/** Bytes from a slot to the next. */
export function stepOf(kernel: Kernel, { kind, index }: Ring): I32 {
  const { stepBytes } = kernel.layout.rings[kind];
  const known = knownLength(kernel, kind, index);
  return known === undefined ? recorded(kernel, kind, index, "step") : i32.of(stepBytes.get(known) as number);
}

/** Slots in bytes. */
export function bytesOf(kernel: Kernel, ring: Ring, slots: I32): I32 {
  return i32.mul(slots, stepOf(kernel, ring));
}

/** Bytes behind which a ring begins anew. */
export function lengthOf(kernel: Kernel, { kind, index }: Ring): I32 {
  const { stepBytes } = kernel.layout.rings[kind];
  const known = knownLength(kernel, kind, index);
  const bytes =
    known === undefined ? recorded(kernel, kind, index, "length") : i32.of(known * (stepBytes.get(known) as number));
  return kernel.body.keep(bytes);
}

function clockOf(kernel: Kernel, kind: RingKind, index: I32, byte: number): I32 {
  const { layout } = kernel;
  const known = knownLength(kernel, kind, index);
  if (known === undefined) return i32.load({ address: recorded(kernel, kind, index, "clock"), offset: byte });
  return i32.load(knownPlace(clockPlace(layout, known, layout.rings[kind].stepBytes.get(known) as number) + byte));
}

function knownLength({ whole }: Kernel, kind: RingKind, index: I32): number | undefined {
  return whole(RINGS[kind].length, index).constant;
}

function recorded({ layout }: Kernel, kind: RingKind, index: I32, what: keyof typeof RING_RECORD): I32 {
  const address = i32.shl(index, i32.of(Math.log2(RING_RECORD_BYTES)));
  return i32.load({ address, offset: layout.ringRecords[kind] + RING_RECORD[what] });
}

/** Slot `days` from now, fewer than the ring is long. */
export function slotIn(kernel: Kernel, ring: Ring, days: I32): I32 {
  const { body } = kernel;
  const length = lengthOf(kernel, ring);
  const ahead = body.keep(i32.add(todayOf(kernel, ring), bytesOf(kernel, ring, days)));
  return body.keep(i32.select(i32.lt(ahead, length), ahead, i32.sub(ahead, length)));
}

/** Where a slot of a ring lies, told by its distance from the ring's first. */
export function slotPlace({ layout, ofPair }: Kernel, column: PairColumn, { start }: Ring, slot: I32): Place {
  const { base } = layout.pairs[column];
  if (start.constant === undefined) return ofPair({ address: i32.add(start, slot), offset: base });
  return slot.constant === undefined
    ? ofPair({ address: slot, offset: base + start.constant })
    : ofPair(knownPlace(base + start.constant + slot.constant));
}
