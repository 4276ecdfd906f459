import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { DRAWN } from "../../config/silo/join-hazards.ts";
import { classifyHazards, type HazardReach, OWNED_TARGETS } from "./classify-hazards.ts";
import type { JointParts } from "./joint-parts.ts";

/** Hazards and common causes of a joint study, cut into what all share and what parties keep. */
export interface SplitHazards {
  readonly common: readonly RawMap[];
  readonly commonCauses: readonly RawMap[];
  /** Private hazards, and their parts of common ones, by party. */
  readonly byParty: ReadonlyMap<string, { readonly hazards: RawMap[]; readonly commonCauses: RawMap[] }>;
  readonly counts: { readonly privateHazards: number; readonly elsewhere: number };
}

/** What of a common hazard all know. */
const KNOWN = ["id", ...DRAWN] as const;

export function splitHazards(parts: JointParts): SplitHazards {
  const reaches = classifyHazards(parts);
  const byParty = new Map(parts.parties.map((id) => [id, { hazards: [] as RawMap[], commonCauses: [] as RawMap[] }]));
  const owners = new Map(reaches.map(({ hazard, owner }) => [hazard.id, owner]));
  let elsewhere = 0;
  const common: RawMap[] = [];
  for (const reach of reaches) {
    const { hazard, owner } = reach;
    if (owner !== undefined) {
      byParty.get(owner)?.hazards.push(hazard);
      continue;
    }
    if (isPublic(reach)) {
      const { description: _description, ...stated } = hazard;
      common.push(stated);
      continue;
    }
    elsewhere += 1;
    common.push({ id: hazard.id, kind: "elsewhere", ...pick(hazard, KNOWN.slice(1)) });
    for (const party of parts.parties) {
      const part = partOf(parts, reach, party);
      if (part !== undefined) byParty.get(party)?.hazards.push(part);
    }
  }
  const commonCauses: RawMap[] = [];
  for (const cause of asList(parts.raw.commonCauses).map(asMap)) {
    const owner = owners.get(asList(cause.hazards)[0]);
    const { description: _description, ...stated } = cause;
    if (owner === undefined) commonCauses.push(stated);
    else byParty.get(owner)?.commonCauses.push(cause);
  }
  const privateHazards = reaches.filter(({ owner }) => owner !== undefined).length;
  return { common, commonCauses, byParty, counts: { privateHazards, elsewhere } };
}

/** Whether all may know what a common hazard strikes: it names nothing of anybody, and strikes more than one party. */
function isPublic({ hazard, parties, isAtBoundary }: HazardReach): boolean {
  const targets = asMap(hazard.targets);
  return OWNED_TARGETS.every((key) => targets[key] === undefined) && (isAtBoundary || parties.size !== 1);
}

/** One party's part of a common hazard: its kind, and of its targets what is this party's or names nobody. */
function partOf(
  { raw, sites, ownerOf }: JointParts,
  { hazard, parties }: HazardReach,
  party: string,
): RawMap | undefined {
  if (!parties.has(party)) return undefined;
  const own = sites.filter(({ id }) => ownerOf(id) === party);
  const owned: Record<(typeof OWNED_TARGETS)[number], ReadonlySet<unknown>> = {
    sites: new Set(own.map(({ id }) => id)),
    pressureSites: new Set(own.map(({ id }) => id)),
    clusters: new Set(own.map(({ cluster }) => cluster)),
    markets: new Set(
      asList(raw.markets).flatMap((item) => (ownerOf(asMap(item).site) === party ? [asMap(item).id] : [])),
    ),
  };
  const targets: Record<string, unknown> = { ...asMap(hazard.targets) };
  for (const key of OWNED_TARGETS) {
    if (targets[key] === undefined) continue;
    const kept = asList(targets[key]).filter((name) => owned[key].has(name));
    if (kept.length > 0) targets[key] = kept;
    else delete targets[key];
  }
  // Whose sites may not trade across a border says nothing without the sites.
  if (hazard.kind === "sanction" && targets.sites === undefined) delete targets.blocs;
  const kind = Object.fromEntries(
    Object.entries(hazard).filter(([key]) => key === "id" || !KNOWN.includes(key as never)),
  );
  return { ...kind, targets };
}

function pick(map: RawMap, keys: readonly string[]): RawMap {
  return Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]])));
}
