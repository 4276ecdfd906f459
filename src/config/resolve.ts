import { sortByCodeUnits } from "../model/canonical-order.ts";
import type { Design, LaneOverlay } from "../model/design.ts";
import { overlaid } from "../model/overlay.ts";
import type { Policies } from "../model/policy.ts";
import type { Settings } from "../model/settings.ts";
import type { World } from "../model/world.ts";
import type { StudyFile } from "./schema/study-schema.ts";
import type { Study } from "./study.ts";

/**
 * Two months to restore what states nothing of its own: within what the risk-exposure literature assumes for tooling and
 * plants (weeks to months). It is a default, not a finding; studies state their own.
 */
const USUAL_RESTORE_TIME_DAYS = 60;

/** Fills in what depends on other parts of the file: names, exposure, reference design, extended designs. */
export function resolveStudy(file: StudyFile): Study {
  const { settings, world } = file;
  const exposureDays = settings.exposureDays ?? settings.horizonDays;
  const followUpDays = settings.horizonDays - exposureDays || Math.ceil(settings.horizonDays / 2);
  const { pauses, longestOutageDays = Math.max(1, settings.horizonDays - followUpDays) } = settings.exposure;
  const { restoreTimeDays = Math.min(USUAL_RESTORE_TIME_DAYS, longestOutageDays) } = settings.exposure;
  const resolved: Settings = {
    ...settings,
    exposureDays,
    exposure: { restoreTimeDays, longestOutageDays, pauses },
    service: { ...settings.service, restrictedMeanDays: settings.service.restrictedMeanDays ?? followUpDays },
    referenceDesign: settings.referenceDesign ?? file.designs[0].id,
  };
  const designsById = new Map(file.designs.map((design) => [design.id, design]));
  return {
    id: file.id,
    title: file.title === "" ? file.id : file.title,
    description: file.description,
    settings: resolved,
    world: nameAll(world),
    markets: file.markets.map(named),
    hazards: sortByCodeUnits(file.hazards.map(named), (hazard) => hazard.id),
    criteria: file.criteria,
    commonCauses: file.commonCauses,
    designs: file.designs.map((design) => resolveDesign(design, designsById, resolved)),
    ...(file.silos === undefined ? {} : { silos: file.silos }),
  };
}

function named<Item extends { readonly id: string; readonly name?: string | undefined }>(
  item: Item,
): Item & { name: string } {
  return { ...item, name: item.name ?? item.id };
}

function nameAll(world: StudyFile["world"]): World {
  return {
    ...world,
    carbonRegimes: world.carbonRegimes.map(named),
    regions: world.regions.map(named),
    chokepoints: world.chokepoints.map(named),
    ports: world.ports.map(named),
    products: world.products.map(named),
    sites: world.sites.map(named),
  };
}

type DesignFile = StudyFile["designs"][number];

/** A design with everything it extends, nearest last: later entries change earlier ones with the same key. */
function resolveDesign(own: DesignFile, designsById: ReadonlyMap<string, DesignFile>, settings: Settings): Design {
  const chain = [own];
  while (chain[0].extends !== undefined) chain.unshift(designsById.get(chain[0].extends) as DesignFile);
  const lanes = new Map<string, LaneOverlay>();
  const stocks = new Map<string, Design["stocks"][number]>();
  const processes = new Map<string, Design["processes"][number]>();
  const sites = new Map<string, Design["sites"][number]>();
  let planner = settings.planner;
  let policies: Policies = {};
  for (const design of chain) {
    for (const lane of design.dropLanes) lanes.delete(lane);
    for (const overlay of design.lanes) merge(lanes, overlay.lane, overlay);
    const isInherited = design !== own;
    for (const item of design.stocks) merge(stocks, `${item.site}/${item.product}`, { ...item, isInherited });
    for (const item of design.processes) merge(processes, `${item.site}/${item.output}`, { ...item, isInherited });
    for (const item of design.sites) merge(sites, item.site, { ...item, isInherited });
    planner = overlaid(planner, design.planner);
    policies = overlaid<Policies>(policies, design.policies);
  }
  return {
    id: own.id,
    name: own.name ?? own.id,
    description: own.description,
    planner,
    lanes: [...lanes.values()],
    stocks: [...stocks.values()],
    processes: [...processes.values()],
    sites: [...sites.values()],
    policies,
  };
}

function merge<Overlay extends object>(overlays: Map<string, Overlay>, key: string, overlay: Overlay): void {
  overlays.set(key, { ...overlays.get(key), ...overlay });
}
