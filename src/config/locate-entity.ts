import type { StudyProblem } from "../errors.ts";
import type { DesignProblem, EntityRef } from "../model/problem.ts";
import { designFamily } from "./design-family.ts";
import type { Path } from "./path.ts";
import { asList, asMap, type RawMap } from "./raw-values.ts";
import type { YamlSource } from "./yaml-source.ts";

interface RawStudy {
  readonly world: Readonly<Record<string, readonly RawEntity[] | undefined>>;
  readonly markets: readonly RawEntity[];
  readonly designs: readonly RawMap[];
}
type RawEntity = RawMap;

/**
 * Finds the line a compile problem is about: the entry of the design that sets the key at fault, or of one it extends, the
 * nearest first; else the world's entry.
 */
export function locateEntity(source: YamlSource, { design, at, message }: DesignProblem): StudyProblem {
  const raw = source.raw as RawStudy;
  const designIndex = raw.designs.findIndex((item) => item.id === design);
  if (at.list === "policies") return source.problemAt(policyPath(raw, designIndex, at), message);
  const candidates = [...inheritedPaths(raw, designIndex, at), ...worldPaths(raw, at)];
  const withKey =
    at.key === undefined ? [] : candidates.filter(({ entity }) => at.key !== undefined && at.key in entity);
  const best = withKey[0] ?? candidates[0];
  if (best === undefined) return source.problemAt(["designs", designIndex], message);
  const path = withKey.length > 0 ? [...best.path, at.key as string] : best.path;
  return source.problemAt(path, message);
}

/** A policy where it is stated: by the design itself or the nearest it extends. */
function policyPath(raw: RawStudy, designIndex: number, { id, entry }: EntityRef): Path {
  const own = raw.designs[designIndex];
  const stating = [own, ...designFamily(raw.designs).ancestors(own)].find(({ policies }) => id in asMap(policies));
  const path = ["designs", stating === undefined ? designIndex : raw.designs.indexOf(stating), "policies", id];
  return entry === undefined ? path : [...path, entry];
}

interface Candidate {
  readonly path: Path;
  readonly entity: RawEntity;
}

/** Entries of a design and of those it extends, nearest first, from where a lane was last dropped. */
function inheritedPaths(raw: RawStudy, designIndex: number, at: EntityRef): Candidate[] {
  const own = raw.designs[designIndex];
  const found: Candidate[] = [];
  for (const design of [own, ...designFamily(raw.designs).ancestors(own)]) {
    found.push(...overlayPaths(raw, raw.designs.indexOf(design), at));
    if (at.list === "lanes" && asList(design.dropLanes).includes(at.id)) break;
  }
  return found;
}

function overlayPaths(raw: RawStudy, designIndex: number, at: EntityRef): Candidate[] {
  return asList(raw.designs[designIndex][at.list]).flatMap((overlay, index): Candidate[] => {
    const entity = typeof overlay === "string" ? { lane: overlay } : asMap(overlay);
    return overlayId(at.list, entity) === at.id ? [{ path: ["designs", designIndex, at.list, index], entity }] : [];
  });
}

function overlayId(list: EntityRef["list"], entity: RawEntity): string {
  if (list === "lanes") return String(entity.lane);
  if (list === "stocks") return `${entity.site}/${entity.product}`;
  if (list === "processes") return `${entity.site}/${entity.output}`;
  return String(entity.site);
}

function worldPaths(raw: RawStudy, at: EntityRef): Candidate[] {
  if (at.list === "processes" || at.list === "stocks") return nestedPaths(raw, at.list, at.id);
  const isTopLevel = at.list === "markets" || at.list === "designs";
  const list = (isTopLevel ? raw[at.list as "markets" | "designs"] : raw.world[at.list]) as
    | readonly RawEntity[]
    | undefined;
  const index = list?.findIndex((entity) => entity.id === at.id) ?? -1;
  if (list === undefined || index < 0) return [];
  return [{ path: isTopLevel ? [at.list, index] : ["world", at.list, index], entity: list[index] }];
}

function nestedPaths(raw: RawStudy, list: "processes" | "stocks", id: string): Candidate[] {
  const slash = id.indexOf("/");
  const sites = raw.world.sites ?? [];
  const siteIndex = sites.findIndex((site) => site.id === id.slice(0, slash));
  if (siteIndex < 0) return [];
  const entities = (sites[siteIndex][list] ?? []) as readonly RawEntity[];
  const key = list === "processes" ? "output" : "product";
  const index = entities.findIndex((entity) => entity[key] === id.slice(slash + 1));
  const site = { path: ["world", "sites", siteIndex], entity: sites[siteIndex] };
  return index < 0 ? [site] : [{ path: [...site.path, list, index], entity: entities[index] }];
}
