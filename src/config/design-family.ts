import { asList, asMap, type RawMap } from "./raw-values.ts";

/** Longer chains of designs are a mistake, and slow to follow. */
export const MOST_EXTENDED = 64;

/** What designs have from those they extend, on the values as written. */
export interface DesignFamily {
  /** The designs a design extends, nearest first; a cycle or an endless chain is followed so far and no further. */
  ancestors(design: RawMap): RawMap[];
  /** Entries for a lane in the designs a design extends, nearest first, from where it was last dropped. */
  inherited(design: RawMap, lane: unknown): RawMap[];
  /** As `inherited`, but nothing when the design itself drops the lane first. */
  changed(design: RawMap, lane: unknown): RawMap[];
}

export function designFamily(designs: readonly RawMap[]): DesignFamily {
  const byId = new Map(designs.map((design) => [design.id, design]));
  const lanesOf = remember((design) => {
    const lanes = asList(design.lanes).map((item): [unknown, RawMap] => [laneOf(item), asMap(item)]);
    return new Map(lanes);
  });
  const dropsOf = remember((design) => new Set(asList(design.dropLanes)));

  function ancestors(design: RawMap): RawMap[] {
    const chain: RawMap[] = [];
    for (let next = byId.get(design.extends); next !== undefined; next = byId.get(next.extends)) {
      chain.push(next);
      if (chain.length > MOST_EXTENDED) break;
    }
    return chain;
  }

  function inherited(design: RawMap, lane: unknown): RawMap[] {
    const entries: RawMap[] = [];
    for (const ancestor of ancestors(design)) {
      const entry = lanesOf(ancestor).get(lane);
      if (entry !== undefined) entries.push(entry);
      if (dropsOf(ancestor).has(lane)) break;
    }
    return entries;
  }

  return {
    ancestors,
    inherited,
    changed: (design, lane) => (dropsOf(design).has(lane) ? [] : inherited(design, lane)),
  };
}

/** The lane an entry of a design's `lanes` is about. */
export function laneOf(entry: unknown): unknown {
  return typeof entry === "string" ? entry : asMap(entry).lane;
}

function remember<Result>(find: (design: RawMap) => Result): (design: RawMap) => Result {
  const found = new Map<RawMap, Result>();
  return (design) => {
    let result = found.get(design);
    if (result === undefined) {
      result = find(design);
      found.set(design, result);
    }
    return result;
  };
}
