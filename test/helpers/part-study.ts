import { compileDesign } from "../../src/compile/compile.ts";
import { type CompiledStudy, compileStudy } from "../../src/compile-study.ts";
import type { Study } from "../../src/config/study.ts";
import type { Hazard } from "../../src/hazards/index.ts";
import { sortByCodeUnits } from "../../src/model/canonical-order.ts";
import { LANE_INSIDE } from "../../src/model/network.ts";
import type { BoundaryBaseline, BoundaryLane, Silos } from "../../src/model/silo.ts";
import { isDemandVariable, type Lane, type Site } from "../../src/model/world.ts";
import type { Dice } from "./random-study.ts";

/*
 * Parts whole studies among parties, object by object, so that the engine's law (joint = apart, to the bit) can be tested without files.
 */

/** A study that can be parted anywhere its lanes take a day: what parties would have to share in one day is taken out. */
export function makePartable(study: Study): Study {
  return {
    ...study,
    settings: { ...study.settings, eventLosses: false, sampler: "monte-carlo" },
    world: {
      ...study.world,
      ports: study.world.ports.map(({ handlingTonnesPerDay: _absolute, ...port }) => port),
      chokepoints: study.world.chokepoints.map(({ throughputTonnesPerDay: _absolute, ...chokepoint }) => chokepoint),
    },
    designs: study.designs.map((design) => {
      const { localContent: _content, maxSingleCountryShare: _cap, tierRules: _rules, ...policies } = design.policies;
      return { ...design, policies };
    }),
    hazards: study.hazards.map(aimInside),
  };
}

/** What reaches lanes by the name of a site or cluster stays within its site. */
function aimInside(hazard: Hazard): Hazard {
  if (hazard.kind === "site-outage") {
    const inside = hazard.pauses.filter((pause) => pause === "production" || pause === "orders");
    return { ...hazard, pauses: inside.length === 0 ? ["production"] : inside };
  }
  if (hazard.kind === "cold-chain-failure") return { ...hazard, affects: ["storage"] };
  if (hazard.kind !== "sanction" || hazard.targets.sites === undefined) return hazard;
  const { sites: _sites, blocs: _blocs, ...targets } = hazard.targets;
  return { ...hazard, targets: { leavesTrust: [], ...targets } } as Hazard;
}

/** Parts the sites among `count` parties at random; undefined where too much hangs together. */
export function drawSilos(dice: Dice, study: Study, count: number, sharesPrices = true): Silos | undefined {
  const leader = new Map(study.world.sites.map(({ id }) => [id, id]));
  const find = (site: string): string => (leader.get(site) === site ? site : find(leader.get(site) as string));
  const join = (one: string, other: string): void => void leader.set(find(one), find(other));
  const overlays = study.designs.flatMap(({ lanes }) => lanes);
  for (const lane of study.world.lanes) {
    const leads = overlays.filter((overlay) => overlay.lane === lane.id).map(({ leadTimeDays }) => leadTimeDays);
    const expedites = [
      lane.expedite,
      ...overlays.filter((overlay) => overlay.lane === lane.id).map((item) => item.expedite),
    ];
    const isSameDay =
      [lane.leadTimeDays, ...leads].includes(0) ||
      expedites.some((way) => typeof way === "object" && way.leadTimeDays === 0);
    if (isSameDay) join(lane.from, lane.to);
  }
  const siteOfMarket = new Map(study.markets.map(({ id, site }) => [id, site]));
  for (const site of study.world.sites) {
    for (const { recycling } of site.processes) {
      for (const market of recycling?.markets ?? []) join(site.id, siteOfMarket.get(market) as string);
    }
  }
  for (const overlay of study.designs.flatMap(({ processes }) => processes)) {
    if (typeof overlay.recycling !== "object") continue;
    for (const market of overlay.recycling.markets) join(overlay.site, siteOfMarket.get(market) as string);
  }
  const groups = [...new Set(study.world.sites.map(({ id }) => find(id)))];
  if (groups.length < count) return undefined;
  const partyOf = new Map(groups.map((group, index) => [group, index < count ? index : dice.whole(0, count - 1)]));
  return {
    sharesPrices,
    parties: Array.from({ length: count }, (_, party) => ({
      id: `party-${party}`,
      sites: study.world.sites.flatMap(({ id }) => (partyOf.get(find(id)) === party ? [id] : [])),
    })),
  };
}

export interface PartedStudy {
  readonly joint: CompiledStudy;
  /** [party] */
  readonly parties: readonly CompiledStudy[];
}

/** A joint study and the studies of its parties, compiled. */
export function partStudy(whole: Study, silos: Silos): PartedStudy {
  const joint = compile({ ...whole, silos });
  const owner = new Map(silos.parties.flatMap(({ id, sites }) => sites.map((site) => [site, id] as const)));
  const lanes = boundaryLanes(joint, owner);
  return { joint, parties: silos.parties.map(({ id }) => compile(partyStudy(joint, silos, owner, lanes, id))) };
}

function compile(study: Study): CompiledStudy {
  const locate = ({ message }: { message: string }) => ({ file: "test", line: 1, column: 1, path: "", message });
  return compileStudy({ study, file: "test", text: "", locate });
}

function boundaryLanes({ study, designs }: CompiledStudy, owner: ReadonlyMap<string, string>): BoundaryLane[] {
  const crossing = study.world.lanes.filter(({ from, to }) => owner.get(from) !== owner.get(to));
  const ordered = sortByCodeUnits(crossing, ({ id, to, product }) => `${to}/${product}\0${id}`);
  return ordered.map((lane, index): BoundaryLane => {
    const baselines: Record<string, Record<string, BoundaryBaseline>> = {};
    designs.forEach(({ network, labels }, design) => {
      const ways: Record<string, BoundaryBaseline> = {};
      labels.lanes.forEach((way, at) => {
        if (way.split("~")[0] !== lane.id || network.laneBoundary[at] === LANE_INSIDE) return;
        ways[way] = {
          unitsPerDay: network.laneBoundaryUnitsPerDay[at],
          capacityUnitsPerDay: network.laneCapacityUnitsPerDay[at],
          usdPerUnit: network.laneBoundaryUsdPerUnit[at],
          embeddedTonnesPerUnit: network.laneBoundaryTonnesPerUnit[at],
        };
      });
      if (Object.keys(ways).length > 0) baselines[study.designs[design].id] = ways;
    });
    const stubSite = `counterparty.${String(index).padStart(4, "0")}`;
    return {
      lane: lane.id,
      from: owner.get(lane.from) as string,
      to: owner.get(lane.to) as string,
      stubSite,
      baselines,
    };
  });
}

function partyStudy(
  { study }: CompiledStudy,
  silos: Silos,
  owner: ReadonlyMap<string, string>,
  lanes: readonly BoundaryLane[],
  party: string,
): Study {
  const own = (site: string): boolean => owner.get(site) === party;
  const touching = lanes.filter(({ from, to }) => from === party || to === party);
  const stubOf = new Map(touching.map((item) => [item.lane, item]));
  const regionOf = new Map(study.world.sites.map(({ id, region }) => [id, region]));
  const stubs = touching.map(({ lane, from, stubSite }): Site => {
    const { from: origin, to: destination } = study.world.lanes.find(({ id }) => id === lane) as Lane;
    const region = regionOf.get(from === party ? destination : origin) as string;
    return { id: stubSite, name: stubSite, region, fixedCostUsdPerDay: 0, processes: [], stocks: [] };
  });
  const worldLanes = study.world.lanes.flatMap((lane): Lane[] => {
    const stub = stubOf.get(lane.id);
    if (stub === undefined) return own(lane.from) && own(lane.to) ? [lane] : [];
    return [stub.from === party ? { ...lane, to: stub.stubSite } : { ...lane, from: stub.stubSite }];
  });
  const kept = new Set(worldLanes.map(({ id }) => id));
  const partial: Study = {
    ...study,
    world: { ...study.world, sites: [...study.world.sites.filter(({ id }) => own(id)), ...stubs], lanes: worldLanes },
    markets: study.markets.filter(({ site }) => own(site)),
    designs: study.designs.map((design) => ({
      ...design,
      lanes: design.lanes.filter(({ lane }) => kept.has(lane)),
      stocks: design.stocks.filter(({ site }) => own(site)),
      processes: design.processes.filter(({ site }) => own(site)),
      sites: design.sites.filter(({ site }) => own(site)),
    })),
    silo: {
      party,
      sharesPrices: silos.sharesPrices,
      parties: silos.parties.map(({ id }) => id),
      hasVariableDemand: study.markets.some(isDemandVariable),
      lanes: touching,
    },
  };
  const { silos: _silos, ...alone } = partial;
  // What touches nothing of this party and is tied to nothing else is not known to it.
  const tied = new Set([
    ...study.hazards.flatMap(({ id, triggers }) =>
      triggers.length > 0 ? [id, ...triggers.map(({ hazard }) => hazard)] : [],
    ),
    ...study.commonCauses.flatMap(({ hazards }) => hazards),
  ]);
  const networks = study.designs.map((_, design) => {
    const compiled = compileDesign(alone, alone.designs[design]);
    if (Array.isArray(compiled)) throw new RangeError(compiled.map(({ message }) => message).join("; "));
    return compiled.network;
  });
  const isKnown = (hazard: number): boolean =>
    tied.has(study.hazards[hazard].id) ||
    networks.some(({ hazardEffectStart }) => hazardEffectStart[hazard] < hazardEffectStart[hazard + 1]);
  return { ...alone, hazards: study.hazards.filter((_, hazard) => isKnown(hazard)) };
}
