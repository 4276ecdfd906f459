import type { RawMap } from "./raw-values.ts";

/** The parties at the ends of a lane; undefined where it stays within one. */
export function partiesAtEnds(
  lane: RawMap,
  ownerOf: (site: unknown) => string | undefined,
): readonly [string, string] | undefined {
  const [from, to] = [ownerOf(lane.from), ownerOf(lane.to)];
  return from === undefined || to === undefined || from === to ? undefined : [from, to];
}
