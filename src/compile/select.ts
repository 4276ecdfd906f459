import { groupBy, sortByCodeUnits } from "../model/canonical-order.ts";
import type { Design, LaneOverlay } from "../model/design.ts";
import type { DesignProblem } from "../model/problem.ts";
import type { Lane, Market, Port, Process, Product, Region, Site, Stock, World } from "../model/world.ts";
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
  readonly sites: readonly Site[];
}

export interface SelectedStock {
  /** `site/product`. */
  readonly key: string;
  readonly site: Site;
  readonly product: string;
  readonly settings: Stock;
}

/** A lane or one of its detours. */
export interface SelectedLane {
  readonly id: string;
  readonly lane: Lane;
  readonly share: number;
  /** Number of the detour on the lane, from 1; 0 is the lane itself. */
  readonly detour: number;
}

export interface SelectedProcess {
  /** `site/output`. */
  readonly key: string;
  readonly site: Site;
  readonly process: Process;
  readonly share: number;
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
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = stockKey(next.site, next.product);
    if (stocks.has(key)) continue;
    const site = sites.get(next.site) as Site;
    const product = next.product;
    stocks.set(key, { key, site, product, settings: stockSettings(site, product) });
    const inbound = lanesInto.get(key) ?? [];
    const makers = site.processes.filter((process) => process.output === product);
    const sources = resolveShares(design.id, key, next.neededBy, inbound, makers, problems);
    for (const { lane, share } of sources.lanes) {
      lanes.push({ id: lane.id, lane, share, detour: 0 });
      for (let detour = 1; detour <= lane.detours.length; detour++) {
        lanes.push({ id: `${lane.id}~${detour}`, lane, share: 0, detour });
      }
      open.push({ site: lane.from, product, neededBy: `lane '${lane.id}'` });
    }
    for (const { process, share } of sources.processes) {
      if (share <= NO_SHARE) continue;
      processes.push({ key: stockKey(site.id, process.output), site, process, share });
      const neededBy = `process '${stockKey(site.id, process.output)}'`;
      for (const input of process.inputs) open.push({ site: site.id, product: input.product, neededBy });
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
    processes: sortByCodeUnits(processes, (process) => process.key),
    markets: sortByCodeUnits([...markets], (market) => market.id),
    sites: sortByCodeUnits(
      [...usedSites].map((id) => sites.get(id) as Site),
      (site) => site.id,
    ),
  };
}

export function stockKey(site: string, product: string): string {
  return `${site}/${product}`;
}

function groupLanes(world: World, design: Design): Map<string, Lane[]> {
  const worldLanes = new Map(world.lanes.map((lane) => [lane.id, lane]));
  const active = design.lanes.map((overlay) => applyLaneOverlay(worldLanes.get(overlay.lane) as Lane, overlay));
  return groupBy(active, (lane) => stockKey(lane.to, lane.product));
}

function applyLaneOverlay(lane: Lane, overlay: LaneOverlay): Lane {
  const { lane: _id, backup, ...changed } = overlay;
  const { backup: ownBackup, ...plain } = lane;
  const merged = { ...plain, ...changed };
  if (backup === "none" || (backup === undefined && ownBackup === undefined)) return merged;
  return { ...merged, backup: backup ?? (ownBackup as NonNullable<typeof ownBackup>) };
}

function overlaySites(world: World, design: Design): Map<string, Site> {
  const siteOverlays = new Map(design.sites.map((overlay) => [overlay.site, overlay]));
  const processOverlays = new Map(design.processes.map((overlay) => [stockKey(overlay.site, overlay.output), overlay]));
  const stockOverlays = groupBy(design.stocks, (overlay) => overlay.site);
  const sites = world.sites.map((site): Site => {
    const processes = site.processes.map((process) => {
      const {
        site: _site,
        output: _output,
        ...changed
      } = processOverlays.get(stockKey(site.id, process.output)) ?? {
        site: "",
        output: "",
      };
      return { ...process, ...changed };
    });
    const stocks = new Map(site.stocks.map((stock) => [stock.product, stock]));
    for (const { site: _site, ...changed } of stockOverlays.get(site.id) ?? []) {
      const own = stocks.get(changed.product) ?? { ...DEFAULT_STOCK, product: changed.product };
      stocks.set(changed.product, { ...own, ...changed });
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
