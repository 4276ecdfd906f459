import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { SHARED_LISTS } from "../../config/schema/contract-schema.ts";
import type { JointParts } from "./joint-parts.ts";
import type { SplitHazards } from "./split-hazards.ts";

type List = (typeof SHARED_LISTS)[number];

/** Entries of the world's shared lists: what all must know, and what one party alone uses. */
export interface SplitLists {
  readonly shared: Readonly<Record<List, readonly RawMap[]>>;
  readonly byParty: ReadonlyMap<string, Readonly<Record<List, readonly RawMap[]>>>;
}

/** Stands for everybody among the users of something. */
const ALL = Symbol("all parties");
type User = string | typeof ALL;

const REGION_KEYS = ["regions", "fromRegions", "toRegions", "leavesTrust", "pressureRegions"] as const;
const BLOC_KEYS = ["blocs", "fromBlocs", "toBlocs"] as const;

/**
 * Finds who uses each region, product, port, chokepoint and carbon regime. What a boundary lane, a common hazard or a shared
 * policy names is shared, and so is what several parties use, or nobody; what one party alone uses stays with it.
 */
export function splitLists(
  parts: JointParts,
  { common, byParty }: SplitHazards,
  policies: readonly RawMap[],
): SplitLists {
  const { raw, sites, ownLanes, boundaryLanes, ownerOf, regionOf } = parts;
  const world = asMap(raw.world);
  const lists = byList((key) => asList(world[key]).map(asMap));
  const users = byList(() => new Map<unknown, Set<User>>());
  const use = (list: List, id: unknown, user: User): void => {
    const known = users[list].get(id);
    if (known === undefined) users[list].set(id, new Set([user]));
    else known.add(user);
  };
  const usePassage = (id: unknown, user: User): void => {
    for (const list of ["ports", "chokepoints"] as const) use(list, id, user);
  };
  const useBloc = (bloc: unknown, user: User): void => {
    for (const { id, blocs } of lists.regions) if (asList(blocs).includes(bloc)) use("regions", id, user);
  };
  const useProcess = (process: RawMap, user: User): void => {
    const recipes = [process, ...asList(process.alternatives).map(asMap)];
    use("products", process.output, user);
    for (const { product } of recipes.flatMap(({ inputs }) => asList(inputs).map(asMap)))
      use("products", product, user);
  };
  const useWay = (lane: RawMap, user: User): void => {
    use("products", lane.product, user);
    const passages = [lane, ...asList(lane.detours).map(asMap)].flatMap(({ via }) => asList(via));
    for (const passage of passages) usePassage(typeof passage === "string" ? passage : asMap(passage).at, user);
    for (const id of asList(lane.detours).flatMap((detour) => asList(asMap(detour).avoids))) usePassage(id, user);
  };
  const useTargets = (hazard: RawMap, user: User): void => {
    const targets = asMap(hazard.targets);
    for (const key of REGION_KEYS) for (const id of asList(targets[key])) use("regions", id, user);
    for (const key of BLOC_KEYS) for (const id of asList(targets[key])) useBloc(id, user);
    for (const key of ["products", "ports", "chokepoints", "carbonRegimes"] as const) {
      for (const id of asList(targets[key])) use(key, id, user);
    }
  };

  for (const site of sites) {
    const owner = ownerOf(site.id);
    use("regions", site.region, owner);
    for (const { product } of asList(site.stocks).map(asMap)) use("products", product, owner);
    for (const process of asList(site.processes).map(asMap)) useProcess(process, owner);
  }
  for (const lane of ownLanes) useWay(lane, ownerOf(lane.to));
  for (const lane of boundaryLanes) {
    useWay(lane, ALL);
    use("regions", regionOf(lane.from), ALL);
    use("regions", regionOf(lane.to), ALL);
  }
  for (const market of asList(raw.markets).map(asMap)) {
    const owner = ownerOf(market.site);
    use("products", market.product, owner);
    if (market.localBloc !== undefined) useBloc(market.localBloc, owner);
  }
  for (const design of asList(raw.designs).map(asMap)) {
    for (const { site, product } of asList(design.stocks).map(asMap)) use("products", product, ownerOf(site));
    for (const process of asList(design.processes).map(asMap)) useProcess(process, ownerOf(process.site));
  }
  for (const hazard of common) useTargets(hazard, ALL);
  for (const [party, { hazards }] of byParty) for (const hazard of hazards) useTargets(hazard, party);
  for (const { circleOfTrust } of policies) {
    for (const id of asList(asMap(circleOfTrust).regions)) use("regions", id, ALL);
    for (const id of asList(asMap(circleOfTrust).blocs)) useBloc(id, ALL);
  }
  // What names others makes them its users' too: ports their regions, regions their carbon regimes.
  const usersOf = (list: List, id: unknown): ReadonlySet<User> => users[list].get(id) ?? new Set([ALL]);
  for (const { id, region } of lists.ports) for (const user of usersOf("ports", id)) use("regions", region, user);
  for (const { id, carbonRegime } of lists.regions) {
    for (const user of usersOf("regions", id)) use("carbonRegimes", carbonRegime, user);
  }
  const keeperOf = (list: List, id: unknown): User => {
    const [only, ...others] = usersOf(list, id);
    return others.length > 0 ? ALL : only;
  };
  const keptBy = (user: User): SplitLists["shared"] =>
    byList((key) => lists[key].filter(({ id }) => keeperOf(key, id) === user));
  return { shared: keptBy(ALL), byParty: new Map(parts.parties.map((party) => [party, keptBy(party)])) };
}

function byList<Item>(make: (list: List) => Item): Record<List, Item> {
  return Object.fromEntries(SHARED_LISTS.map((list) => [list, make(list)])) as Record<List, Item>;
}
