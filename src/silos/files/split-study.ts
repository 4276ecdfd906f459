import type { CompiledStudy } from "../../compile-study.ts";
import type { ParsedStudy } from "../../config/parse-study.ts";
import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { SHARED_SETTINGS } from "../../config/schema/contract-schema.ts";
import { parseCriterion } from "../../config/schema/criterion-schema.ts";
import { isDemandVariable } from "../../model/world.ts";
import { listNames, quote } from "../../schema/show.ts";
import { type FlatDesign, type FlatOverlay, flattenDesigns } from "./flat-designs.ts";
import { type JointParts, partsOf } from "./joint-parts.ts";
import { keepWords } from "./keep-words.ts";
import { contractLanes, partyLanes, partyOverlay } from "./split-boundary.ts";
import { splitHazards } from "./split-hazards.ts";
import { splitLists } from "./split-world.ts";

/** A joint study cut into what all parties share and what each keeps, as documents to be written. */
export interface SplitStudy {
  readonly contract: RawMap;
  readonly parties: readonly { readonly id: string; readonly file: RawMap }[];
  /** What could not be cut and was left out, or what a name tells; for people. */
  readonly notes: readonly string[];
}

export const CONTRACT_FILE = "contract.yaml";

export function partyFile(party: string): string {
  return `${party}.yaml`;
}

/**
 * Cuts a joint study where its `silos:` say. The contract states what boundary lanes, common hazards and lockstep need; a party's
 * file everything else of its own, and its ends of boundary lanes.
 *
 * @param compiled all its designs
 */
export function splitStudy(parsed: ParsedStudy, compiled: CompiledStudy): SplitStudy {
  const parts = partsOf(parsed, compiled);
  const designs = flattenDesigns(parts.raw);
  const hazards = splitHazards(parts);
  const shared = designs.map(({ policies: { circleOfTrust } }) =>
    circleOfTrust === undefined ? {} : { circleOfTrust },
  );
  const lists = splitLists(parts, hazards, shared);
  const { freightEmissionsGramsPerTonneKm } = asMap(parts.raw.world);
  const settings = asMap(parts.raw.settings);
  const notes: string[] = [];

  const contract: RawMap = {
    contract: {
      id: parsed.study.id,
      version: 1,
      parties: parts.parties,
      sharesPrices: parts.silos.sharesPrices,
      hasVariableDemand: parsed.study.markets.some(isDemandVariable),
    },
    settings: Object.fromEntries(
      SHARED_SETTINGS.flatMap((key) => (settings[key] === undefined ? [] : [[key, settings[key]]])),
    ),
    world: {
      ...withoutEmpty(lists.shared),
      ...(freightEmissionsGramsPerTonneKm === undefined ? {} : { freightEmissionsGramsPerTonneKm }),
    },
    designs: designs.map(({ id, name, planner }, index) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(Object.keys(planner).length === 0 ? {} : { planner }),
      ...(Object.keys(shared[index]).length === 0 ? {} : { policies: shared[index] }),
    })),
    ...withoutEmpty({ hazards: hazards.common, commonCauses: hazards.commonCauses }),
    boundary: contractLanes(parts, designs),
  };
  const { title } = parts.raw;
  const files = parts.parties.map((party) => {
    const own = (site: unknown): boolean => parts.ownerOf(site) === party;
    const kept = hazards.byParty.get(party);
    const file: RawMap = {
      silo: { party, contract: CONTRACT_FILE },
      id: `${parsed.study.id}-${party}`,
      title: `${title === undefined || title === "" ? parsed.study.id : title}: ${party}`,
      ...(settings.exposure === undefined ? {} : { settings: { exposure: settings.exposure } }),
      world: withoutEmpty({
        ...(lists.byParty.get(party) as Readonly<Record<string, readonly RawMap[]>>),
        sites: parts.sites.filter(({ id }) => own(id)),
        lanes: parts.ownLanes.filter(({ to }) => own(to)),
      }),
      ...withoutEmpty({
        boundaryLanes: partyLanes(parts, party),
        markets: asList(parts.raw.markets)
          .map(asMap)
          .filter(({ site }) => own(site)),
        hazards: kept?.hazards ?? [],
        commonCauses: kept?.commonCauses ?? [],
      }),
      designs: designs.map((design, index) => partyDesign(parts, design, index, party)),
      ...withoutEmpty({ criteria: ownCriteria(parts, party, notes) }),
    };
    return { id: party, file: keepWords(parts, party, file, notes) };
  });
  noteWhatIsLeft(parts, settings, designs, notes);
  return { contract: keepWords(parts, undefined, contract, notes), parties: files, notes };
}

/** A party's lanes and overlays of a design. What an extended design says of goods that this one does not move falls away. */
function partyDesign(parts: JointParts, design: FlatDesign, index: number, party: string): RawMap {
  const { labels } = parts.compiled.designs[index];
  const stocks = new Set(labels.stocks);
  const sites = new Set(labels.stocks.map((key) => key.slice(0, key.indexOf("/"))));
  const own = (site: unknown): boolean => parts.ownerOf(site) === party;
  const boundary = new Map(parts.boundaryLanes.map((lane) => [lane.id, lane]));
  const inside = new Set(parts.ownLanes.flatMap(({ id, to }) => (own(to) ? [id] : [])));
  const lanes = design.lanes.flatMap((entry): unknown[] => {
    if (inside.has(entry.lane)) return [Object.keys(entry).length === 1 ? entry.lane : entry];
    const lane = boundary.get(entry.lane);
    if (lane === undefined || (!own(lane.from) && !own(lane.to))) return [];
    return [partyOverlay(entry, own(lane.to))].filter((overlay) => overlay !== undefined);
  });
  const keep = (overlays: readonly FlatOverlay[], isUsed: (entry: RawMap) => boolean): RawMap[] =>
    overlays.flatMap(({ entry, isInherited }) => (own(entry.site) && (!isInherited || isUsed(entry)) ? [entry] : []));
  return {
    id: design.id,
    ...withoutEmpty({
      lanes,
      stocks: keep(design.stocks, ({ site, product }) => stocks.has(`${site}/${product}`)),
      processes: keep(design.processes, ({ site, output }) => stocks.has(`${site}/${output}`)),
      sites: keep(design.sites, ({ site }) => sites.has(site as string)),
    }),
  };
}

/** Metrics of the whole network: one party does not know what others make and bring in. */
const OF_THE_WHOLE = new Set(["localContentShare", "maxCountryShare", "outsideTrustShare", "isWithinPolicies"]);

/** Criteria that a party can judge for its own part: those about markets need markets. */
function ownCriteria({ raw, ownerOf }: JointParts, party: string, notes: string[]): readonly unknown[] {
  const sells = asList(raw.markets).some((market) => ownerOf(asMap(market).site) === party);
  return asList(raw.criteria).filter((text) => {
    const criterion = parseCriterion(String(text));
    const isOfWhole = typeof criterion !== "string" && OF_THE_WHOLE.has(criterion.metric);
    if (isOfWhole)
      notes.push(
        `criterion ${quote(String(text))} is not in the file of party '${party}', no party alone can judge it`,
      );
    else if (!sells)
      notes.push(`criterion ${quote(String(text))} is not in the file of party '${party}', which has no market`);
    return sells && !isOfWhole;
  });
}

function noteWhatIsLeft(parts: JointParts, settings: RawMap, designs: readonly FlatDesign[], notes: string[]): void {
  const telling = parts.boundaryLanes.filter(({ id, from, to }) =>
    [from, to].some((site) => String(id).includes(String(site))),
  );
  if (telling.length > 0) {
    const names = listNames(telling.map(({ id }) => quote(String(id))));
    notes.push(`lanes ${names} are named after sites, and all parties read the names of lanes between them`);
  }
  if (!parts.silos.sharesPrices) {
    notes.push(
      "parties who do not share prices put the value they agree on in place of usdPerUnit, which is the cost at the origin",
    );
  }
  for (const { id } of parts.idleLanes)
    notes.push(`lane ${quote(String(id))} is in no file, no design uses it and it lies in no party`);
  for (const key of ["eventLosses", "attribution"] as const) {
    if (settings[key] === undefined || settings[key] === false) continue;
    notes.push(`settings.${key} is in no file, it needs runs that all parties would have to make alike`);
  }
  for (const { id, policies } of designs) {
    for (const policy of Object.keys(policies)) {
      if (policy === "circleOfTrust") continue;
      notes.push(`policy ${policy} of design '${id}' is in no file, no party alone can judge it`);
    }
  }
}

/** Without the lists that hold nothing. */
function withoutEmpty(lists: Readonly<Record<string, readonly unknown[]>>): RawMap {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
