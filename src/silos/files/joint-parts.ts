import type { CompiledStudy } from "../../compile-study.ts";
import type { ParsedStudy } from "../../config/parse-study.ts";
import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { readYaml } from "../../config/read-yaml.ts";
import { sortByCodeUnits } from "../../model/canonical-order.ts";
import type { Silos } from "../../model/silo.ts";

/** A joint study as it is written, with its designs compiled and its sites parted. */
export interface JointParts {
  readonly raw: RawMap;
  readonly compiled: CompiledStudy;
  readonly silos: Silos;
  /** Ids of parties, in their order. */
  readonly parties: readonly string[];
  readonly sites: readonly RawMap[];
  /** Lanes within a party. */
  readonly ownLanes: readonly RawMap[];
  /** Lanes between parties that a design uses, in the order of the contract. */
  readonly boundaryLanes: readonly RawMap[];
  /** Lanes between parties that no design uses. */
  readonly idleLanes: readonly RawMap[];
  ownerOf(site: unknown): string;
  regionOf(site: unknown): unknown;
}

/** @throws RangeError for a study without silos */
export function partsOf(parsed: ParsedStudy, compiled: CompiledStudy): JointParts {
  const { silos } = parsed.study;
  if (silos === undefined) throw new RangeError("missing silos");
  const raw = asMap(readYaml(parsed.file, parsed.text).raw);
  const world = asMap(raw.world);
  const sites = asList(world.sites).map(asMap);
  const owners = new Map<unknown, string>(
    silos.parties.flatMap(({ id, sites }) => sites.map((site) => [site, id] as const)),
  );
  const regions = new Map(sites.map(({ id, region }) => [id, region]));
  const ownerOf = (site: unknown): string => owners.get(site) as string;
  const lanes = asList(world.lanes).map(asMap);
  const crossing = lanes.filter(({ from, to }) => ownerOf(from) !== ownerOf(to));
  const used = new Set<unknown>(parsed.study.designs.flatMap((design) => design.lanes.map(({ lane }) => lane)));
  return {
    raw,
    compiled,
    silos,
    parties: silos.parties.map(({ id }) => id),
    sites,
    ownLanes: lanes.filter(({ from, to }) => ownerOf(from) === ownerOf(to)),
    boundaryLanes: sortByCodeUnits(
      crossing.filter(({ id }) => used.has(id)),
      ({ id, to, product }) => `${to}/${product}\0${id}`,
    ),
    idleLanes: crossing.filter(({ id }) => !used.has(id)),
    ownerOf,
    regionOf: (site) => regions.get(site),
  };
}
