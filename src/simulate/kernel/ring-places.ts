import type { Network } from "../../model/network.ts";
import { RINGS, type RingKind, type RingPlaces } from "../state.ts";
import type { PairPlaces } from "./records.ts";

/**
 * How the rings of a kind lie in memory. Every day looks at one slot of each ring or two: of rings of one length the slots of a
 * day lie side by side, so that neighbours come along and what is looked at today is in few pages. Rings that are gone through
 * from end to end lie in one piece each.
 */
const LIE_DAY_BY_DAY: Readonly<Record<RingKind, boolean>> = {
  lane: true,
  process: true,
  market: false,
  recycling: false,
};

/** The rings of a kind. */
export interface RingGroup {
  /** Column that tells the bytes of a slot. */
  readonly column: "moving" | "inProgress" | "backorderOfDay" | "collected";
  readonly places: RingPlaces;
  /** Bytes from a slot to that of the next day, by the length of the ring. */
  readonly stepBytes: ReadonlyMap<number, number>;
}

export function placeRings(network: Network, pairs: PairPlaces): Readonly<Record<RingKind, RingGroup>> {
  const groups = (Object.keys(RINGS) as RingKind[]).map((kind): [RingKind, RingGroup] => {
    const { columns, length } = RINGS[kind];
    const lengths = network[length];
    const places = LIE_DAY_BY_DAY[kind] ? dayByDay(lengths) : inOnePiece(network[RINGS[kind].start], lengths);
    const { stride } = pairs[columns[0]];
    const stepBytes = new Map(Array.from(lengths, (own, at) => [own, places.step[at] * stride]));
    return [kind, { column: columns[0], places, stepBytes }];
  });
  return Object.fromEntries(groups) as Record<RingKind, RingGroup>;
}

function inOnePiece(start: Int32Array, lengths: Int32Array): RingPlaces {
  return { length: lengths, start, step: new Int32Array(start.length).fill(1) };
}

/** [length][slot][ring of this length] */
function dayByDay(lengths: Int32Array): RingPlaces {
  const members = new Map<number, number>();
  for (const length of lengths) members.set(length, (members.get(length) ?? 0) + 1);
  const next = new Map<number, number>();
  let slots = 0;
  for (const [length, count] of members) {
    next.set(length, slots);
    slots += length * count;
  }
  const start = lengths.map((length) => {
    const own = next.get(length) as number;
    next.set(length, own + 1);
    return own;
  });
  return { length: lengths, start, step: lengths.map((length) => members.get(length) as number) };
}
