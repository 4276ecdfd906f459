import { quote } from "../schema/show.ts";
import { partiesAtEnds } from "./parties-at-ends.ts";
import type { Path } from "./path.ts";
import { asList, asMap, type RawMap } from "./raw-values.ts";

/**
 * Reports hazards that reach a lane between parties by the name of a site or cluster: both ends must feel them, and only one
 * knows the name.
 */
export function checkBoundaryTargets(
  raw: RawMap,
  ownerOf: (site: unknown) => string | undefined,
  add: (path: Path, message: string) => void,
): void {
  const world = asMap(raw.world);
  const sites = new Map(asList(world.sites).map((site) => [asMap(site).id, asMap(site)]));
  const blocs = new Map(asList(world.regions).map((region) => [asMap(region).id, asList(asMap(region).blocs)]));
  const boundaries = asList(world.lanes).flatMap((item) => {
    const lane = asMap(item);
    const parties = partiesAtEnds(lane, ownerOf);
    return parties === undefined ? [] : [{ lane, parties }];
  });
  asList(raw.hazards).forEach((item, index) => {
    const hazard = asMap(item);
    const targets = asMap(hazard.targets);
    const { atOrigin, atDestination } = reachOf(hazard);
    const { products } = targets;
    const concerned = boundaries.filter(
      ({ lane }) =>
        (products === undefined || asList(products).includes(lane.product)) &&
        (hazard.kind !== "sanction" || crosses(lane, asList(targets.blocs), sites, blocs)),
    );
    for (const key of ["sites", "clusters"] as const) {
      asList(targets[key]).forEach((name, at) => {
        const isAt = (site: unknown): boolean => (key === "sites" ? site : sites.get(site)?.cluster) === name;
        const hit = concerned.find(({ lane }) => (atOrigin && isAt(lane.from)) || (atDestination && isAt(lane.to)));
        if (hit === undefined) return;
        const [from, to] = hit.parties;
        const message = `invalid target ${quote(String(name))}, by this name the hazard reaches lane ${quote(String(hit.lane.id))} between parties '${from}' and '${to}', and only one of them knows it; aim at regions, products or ports instead`;
        add(["hazards", index, "targets", key, at], message);
      });
    }
  });
}

/** At which ends a hazard touches the lanes of the sites and clusters it names. */
function reachOf({ kind, pauses, affects }: RawMap): { atOrigin: boolean; atDestination: boolean } {
  if (kind === "site-outage") {
    return { atOrigin: asList(pauses).includes("dispatch"), atDestination: asList(pauses).includes("receipt") };
  }
  const isBoth =
    kind === "sanction" || (kind === "cold-chain-failure" && (!Array.isArray(affects) || affects.includes("transit")));
  return { atOrigin: isBoth, atDestination: isBoth };
}

/** Whether a lane crosses the border of one of the blocs. */
function crosses(
  lane: RawMap,
  borders: readonly unknown[],
  sites: ReadonlyMap<unknown, RawMap>,
  blocs: ReadonlyMap<unknown, readonly unknown[]>,
): boolean {
  const blocsAt = (site: unknown): readonly unknown[] => blocs.get(sites.get(site)?.region) ?? [];
  const [from, to] = [blocsAt(lane.from), blocsAt(lane.to)];
  return borders.some((bloc) => from.includes(bloc) !== to.includes(bloc));
}
