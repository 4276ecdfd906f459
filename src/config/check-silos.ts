import type { StudyProblem } from "../errors.ts";
import { listNames, quote } from "../schema/show.ts";
import { checkBoundaryTargets } from "./check-boundary-targets.ts";
import { partiesAtEnds } from "./parties-at-ends.ts";
import type { Path } from "./path.ts";
import { asList, asMap, type RawMap } from "./raw-values.ts";
import { STUB_PREFIX } from "./silo/party-files.ts";
import { suggest } from "./suggest.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Samplers whose scenarios, or their weights, depend on every hazard there is: no party knows them all. */
export const KNOW_ALL_HAZARDS: ReadonlySet<unknown> = new Set(["stratified", "importance"]);

/**
 * Checks that a joint study can be cut where its `silos:` say, on the values as written: every site in one party, no boundary
 * within a day, nothing shared that only one party could know.
 */
export function checkSilos(source: YamlSource): StudyProblem[] {
  const raw = asMap(source.raw);
  if (raw.silos === undefined) return [];
  const problems: StudyProblem[] = [];
  const add = (path: Path, message: string): void => {
    problems.push(source.problemAt(path, message));
  };
  const world = asMap(raw.world);
  const sites = asList(world.sites).map(asMap);
  const owners = assignSites(raw, sites, add);
  const ownerOf = (site: unknown): string | undefined => owners.get(site);
  const lanes = asList(world.lanes).map(asMap);
  checkLeadTimes(raw, lanes, ownerOf, add);
  checkPooling(raw, sites, ownerOf, add);
  checkShared(world, lanes, ownerOf, add);
  checkRecycling(raw, sites, ownerOf, add);
  checkSampling(asMap(raw.settings), add);
  checkBoundaryTargets(raw, ownerOf, add);
  return problems;
}

type Add = (path: Path, message: string) => void;
type OwnerOf = (site: unknown) => string | undefined;

/** The party of every site; what is in none, or in two, is a problem. */
function assignSites(raw: RawMap, sites: readonly RawMap[], add: Add): Map<unknown, string> {
  const known = new Set(sites.flatMap(({ id }) => (typeof id === "string" ? [id] : [])));
  const owners = new Map<unknown, string>();
  const parties = new Set<string>();
  asList(asMap(raw.silos).parties).forEach((item, index) => {
    const { id, sites: owned } = asMap(item);
    if (typeof id !== "string") return;
    const path = ["silos", "parties", index];
    const name = id.toLowerCase(); // files are named after parties, and some file systems do not tell case
    if (parties.has(name)) add([...path, "id"], `invalid duplicate, party ${quote(id)} is already there`);
    parties.add(name);
    asList(owned).forEach((site, at) => {
      if (typeof site !== "string") return;
      const owner = owners.get(site);
      if (!known.has(site)) add([...path, "sites", at], `unknown site ${quote(site)}${suggest(site, known)}`);
      else if (owner !== undefined) {
        const whose = owner === id ? "this party" : `party ${quote(owner)}`;
        add([...path, "sites", at], `invalid site ${quote(site)}, it belongs to ${whose} already`);
      }
      owners.set(site, owner ?? id);
    });
  });
  const open = [...known].filter((site) => !owners.has(site));
  if (open.length > 0) {
    const what = open.length === 1 ? "site" : "sites";
    add(["silos", "parties"], `missing ${what} ${listNames(open.map(quote))}, every site belongs to one party`);
  }
  sites.forEach(({ id }, index) => {
    if (typeof id !== "string" || !id.startsWith(STUB_PREFIX)) return;
    add(
      ["world", "sites", index, "id"],
      `invalid id ${quote(id)}, '${STUB_PREFIX}' names what stands for other parties`,
    );
  });
  return owners;
}

function checkLeadTimes(raw: RawMap, lanes: readonly RawMap[], ownerOf: OwnerOf, add: Add): void {
  const boundaries = new Map<unknown, readonly [string, string]>();
  const check = (terms: RawMap, path: Path, [from, to]: readonly [string, string]): void => {
    const why = `between parties '${from}' and '${to}' goods take a day or more: both simulate a day before they hear of each other`;
    const { expedite, leadTimeDays } = terms;
    if (leadTimeDays === 0) add([...path, "leadTimeDays"], `invalid lead time 0, ${why}`);
    if (asMap(expedite).leadTimeDays === 0) {
      add([...path, "expedite", "leadTimeDays"], `invalid lead time 0, ${why}`);
    }
  };
  lanes.forEach((lane, index) => {
    const boundary = partiesAtEnds(lane, ownerOf);
    if (boundary === undefined) return;
    boundaries.set(lane.id, boundary);
    check(lane, ["world", "lanes", index], boundary);
  });
  asList(raw.designs).forEach((design, index) => {
    asList(asMap(design).lanes).forEach((entry, at) => {
      const overlay = asMap(entry);
      const boundary = boundaries.get(overlay.lane);
      if (boundary !== undefined) check(overlay, ["designs", index, "lanes", at], boundary);
    });
  });
}

/** Sites of a cluster cannot lend each other capacity across parties, who do not see each other's lines. */
function checkPooling(raw: RawMap, sites: readonly RawMap[], ownerOf: OwnerOf, add: Add): void {
  const members = new Map<unknown, Set<string>>();
  for (const { id, cluster } of sites) {
    const owner = ownerOf(id);
    if (cluster === undefined || owner === undefined) continue;
    members.set(cluster, (members.get(cluster) ?? new Set()).add(owner));
  }
  const shared = [...members].find(([, parties]) => parties.size > 1);
  if (shared === undefined) return;
  const [cluster, parties] = shared;
  const check = (planner: unknown, path: Path): void => {
    const { clusterPooling } = asMap(planner);
    if (clusterPooling === undefined || clusterPooling === "none") return;
    const who = listNames([...parties].map(quote), " and ");
    const remedy = "give one party the whole cluster, or its parts names of their own";
    const message = `invalid clusterPooling, cluster ${quote(String(cluster))} belongs to parties ${who}, who cannot lend each other capacity; ${remedy}`;
    add([...path, "planner", "clusterPooling"], message);
  };
  check(asMap(raw.settings).planner, ["settings"]);
  asList(raw.designs).forEach((design, index) => {
    check(asMap(design).planner, ["designs", index]);
  });
}

/** Limits in tonnes a day cannot be shared out by parties who do not know each other's tonnes. */
function checkShared(world: RawMap, lanes: readonly RawMap[], ownerOf: OwnerOf, add: Add): void {
  const users = new Map<unknown, Set<string>>();
  for (const lane of lanes) {
    const owner = ownerOf(lane.to);
    if (owner === undefined) continue;
    const ways = [lane.via, ...asList(lane.detours).map((detour) => asMap(detour).via)];
    for (const passage of ways.flatMap(asList)) {
      const at = typeof passage === "string" ? passage : asMap(passage).at;
      users.set(at, (users.get(at) ?? new Set()).add(owner));
    }
  }
  const check = (list: string, key: string, what: string, remedy: string): void => {
    asList(world[list]).forEach((item, index) => {
      const { id, [key]: limit } = asMap(item);
      const parties = users.get(id);
      if (limit === undefined || parties === undefined || parties.size < 2) return;
      const who = listNames([...parties].map(quote), " and ");
      const message = `invalid ${key}, lanes of parties ${who} use ${what} ${quote(String(id))}, who do not know each other's tonnes; ${remedy}`;
      add(["world", list, index, key], message);
    });
  };
  check("ports", "handlingTonnesPerDay", "port", "use headroomFactor, or a port of its own for each");
  check("chokepoints", "throughputTonnesPerDay", "chokepoint", "state capacityUnitsPerDay of the lanes");
}

/** What comes back follows what was sold: only who sold it knows how much. */
function checkRecycling(raw: RawMap, sites: readonly RawMap[], ownerOf: OwnerOf, add: Add): void {
  const marketSites = new Map(asList(raw.markets).map((market) => [asMap(market).id, asMap(market).site]));
  const check = (process: unknown, site: unknown, path: Path): void => {
    const owner = ownerOf(site);
    asList(asMap(asMap(process).recycling).markets).forEach((market, index) => {
      const seller = ownerOf(marketSites.get(market));
      if (owner === undefined || seller === undefined || seller === owner) return;
      const message = `invalid market ${quote(String(market))}, it belongs to party '${seller}' and the process to '${owner}', who does not know what was sold`;
      add([...path, "recycling", "markets", index], message);
    });
  };
  sites.forEach((site, index) => {
    asList(site.processes).forEach((process, at) => {
      check(process, site.id, ["world", "sites", index, "processes", at]);
    });
  });
  asList(raw.designs).forEach((design, index) => {
    asList(asMap(design).processes).forEach((overlay, at) => {
      check(overlay, asMap(overlay).site, ["designs", index, "processes", at]);
    });
  });
}

export function refuseSampler(sampler: unknown): string {
  return `invalid sampler ${sampler} with silos, its scenarios depend on hazards that others keep private; use monte-carlo, antithetic, latin-hypercube or sobol`;
}

/** Every party must draw the same common disruptions without knowing the private ones of others. */
function checkSampling({ sampler, precision }: RawMap, add: Add): void {
  if (KNOW_ALL_HAZARDS.has(sampler)) {
    add(["settings", "sampler"], refuseSampler(sampler));
  }
  if (precision !== undefined) {
    const message =
      "invalid precision with silos, every party would stop at another number of scenarios; state how many";
    add(["settings", "precision"], message);
  }
}
