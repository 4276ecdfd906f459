import { quote } from "../../schema/show.ts";
import type { Path } from "../path.ts";
import { asMap } from "../raw-values.ts";
import { SHARED_LISTS } from "../schema/contract-schema.ts";
import { addProblem, type Claim, type PartyFiles, STUB_PREFIX } from "./party-files.ts";

/** The world of a party: what is shared, what is its own, and a site for the other end of every boundary lane. */
export function joinWorld(files: PartyFiles): Record<string, unknown> {
  const { contract, party, contractSource, partySource, provenance, claims } = files;
  const [shared, own] = [contract.world, party.world] as unknown as [Lists, Lists];
  const world: Record<string, unknown> = {};
  const { freightEmissionsGramsPerTonneKm } = contract.world as Record<string, unknown>;
  if (freightEmissionsGramsPerTonneKm !== undefined) {
    world.freightEmissionsGramsPerTonneKm = freightEmissionsGramsPerTonneKm;
    provenance.set(["world", "freightEmissionsGramsPerTonneKm"], contractSource, [
      "world",
      "freightEmissionsGramsPerTonneKm",
    ]);
  }
  for (const key of SHARED_LISTS) {
    const [first, second] = [shared[key] ?? [], own[key] ?? []];
    world[key] = [...first, ...second];
    first.forEach((_, index) => {
      provenance.set(["world", key, index], contractSource, ["world", key, index]);
    });
    second.forEach((_, index) => {
      provenance.set(["world", key, first.length + index], partySource, ["world", key, index]);
    });
  }
  const { sites = [], lanes = [] } = own;
  sites.forEach((site, index) => {
    const { id } = asMap(site);
    if (typeof id !== "string" || !id.startsWith(STUB_PREFIX)) return;
    const message = `invalid id ${quote(id)}, '${STUB_PREFIX}' names what stands for other parties`;
    addProblem(files, partySource, ["world", "sites", index, "id"], message);
  });
  lanes.forEach((lane, index) => {
    for (const key of ["from", "to"]) {
      const site = asMap(lane)[key];
      if (typeof site !== "string" || !site.startsWith(STUB_PREFIX)) continue;
      const message = `unknown site ${quote(site)}, lanes to and from other parties stand in boundaryLanes`;
      addProblem(files, partySource, ["world", "lanes", index, key], message);
    }
  });
  const stubs = claims.map((claim, index) => {
    const end = claim.isInbound ? "fromRegion" : "toRegion";
    provenance.set(["world", "sites", sites.length + index], contractSource, ["boundary", claim.index]);
    provenance.set(["world", "sites", sites.length + index, "region"], contractSource, ["boundary", claim.index, end]);
    return { id: claim.stubSite, region: claim.lane[end] };
  });
  world.sites = [...sites, ...stubs];
  world.lanes = [
    ...lanes,
    ...claims.map((claim, index) => joinLane(files, claim, ["world", "lanes", lanes.length + index])),
  ];
  return world;
}

type Lists = Readonly<Record<string, readonly unknown[] | undefined>>;

/** Terms that only the importer of a lane knows, and whether it must state them. */
const PRIVATE_TERMS = [
  "to",
  "costUsdPerUnit",
  "tariffFraction",
  "share",
  "capacityUnitsPerDay",
  "backup",
  "restoreTimeDays",
];
const PRIVATE_EXPEDITE = ["costUsdPerUnit", "capacityUnitsPerDay", "activationDelayDays"];
/** Of a lane out the exporter knows neither cost nor limits: those that count are agreed figures. */
const UNKNOWN_EXPEDITE = { costUsdPerUnit: 0, capacityUnitsPerDay: 1, activationDelayDays: 0 };

/** A boundary lane as its party sees it: the way is agreed on, terms are the importer's, rank is the exporter's. */
function joinLane(
  files: PartyFiles,
  { lane, index, isInbound, stubSite, at }: Claim,
  path: Path,
): Record<string, unknown> {
  const { party, contractSource, partySource, provenance } = files;
  const { from: _from, to: _to, fromRegion: _fromRegion, toRegion: _toRegion, designs: _designs, ...way } = lane;
  provenance.set(path, contractSource, ["boundary", index]);
  const fromParty = (...keys: PropertyKey[]): void => {
    provenance.set([...path, ...keys], partySource, ["boundaryLanes", at, ...keys]);
  };
  const own = (party.boundaryLanes[at] ?? {}) as Record<string, unknown>;
  if (!isInbound) {
    fromParty("from");
    fromParty("allocationPriority");
    const { allocationPriority } = own;
    return {
      ...way,
      from: own.from,
      to: stubSite,
      costUsdPerUnit: 0,
      ...(allocationPriority === undefined ? {} : { allocationPriority }),
      ...(way.expedite === undefined ? {} : { expedite: { ...way.expedite, ...UNKNOWN_EXPEDITE } }),
    };
  }
  for (const key of PRIVATE_TERMS) fromParty(key);
  for (const key of PRIVATE_EXPEDITE) fromParty("expedite", key);
  const terms = Object.fromEntries(PRIVATE_TERMS.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]])));
  const ownDetours = (own.detours ?? []) as readonly Record<string, unknown>[];
  if (ownDetours.length > way.detours.length) {
    const message = `invalid detour, by the contract the lane has ${way.detours.length}`;
    addProblem(files, partySource, ["boundaryLanes", at, "detours", way.detours.length], message);
  }
  if (own.expedite !== undefined && way.expedite === undefined) {
    addProblem(
      files,
      partySource,
      ["boundaryLanes", at, "expedite"],
      "invalid expedite, by the contract the lane has no faster way",
    );
  }
  const detours = way.detours.map((detour, number) => {
    for (const key of Object.keys(ownDetours[number] ?? {})) fromParty("detours", number, key);
    return { ...detour, ...ownDetours[number] };
  });
  return {
    ...way,
    ...terms,
    from: stubSite,
    detours,
    ...(way.expedite === undefined ? {} : { expedite: { ...way.expedite, ...(own.expedite as object | undefined) } }),
  };
}
