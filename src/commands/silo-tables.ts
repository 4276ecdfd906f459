import { asList, asMap } from "../config/raw-values.ts";
import type { CheckedParty, PartyPart } from "../silos/files/check-party.ts";
import { count, formatTable } from "./format.ts";

/** What is shared: how many entries the contract has of each kind. */
export function contractCounts({ contractSource }: PartyPart): Record<string, number> {
  const { settings, world, designs, hazards, commonCauses, boundary } = asMap(contractSource.raw);
  const listed = asList(hazards).map(asMap);
  const ways = asList(boundary).flatMap((lane) =>
    Object.values(asMap(asMap(lane).designs)).flatMap((design) => Object.keys(asMap(asMap(design).ways))),
  );
  const { regions, chokepoints, ports, products, carbonRegimes } = asMap(world);
  return {
    settings: Object.keys(asMap(settings)).length,
    regions: asList(regions).length,
    carbonRegimes: asList(carbonRegimes).length,
    ports: asList(ports).length,
    chokepoints: asList(chokepoints).length,
    products: asList(products).length,
    designs: asList(designs).length,
    hazards: listed.length,
    hazardsElsewhere: listed.filter(({ kind }) => kind === "elsewhere").length,
    commonCauses: asList(commonCauses).length,
    boundaryLanes: asList(boundary).length,
    waysInDesigns: ways.length,
  };
}

const CONTRACT_WORDS: Readonly<Record<string, string>> = {
  carbonRegimes: "carbon regimes",
  hazards: "common hazards",
  hazardsElsewhere: "of these, targets private",
  commonCauses: "common causes",
  boundaryLanes: "lanes between parties",
  waysInDesigns: "ways with figures, all designs",
};

export function contractTable(part: PartyPart): string {
  const rows = Object.entries(contractCounts(part)).map(([key, number]) => [
    CONTRACT_WORDS[key] ?? key,
    String(number),
  ]);
  return formatTable(["what", "entries"], rows);
}

/** What is private: how many entries a party's file has of each kind. */
export function partyCounts({ part }: CheckedParty): Record<string, number> {
  const raw = asMap(part.source.raw);
  const world = asMap(raw.world);
  const common = new Set(asList(asMap(part.contractSource.raw).hazards).map((hazard) => asMap(hazard).id));
  const hazards = asList(raw.hazards).map((hazard) => asMap(hazard).id);
  const { lanes, party } = part.silo;
  return {
    sites: asList(world.sites).length,
    lanes: asList(world.lanes).length,
    lanesIn: lanes.filter(({ to }) => to === party).length,
    lanesOut: lanes.filter(({ from }) => from === party).length,
    markets: asList(raw.markets).length,
    privateHazards: hazards.filter((id) => !common.has(id)).length,
    partsOfCommonHazards: hazards.filter((id) => common.has(id)).length,
    criteria: asList(raw.criteria).length,
  };
}

export function partyTable(checked: readonly CheckedParty[]): string {
  const rows = checked.map((party) => [party.part.silo.party, ...Object.values(partyCounts(party)).map(String)]);
  const head = [
    "party",
    "sites",
    "lanes",
    "lanes\nin",
    "lanes\nout",
    "markets",
    "hazards",
    "parts of\ncommon\nhazards",
    "criteria",
  ];
  return formatTable(head, rows);
}

/** What has been proved. */
export function describeFit(checked: readonly CheckedParty[], areAll: boolean): string {
  const [{ part }] = checked;
  const { designs } = part.study;
  if (!areAll) {
    const lanes = count(part.silo.lanes.length, "boundary lane");
    return `${part.file} fits ${part.contract.file}: ${lanes}, ${count(designs.length, "design")}. Whether the others do, their files tell.`;
  }
  const lanes = asList(asMap(part.contractSource.raw).boundary).length;
  return `${checked.map(({ part }) => part.file).join(", ")} fit together: one contract, ${count(lanes, "boundary lane")} claimed at both ends, ${count(designs.length, "design")}.`;
}
