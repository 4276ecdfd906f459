import { asList, asMap, type RawMap } from "../../config/raw-values.ts";

/** A design with everything it extends, still in the words of the study. */
export interface FlatDesign {
  readonly id: string;
  readonly name: unknown;
  readonly planner: RawMap;
  readonly policies: RawMap;
  readonly lanes: readonly RawMap[];
  readonly stocks: readonly FlatOverlay[];
  readonly processes: readonly FlatOverlay[];
  readonly sites: readonly FlatOverlay[];
}

export interface FlatOverlay {
  readonly entry: RawMap;
  /** Stated by an extended design alone: may be about what this design does not use. */
  readonly isInherited: boolean;
}

/** Designs of a valid study, each put together with those it extends, as `resolve` does with values. */
export function flattenDesigns(raw: RawMap): FlatDesign[] {
  const designs = asList(raw.designs).map(asMap);
  const byId = new Map(designs.map((design) => [design.id, design]));
  return designs.map((own) => {
    const chain = [own];
    for (let next = byId.get(own.extends); next !== undefined; next = byId.get(next.extends)) chain.unshift(next);
    const lanes = new Map<unknown, RawMap>();
    for (const design of chain) {
      for (const lane of asList(design.dropLanes)) lanes.delete(lane);
      for (const item of asList(design.lanes)) {
        const entry = typeof item === "string" ? { lane: item } : asMap(item);
        lanes.set(entry.lane, { ...lanes.get(entry.lane), ...entry });
      }
    }
    const merged = (key: string): RawMap => Object.assign({}, ...chain.map((design) => asMap(design[key])));
    return {
      id: own.id as string,
      name: own.name,
      planner: merged("planner"),
      policies: Object.fromEntries(Object.entries(merged("policies")).filter(([, policy]) => policy !== "none")),
      lanes: [...lanes.values()],
      stocks: flattenOverlays(chain, "stocks", ({ site, product }) => `${site}/${product}`),
      processes: flattenOverlays(chain, "processes", ({ site, output }) => `${site}/${output}`),
      sites: flattenOverlays(chain, "sites", ({ site }) => String(site)),
    };
  });
}

function flattenOverlays(chain: readonly RawMap[], key: string, keyOf: (entry: RawMap) => string): FlatOverlay[] {
  const overlays = new Map<string, FlatOverlay>();
  chain.forEach((design, depth) => {
    for (const entry of asList(design[key]).map(asMap)) {
      const id = keyOf(entry);
      overlays.set(id, { entry: { ...overlays.get(id)?.entry, ...entry }, isInherited: depth < chain.length - 1 });
    }
  });
  return [...overlays.values()];
}
