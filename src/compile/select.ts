import { groupBy, sortByCodeUnits } from "../model/canonical-order.ts";
import type { Design, LaneOverlay } from "../model/design.ts";
import { LANE_DETOUR, LANE_EXPEDITE, type LANE_LEAK, LANE_PROPER } from "../model/network.ts";
import { overlaid } from "../model/overlay.ts";
import type { DesignProblem } from "../model/problem.ts";
import type { Lane, Market, Port, Process, Product, Region, Site, Stock, World } from "../model/world.ts";
import { type Parties, partiesOf } from "./parties.ts";
import { resolveShares } from "./shares.ts";

/** The part of a world one design uses, still as objects, in canonical (code-unit) order. */
export interface Selection {
  readonly design: Design;
  readonly world: World;
  readonly regionsById: ReadonlyMap<string, Region>;
  readonly portsById: ReadonlyMap<string, Port>;
  readonly sitesById: ReadonlyMap<string, Site>;
  readonly productsById: ReadonlyMap<string, Product>;
  readonly stocks: readonly SelectedStock[];
  readonly lanes: readonly SelectedLane[];
  readonly processes: readonly SelectedProcess[];
  readonly markets: readonly Market[];
  /** Sites of its own: those that stand for other parties are left out. */
  readonly sites: readonly Site[];
  readonly parties: Parties;
}

export interface SelectedStock {
  /** `site/product`. */
  readonly key: string;
  readonly site: Site;
  readonly product: string;
  readonly settings: Stock;
}

/** A lane, or another way of it: a detour, a leak round a ban, an expedite way. */
export interface SelectedLane {
  readonly id: string;
  readonly lane: Lane;
  readonly share: number;
  /** Number of the way behind the lane, from 1, detours first; 0 is the lane itself. */
  readonly detour: number;
  readonly kind: typeof LANE_PROPER | typeof LANE_DETOUR | typeof LANE_LEAK | typeof LANE_EXPEDITE;
  /** Of a leak: what opens it, and its terms. */
  readonly leak?: Leak;
}

/** Trade round a ban through third countries, open while the ban is in force. */
export interface Leak {
  readonly hazard: string;
  readonly extraDays: number;
  readonly extraCostUsdPerUnit: number;
}

export interface SelectedProcess {
  /** `site/output`, of an alternative recipe `site/output~recipe`. */
  readonly key: string;
  readonly site: Site;
  readonly process: Process;
  readonly share: number;
  /** Key of the process whose capacity an alternative recipe shares. */
  readonly sharesWith?: string;
}

const DEFAULT_STOCK = { coverDays: 0, holdingCostUsdPerUnitDay: 0, rationing: "proportional" } as const;

/** Below this a share is nothing: the source is not part of the design. */
const NO_SHARE = 1e-12;

/**
 * Walks from the markets upstream through the lanes a design lists and the processes at their origins, and keeps what it
 * meets. Problems (nothing supplies a stock, shares that do not add up, lanes that lead nowhere) are added to `problems`.
 */
export function selectDesign(
  world: World,
  markets: readonly Market[],
  design: Design,
  problems: DesignProblem[],
  parties: Parties = partiesOf({}),
): Selection {
  const sites = overlaySites(world, design);
  const lanesInto = groupLanes(world, design);
  const stocks = new Map<string, SelectedStock>();
  const lanes: SelectedLane[] = [];
  const processes: SelectedProcess[] = [];

  const open: { site: string; product: string; neededBy: string }[] = markets.map((market) => ({
    site: market.site,
    product: market.product,
    neededBy: `market '${market.id}'`,
  }));
  // What others order is demand as well.
  for (const lane of [...lanesInto.values()].flat()) {
    if (parties.isOutside(lane.to)) open.push({ site: lane.to, product: lane.product, neededBy: `lane '${lane.id}'` });
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = stockKey(next.site, next.product);
    if (stocks.has(key)) continue;
    const site = sites.get(next.site) as Site;
    const product = next.product;
    stocks.set(key, { key, site, product, settings: stockSettings(site, product) });
    const inbound = lanesInto.get(key) ?? [];
    if (parties.isOutside(next.site)) {
      for (const lane of inbound) {
        lanes.push(...waysOut(parties, design, lane));
        open.push({ site: lane.from, product, neededBy: `lane '${lane.id}'` });
      }
      continue;
    }
    const makers = site.processes.filter((process) => process.output === product);
    const sources = resolveShares(design.id, key, next.neededBy, inbound, makers, problems);
    for (const { lane, share } of sources.lanes) {
      lanes.push({ id: lane.id, lane, share, detour: 0, kind: LANE_PROPER });
      for (let detour = 1; detour <= lane.detours.length; detour++) {
        lanes.push({ id: `${lane.id}~${detour}`, lane, share: 0, detour, kind: LANE_DETOUR });
      }
      if (lane.expedite !== undefined && share > NO_SHARE) {
        const detour = lane.detours.length + 1;
        lanes.push({ id: `${lane.id}~expedite`, lane, share: 0, detour, kind: LANE_EXPEDITE });
      }
      open.push({ site: lane.from, product, neededBy: `lane '${lane.id}'` });
    }
    for (const { process, share } of sources.processes) {
      if (share <= NO_SHARE && process.standby === undefined) continue;
      for (const recipe of recipesOf(site, process, share)) {
        processes.push(recipe);
        const neededBy = `process '${recipe.key}'`;
        for (const input of recipe.process.inputs) open.push({ site: site.id, product: input.product, neededBy });
      }
    }
  }
  reportUnusedLanes(design, lanesInto, stocks, problems);
  const usedSites = new Set([...stocks.values()].map((stock) => stock.site.id));
  reportUnusedOverlays(design, usedSites, stocks, processes, problems);
  return {
    design,
    world,
    regionsById: new Map(world.regions.map((region) => [region.id, region])),
    portsById: new Map(world.ports.map((port) => [port.id, port])),
    sitesById: sites,
    productsById: new Map(world.products.map((product) => [product.id, product])),
    stocks: sortByCodeUnits([...stocks.values()], (stock) => stock.key),
    lanes,
    // By output stock, recipes behind their process: NUL sorts before all that an id may hold.
    processes: sortByCodeUnits(processes, (item) => `${outputKey(item)}\0${item.key}`),
    markets: sortByCodeUnits([...markets], (market) => market.id),
    sites: sortByCodeUnits(
      [...usedSites].filter((id) => !parties.isOutside(id)).map((id) => sites.get(id) as Site),
      (site) => site.id,
    ),
    parties,
  };
}

/** The ways of a lane to another party that the contract names, but for leaks; orders over them come from outside. */
function waysOut({ silo }: Parties, design: Design, lane: Lane): SelectedLane[] {
  const ways = silo?.lanes.find((item) => item.lane === lane.id)?.baselines[design.id] ?? {};
  const found: SelectedLane[] = [{ id: lane.id, lane, share: 0, detour: 0, kind: LANE_PROPER }];
  for (let detour = 1; detour <= lane.detours.length; detour++) {
    const id = `${lane.id}~${detour}`;
    if (ways[id] !== undefined) found.push({ id, lane, share: 0, detour, kind: LANE_DETOUR });
  }
  const expedite = `${lane.id}~expedite`;
  if (ways[expedite] !== undefined) {
    found.push({ id: expedite, lane, share: 0, detour: lane.detours.length + 1, kind: LANE_EXPEDITE });
  }
  return found;
}

/** Key of the stock that a process, or one of its recipes, fills. */
export function outputKey({ site, process }: SelectedProcess): string {
  return stockKey(site.id, process.output);
}

/** A process and its alternative recipes, which have no share and wait like plants on standby. */
function recipesOf(site: Site, process: Process, share: number): SelectedProcess[] {
  const key = stockKey(site.id, process.output);
  const { alternatives = [], surge: _surge, growth: _growth, recycling: _recycling, ...usual } = process;
  const others = alternatives.map(({ id, priority, activationDelayDays, ...terms }): SelectedProcess => {
    const standby = { priority, activationDelayDays, reservationCostUsdPerDay: 0 };
    const shares = terms.capacityUnitsPerDay === undefined ? { sharesWith: key } : {};
    return { key: `${key}~${id}`, site, process: { ...usual, ...terms, standby }, share: 0, ...shares };
  });
  return [{ key, site, process, share }, ...others];
}

export function stockKey(site: string, product: string): string {
  return `${site}/${product}`;
}

function groupLanes(world: World, design: Design): Map<string, Lane[]> {
  const worldLanes = new Map(world.lanes.map((lane) => [lane.id, lane]));
  const active = design.lanes.map((overlay) => applyLaneOverlay(worldLanes.get(overlay.lane) as Lane, overlay));
  return groupBy(active, (lane) => stockKey(lane.to, lane.product));
}

function applyLaneOverlay(lane: Lane, { lane: _id, ...changed }: LaneOverlay): Lane {
  return overlaid<Lane>(lane, changed);
}

function overlaySites(world: World, design: Design): Map<string, Site> {
  const siteOverlays = new Map(design.sites.map((overlay) => [overlay.site, overlay]));
  const processOverlays = new Map(design.processes.map((overlay) => [stockKey(overlay.site, overlay.output), overlay]));
  const stockOverlays = groupBy(design.stocks, (overlay) => overlay.site);
  const sites = world.sites.map((site): Site => {
    const processes = site.processes.map((process) => {
      const overlay = processOverlays.get(stockKey(site.id, process.output));
      if (overlay === undefined) return process;
      const { site: _site, output: _output, isInherited: _isInherited, ...changed } = overlay;
      return overlaid<Process>(process, changed);
    });
    const stocks = new Map(site.stocks.map((stock) => [stock.product, stock]));
    for (const { site: _site, isInherited: _isInherited, ...changed } of stockOverlays.get(site.id) ?? []) {
      const own = stocks.get(changed.product) ?? { ...DEFAULT_STOCK, product: changed.product };
      stocks.set(changed.product, overlaid<Stock>(own, changed));
    }
    const fixedCostUsdPerDay = siteOverlays.get(site.id)?.fixedCostUsdPerDay ?? site.fixedCostUsdPerDay;
    return { ...site, fixedCostUsdPerDay, processes, stocks: [...stocks.values()] };
  });
  return new Map(sites.map((site) => [site.id, site]));
}

function stockSettings(site: Site, product: string): Stock {
  return site.stocks.find((stock) => stock.product === product) ?? { ...DEFAULT_STOCK, product };
}

function reportUnusedLanes(
  design: Design,
  lanesInto: ReadonlyMap<string, readonly Lane[]>,
  stocks: ReadonlyMap<string, SelectedStock>,
  problems: DesignProblem[],
): void {
  for (const [key, lanes] of lanesInto) {
    if (stocks.has(key)) continue;
    for (const lane of lanes) {
      problems.push({
        design: design.id,
        at: { list: "lanes", id: lane.id },
        message: `invalid lane '${lane.id}', in design '${design.id}' nothing at '${lane.to}' uses or passes on '${lane.product}'; remove it from the design or add what needs it`,
      });
    }
  }
}

/** An overlay that changes nothing is a mistake: the stock, process or site it names is not part of the design. */
function reportUnusedOverlays(
  design: Design,
  sites: ReadonlySet<string>,
  stocks: ReadonlyMap<string, SelectedStock>,
  processes: readonly SelectedProcess[],
  problems: DesignProblem[],
): void {
  const processKeys = new Set(processes.map((process) => process.key));
  function report(list: "stocks" | "processes" | "sites", id: string): void {
    const what = list === "processes" ? "process" : list.slice(0, -1);
    problems.push({
      design: design.id,
      at: { list, id },
      message: `invalid overlay, ${what} '${id}' is not part of design '${design.id}': no goods for a market pass through it`,
    });
  }
  for (const { site, product, isInherited } of design.stocks) {
    const key = stockKey(site, product);
    if (!isInherited && !stocks.has(key)) report("stocks", key);
  }
  for (const { site, output, share, isInherited } of design.processes) {
    const key = stockKey(site, output);
    const isSwitchedOff = share === 0 && stocks.has(key);
    if (!isInherited && !processKeys.has(key) && !isSwitchedOff) report("processes", key);
  }
  for (const { site, isInherited } of design.sites) if (!isInherited && !sites.has(site)) report("sites", site);
}
