import { listNames, quote } from "../../schema/show.ts";
import { asMap } from "../raw-values.ts";
import type { Contract } from "../schema/contract-schema.ts";
import type { PartyFile } from "../schema/party-schema.ts";
import { suggest } from "../suggest.ts";
import type { YamlSource } from "../yaml-source.ts";
import { type Claim, stubSiteOf } from "./party-files.ts";

/**
 * Finds this party's end of every boundary lane of the contract that concerns it, and what is wrong with either list of lanes.
 *
 * @param add is told of problems of the party's file
 */
export function claimLanes(
  party: PartyFile,
  partySource: YamlSource,
  contract: Contract,
  add: (path: PropertyKey[], message: string) => void,
): Claim[] {
  const self = party.silo.party;
  const claims = new Map<string, Claim & { at: number }>();
  contract.boundary.forEach((lane, index) => {
    if ((lane.from === self) === (lane.to === self)) return;
    const claim = { lane, index, isInbound: lane.to === self, stubSite: stubSiteOf(index), at: -1 };
    if (!claims.has(lane.id)) claims.set(lane.id, claim);
  });
  const known = new Set(contract.boundary.map(({ id }) => id));
  const regions = regionsOf(partySource);
  party.boundaryLanes.forEach((entry, at) => {
    const path = ["boundaryLanes", at];
    const claim = claims.get(entry.lane);
    if (claim === undefined) {
      const message = known.has(entry.lane)
        ? `invalid lane ${quote(entry.lane)}, by the contract it neither starts nor ends at party ${quote(self)}`
        : `unknown lane ${quote(entry.lane)}, the contract has none of this name between parties${suggest(entry.lane, claims.keys())}`;
      add([...path, "lane"], message);
      return;
    }
    if (claim.at >= 0) {
      add([...path, "lane"], `invalid duplicate, lane ${quote(entry.lane)} is already there`);
      return;
    }
    claim.at = at;
    const [mine, theirs] = claim.isInbound ? (["to", "from"] as const) : (["from", "to"] as const);
    const whose = claim.isInbound ? `from party ${quote(claim.lane.from)}` : `to party ${quote(claim.lane.to)}`;
    if (entry[mine] === undefined) add(path, `missing ${mine}, must name the site at this party's end of the lane`);
    if (entry[theirs] !== undefined) {
      add([...path, theirs], `invalid ${theirs}, the lane leads ${whose}, whose sites are not named here`);
    }
    const site = entry[mine];
    const region = claim.isInbound ? claim.lane.toRegion : claim.lane.fromRegion;
    const own = site === undefined ? undefined : regions.get(site);
    if (typeof own === "string" && own !== region) {
      const message = `invalid site ${quote(site as string)}, it lies in ${quote(own)}, but by the contract the lane ${claim.isInbound ? "ends" : "starts"} in ${quote(region)}`;
      add([...path, mine], message);
    }
    if (claim.isInbound) {
      if (entry.allocationPriority === undefined) return;
      add([...path, "allocationPriority"], `invalid allocationPriority, the lane leads ${whose}, who ranks its orders`);
      return;
    }
    const foreign = TERMS_OF_IMPORTERS.find((key) => Object.hasOwn(entry, key) && isStated(entry[key]));
    if (foreign === undefined) return;
    add([...path, foreign], `invalid ${foreign}, the lane leads ${whose}, to whom freight, duty and way belong`);
  });
  const open = [...claims.values()].filter(({ at }) => at < 0);
  if (open.length > 0) {
    const names = listNames(open.map(({ lane }) => quote(lane.id)));
    const what = open.length === 1 ? "lane" : "lanes";
    const crosses = open.length === 1 ? "it crosses" : "they cross";
    add(["boundaryLanes"], `missing ${what} ${names}, by the contract ${crosses} the boundary of party ${quote(self)}`);
  }
  // What is said to be missing is not complained about again.
  const siteOf = ({ isInbound, at }: Claim): unknown => party.boundaryLanes[at]?.[isInbound ? "to" : "from"];
  return [...claims.values()].filter((claim) => siteOf(claim) !== undefined);
}

const TERMS_OF_IMPORTERS = [
  "costUsdPerUnit",
  "tariffFraction",
  "share",
  "capacityUnitsPerDay",
  "backup",
  "detours",
  "expedite",
  "restoreTimeDays",
] as const;

function isStated(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Regions of the sites in a party's file, as written. */
function regionsOf({ raw }: YamlSource): Map<unknown, unknown> {
  const { sites } = asMap(asMap(raw).world);
  return new Map(Array.isArray(sites) ? sites.map((site) => [asMap(site).id, asMap(site).region]) : []);
}
