import type { Hazard } from "../../../src/hazards/index.ts";
import type { Disruption } from "../../../src/model/disruption.ts";
import type { Region } from "../../../src/model/world.ts";
import { basePrice, type DesignNetwork, type ProcessNode, type StockNode, type Way } from "./network.ts";

/*
 * What disruptions do to a design on a given day: section 3 of the model page, and what the hazard kinds say they touch.
 */

type Thing = Way | ProcessNode | StockNode | string;
type Channel = "dispatch" | "receipt" | "freight" | "orders" | "process" | "port" | "priceAdd" | "priceFactor";

interface Touch {
  readonly channel: Channel;
  readonly thing: Thing;
  readonly amount: number;
}

/** One passage that lets only part of the goods go on which have more than `passDays` days to go. */
interface Passage {
  readonly passDays: number;
  readonly openFraction: number;
}

/** Open fractions and factors of a day; what is not in a map is whole. */
export interface Conditions {
  readonly values: Map<Channel, Map<Thing, number>>;
  readonly passages: Map<Way, Passage[]>;
}

export interface Weather {
  on(day: number): Conditions;
}

/** The conditions of every day under these disruptions. */
export function weatherOf(network: DesignNetwork, disruptions: readonly Disruption[]): Weather {
  const touches = network.study.hazards.map((hazard) => touchesOf(hazard, network));
  const holds = network.study.hazards.map((hazard) => holdsOf(hazard, network));
  return {
    on(day) {
      const conditions: Conditions = { values: new Map(), passages: new Map() };
      for (const disruption of disruptions) {
        const level = levelOn(disruption, day);
        if (level === 0) continue;
        for (const touch of touches[disruption.hazard]) apply(conditions, touch, level);
        for (const [way, passDays] of holds[disruption.hazard]) {
          const passages = conditions.passages.get(way) ?? [];
          conditions.passages.set(way, [...passages, { passDays, openFraction: 1 - level }]);
        }
      }
      return conditions;
    },
  };
}

function apply(conditions: Conditions, { channel, thing, amount }: Touch, level: number): void {
  const values = conditions.values.get(channel) ?? new Map<Thing, number>();
  conditions.values.set(channel, values);
  if (channel === "priceAdd") values.set(thing, (values.get(thing) ?? 0) + amount * level);
  else values.set(thing, (values.get(thing) ?? 1) * (1 + amount * level));
}

/** A fraction or factor of a day; 1 where nothing touches the thing. */
export function factorOf(conditions: Conditions, channel: Channel, thing: Thing | undefined): number {
  if (thing === undefined) return 1;
  return conditions.values.get(channel)?.get(thing) ?? 1;
}

/** Open fraction ahead of goods with this many days to go. */
export function openAhead(conditions: Conditions, way: Way, daysToGo: number): number {
  let open = 1;
  for (const passage of conditions.passages.get(way) ?? []) {
    if (daysToGo > passage.passDays) open *= passage.openFraction;
  }
  return open;
}

/** Open fraction of a way's transit as a whole: for goods at its beginning. */
export function transitOpen(conditions: Conditions, way: Way): number {
  return openAhead(conditions, way, way.leadDays);
}

/** USD per tonne in a region: additions first, then factors. */
export function carbonPrice(network: DesignNetwork, conditions: Conditions, region: Region): number {
  const regime = region.carbonRegime;
  if (regime === undefined) return 0;
  const added = conditions.values.get("priceAdd")?.get(regime) ?? 0;
  return Math.max(0, basePrice(network.world, regime) + added) * factorOf(conditions, "priceFactor", regime);
}

/** Severity that is left of a disruption on a day. */
export function levelOn({ onsetDay, durationDays, severity, profile, recoveryDays }: Disruption, day: number): number {
  const age = day - onsetDay;
  if (age < 0) return 0;
  if (age < durationDays) return severity;
  const since = age - durationDays;
  if (profile === "step" || since >= recoveryDays) return 0;
  const steps = Math.min(24, recoveryDays);
  for (let step = 0; step < steps; step++) {
    const start = Math.round((step * recoveryDays) / steps);
    const end = Math.round(((step + 1) * recoveryDays) / steps);
    if (since >= start && since < end) {
      const area = areaUpTo(profile, end / recoveryDays) - areaUpTo(profile, start / recoveryDays);
      return (severity * area * recoveryDays) / (end - start);
    }
  }
  return 0;
}

/** Integral of a recovery profile from 0 to x. */
function areaUpTo(profile: Disruption["profile"], x: number): number {
  if (profile === "linear") return x - x ** 2 / 2;
  if (profile === "exponential") return (1 - 0.05 ** x) / Math.log(20);
  return x - x ** 3 + x ** 4 / 2;
}

function touchesOf(hazard: Hazard, network: DesignNetwork): Touch[] {
  const { world, ways, stocks, processes } = network;
  const touches: Touch[] = [];
  const touch = (channel: Channel, thing: Thing, amount = -1): void => void touches.push({ channel, thing, amount });

  if (hazard.kind === "blockade") {
    for (const [way] of holdsOf(hazard, network)) {
      touch("dispatch", way);
      touch("freight", way, hazard.warRiskFreightFactor - 1);
    }
  } else if (hazard.kind === "port-closure") {
    for (const id of hazard.targets.ports) touch("port", id);
    for (const way of ways) if (includes(hazard.targets.ports, way.loadPort?.id)) touch("dispatch", way);
  } else if (hazard.kind === "carbon-price-shock") {
    const { addUsdPerTonne, factor } = hazard.change;
    for (const regime of hazard.targets.carbonRegimes) {
      if (addUsdPerTonne !== undefined) touch("priceAdd", regime, addUsdPerTonne);
      else touch("priceFactor", regime, factor! - 1);
    }
  } else if (hazard.kind === "export-ban") {
    const { fromRegions, fromBlocs, toRegions, toBlocs, products } = hazard.targets;
    const lies = (region: Region, regions?: readonly string[], blocs?: readonly string[]): boolean =>
      includes(regions, region.id) || region.blocs.some((bloc) => includes(blocs, bloc));
    for (const way of ways) {
      const from = way.origin.region;
      const to = way.target.region;
      const isMeant = (toRegions ?? toBlocs) ? lies(to, toRegions, toBlocs) : !lies(to, fromRegions, fromBlocs);
      const isBanned = lies(from, fromRegions, fromBlocs) && from.id !== to.id && isMeant;
      if (isBanned && (products === undefined || products.includes(way.origin.product.id))) touch("dispatch", way);
    }
  } else if (hazard.kind !== "site-outage") {
    throw new Error(`this engine has not been taught ${hazard.kind}`);
  } else {
    const { sites, clusters, regions, products } = hazard.targets;
    const isHit = (stock: StockNode): boolean => {
      const cluster = world.sites.find(({ id }) => id === stock.site)?.cluster;
      const isThere = includes(sites, stock.site) || includes(regions, stock.region.id) || includes(clusters, cluster);
      return isThere && (products === undefined || products.includes(stock.product.id));
    };
    const pauses = new Set(hazard.pauses);
    if (pauses.has("production")) for (const process of processes) if (isHit(process.output)) touch("process", process);
    if (pauses.has("orders")) for (const stock of stocks) if (isHit(stock)) touch("orders", stock);
    if (pauses.has("dispatch")) for (const way of ways) if (isHit(way.origin)) touch("dispatch", way);
    if (pauses.has("receipt")) for (const way of ways) if (isHit(way.target)) touch("receipt", way);
  }
  return touches;
}

/** Ways on which a blockade stops goods under way, and the days to go of those that are past it. */
function holdsOf(hazard: Hazard, { ways }: DesignNetwork): Map<Way, number> {
  const holds = new Map<Way, number>();
  if (hazard.kind !== "blockade") return holds;
  const { chokepoints, regions } = hazard.targets;
  for (const way of ways) {
    const ends = [way.origin.region.id, way.target.region.id];
    const isRegional = hazard.modes.includes(way.mode) && ends.some((region) => includes(regions, region));
    const blocked = way.chokepoints.filter(({ id }) => includes(chokepoints, id)).map(({ passDays }) => passDays);
    if (isRegional) holds.set(way, 0);
    else if (blocked.length > 0) holds.set(way, Math.min(...blocked));
  }
  return holds;
}

function includes(list: readonly string[] | undefined, id: string | undefined): boolean {
  return id !== undefined && list?.includes(id) === true;
}
