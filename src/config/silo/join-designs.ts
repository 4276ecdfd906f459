import { listNames, quote } from "../../schema/show.ts";
import type { Path } from "../path.ts";
import { suggest } from "../suggest.ts";
import { addProblem, type Claim, type PartyFiles } from "./party-files.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Designs as the contract has them, with this party's lanes and overlays. */
export function joinDesigns(files: PartyFiles): Entry[] {
  const { contract, contractSource, party, partySource, provenance } = files;
  const positions = new Map<string, number>();
  const known = new Set(contract.designs.map(({ id }) => id));
  party.designs.forEach(({ id }, index) => {
    const at = ["designs", index, "id"];
    if (!known.has(id)) {
      addProblem(
        files,
        partySource,
        at,
        `unknown design ${quote(id)}, the contract does not have it${suggest(id, known)}`,
      );
    } else if (positions.has(id))
      addProblem(files, partySource, at, `invalid duplicate, design ${quote(id)} is already there`);
    else positions.set(id, index);
  });
  const open = [...known].filter((id) => !positions.has(id));
  if (open.length > 0) {
    const what = open.length === 1 ? "design" : "designs";
    addProblem(files, partySource, ["designs"], `missing ${what} ${listNames(open.map(quote))} of the contract`);
  }
  const claims = new Map(files.claims.map((claim) => [claim.lane.id, claim]));
  return contract.designs.map((design, index) => {
    const path = ["designs", index];
    const at = positions.get(design.id) ?? -1;
    provenance.set(path, contractSource, ["designs", index]);
    for (const key of ["lanes", "stocks", "processes", "sites"]) {
      provenance.set([...path, key], partySource, ["designs", at, key]);
    }
    const { id: _id, lanes = [], ...overlays } = party.designs[at] ?? { id: design.id };
    return { ...design, ...overlays, lanes: joinLanes(files, claims, design.id, index, at, lanes) };
  });
}

/** Terms of a boundary lane that a party's design may change: as importer, and as exporter. */
const INBOUND_TERMS = ["costUsdPerUnit", "share", "capacityUnitsPerDay", "backup", "expedite"];
const OUTBOUND_TERMS = ["allocationPriority"];

/** A design's lanes: the party's own entries, and every boundary lane that the contract says the design uses. */
function joinLanes(
  files: PartyFiles,
  claims: ReadonlyMap<string, Claim>,
  design: string,
  index: number,
  at: number,
  entries: readonly (string | Entry)[],
): unknown[] {
  const { contractSource, partySource, provenance } = files;
  const listed = new Set<string>();
  const joined = entries.map((entry, number): unknown => {
    const lane = typeof entry === "string" ? entry : (entry.lane as string);
    const claim = claims.get(lane);
    if (claim === undefined) return entry;
    const path: Path = ["designs", at, "lanes", number];
    listed.add(lane);
    if (!Object.hasOwn(claim.lane.designs, design)) {
      addProblem(
        files,
        partySource,
        path,
        `invalid lane ${quote(lane)}, by the contract design ${quote(design)} does not use it`,
      );
      return entry;
    }
    const own = typeof entry === "string" ? {} : entry;
    const allowed = claim.isInbound ? INBOUND_TERMS : OUTBOUND_TERMS;
    for (const key of Object.keys(own)) {
      if (key === "lane" || allowed.includes(key)) continue;
      const whose = claim.isInbound ? "the contract states it" : "it is for the party where the lane ends";
      addProblem(files, partySource, [...path, key], `invalid ${key} of a lane between parties, ${whose}`);
    }
    return boundaryEntry(claim, design, own);
  });
  for (const claim of claims.values()) {
    if (listed.has(claim.lane.id) || !Object.hasOwn(claim.lane.designs, design)) continue;
    const path = ["boundary", claim.index, "designs", design];
    provenance.set(["designs", index, "lanes", joined.length], contractSource, path);
    joined.push(boundaryEntry(claim, design, {}));
  }
  return joined;
}

/** An entry for a boundary lane: what the contract says of this design, and the terms of this party. */
function boundaryEntry({ lane, isInbound }: Claim, design: string, own: Entry): Entry {
  const { leadTimeDays, expedite, isBackup, ways } = lane.designs[design];
  const agreed: Record<string, unknown> = { lane: lane.id };
  if (leadTimeDays !== undefined) agreed.leadTimeDays = leadTimeDays;
  if (isInbound) {
    const faster = own.expedite;
    const isChanged = expedite !== undefined && faster !== "none";
    return {
      ...agreed,
      ...own,
      ...(isChanged ? { expedite: { ...expedite, ...(faster as object | undefined) } } : {}),
    };
  }
  if (expedite !== undefined) {
    agreed.expedite = { ...expedite, costUsdPerUnit: 0, capacityUnitsPerDay: 1, activationDelayDays: 0 };
  }
  if (isBackup) {
    // When it is called is the importer's; the exporter has room for what it may carry.
    agreed.backup = { activationDelayDays: 0 };
    agreed.capacityUnitsPerDay = Math.max(ways[lane.id].capacityUnitsPerDay, Number.MIN_VALUE);
  }
  return { ...agreed, ...own };
}
