import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import { CHANNELS } from "../../model/channel.ts";
import type { JointParts } from "./joint-parts.ts";

/** Whom a hazard concerns. */
export interface HazardReach {
  readonly hazard: RawMap;
  /** Parties whose entities it touches in any design, or names. */
  readonly parties: ReadonlySet<string>;
  /** Whether it touches a lane between parties. */
  readonly isAtBoundary: boolean;
  /** Its party, where nothing about it concerns others; else all must know when it strikes. */
  readonly owner?: string;
}

/** Keys of targets that name what one party owns. */
export const OWNED_TARGETS = ["sites", "clusters", "markets", "pressureSites"] as const;

/**
 * Whom each hazard of a joint study concerns. It is private where it touches one party alone and no boundary, and the same
 * holds for all that set it off, are set off by it or share a common cause with it.
 */
export function classifyHazards(parts: JointParts): HazardReach[] {
  const hazards = asList(parts.raw.hazards).map(asMap);
  const reaches = hazards.map((hazard) => ({ hazard, parties: namedParties(parts, hazard), isAtBoundary: false }));
  const byId = new Map(reaches.map((reach) => [reach.hazard.id, reach]));
  addEffects(parts, byId);
  const groupOf = tieHazards(hazards, asList(parts.raw.commonCauses).map(asMap));
  const groups = new Map<unknown, typeof reaches>();
  for (const reach of reaches) {
    const group = groupOf(reach.hazard.id);
    groups.set(group, [...(groups.get(group) ?? []), reach]);
  }
  return reaches.map((reach): HazardReach => {
    const tied = groups.get(groupOf(reach.hazard.id)) as typeof reaches;
    const parties = new Set(tied.flatMap((member) => [...member.parties]));
    const isPrivate = parties.size === 1 && !tied.some(({ isAtBoundary }) => isAtBoundary);
    return isPrivate ? { ...reach, owner: [...parties][0] } : reach;
  });
}

/** Parties that own what a hazard names. */
function namedParties({ raw, sites, ownerOf }: JointParts, hazard: RawMap): Set<string> {
  const targets = asMap(hazard.targets);
  const owners = new Set<string>();
  for (const key of ["sites", "pressureSites"]) {
    for (const site of asList(targets[key])) owners.add(ownerOf(site));
  }
  for (const { id, cluster } of sites) if (asList(targets.clusters).includes(cluster)) owners.add(ownerOf(id));
  for (const market of asList(raw.markets).map(asMap)) {
    if (asList(targets.markets).includes(market.id)) owners.add(ownerOf(market.site));
  }
  return owners;
}

interface Reach {
  readonly parties: Set<string>;
  isAtBoundary: boolean;
}

/** Adds the owners of everything that hazards touch in any design. */
function addEffects({ compiled, ownerOf }: JointParts, byId: ReadonlyMap<unknown, Reach>): void {
  const channelNames = Object.keys(CHANNELS);
  for (const { network, labels } of compiled.designs) {
    const stockOwner = labels.stocks.map((key) => ownerOf(key.slice(0, key.indexOf("/"))));
    const laneOwner = (lane: number): string => stockOwner[network.laneTo[lane]];
    const isBoundary = (lane: number): boolean => stockOwner[network.laneFrom[lane]] !== laneOwner(lane);
    const touchLane = (reach: Reach, lane: number): void => {
      reach.parties.add(laneOwner(lane));
      if (!isBoundary(lane)) return;
      reach.parties.add(stockOwner[network.laneFrom[lane]]);
      reach.isAtBoundary = true;
    };
    const touchRegime = (reach: Reach, regime: number): void => {
      network.processRegime.forEach((own, process) => {
        if (own === regime) reach.parties.add(stockOwner[network.processStock[process]]);
      });
      for (let lane = 0; lane < network.counts.lanes; lane++) {
        const prices = [
          network.laneFreightRegimeFrom[lane],
          network.laneFreightRegimeTo[lane],
          network.laneBorderRegime[lane],
          network.laneBorderRegime[lane] >= 0 ? network.laneOriginRegime[lane] : -1,
        ];
        if (prices.includes(regime)) touchLane(reach, lane);
      }
    };
    const touch = (reach: Reach, channel: string, index: number): void => {
      if (channel.startsWith("lane")) touchLane(reach, index);
      else if (channel.startsWith("stock")) reach.parties.add(stockOwner[index]);
      else if (channel.startsWith("process")) reach.parties.add(stockOwner[network.processStock[index]]);
      else if (channel.startsWith("market")) reach.parties.add(stockOwner[network.marketStock[index]]);
      else if (channel.startsWith("regime")) touchRegime(reach, index);
      else {
        for (let at = network.portLaneStart[index]; at < network.portLaneStart[index + 1]; at++) {
          touchLane(reach, network.portLane[at]);
        }
      }
    };
    compiled.study.hazards.forEach(({ id }, hazard) => {
      const reach = byId.get(id) as Reach;
      for (let at = network.hazardEffectStart[hazard]; at < network.hazardEffectStart[hazard + 1]; at++) {
        touch(reach, channelNames[network.effectChannel[at]], network.effectIndex[at]);
      }
    });
  }
}

/** Groups of hazards that set each other off or have common causes; returns the group of a hazard. */
function tieHazards(hazards: readonly RawMap[], causes: readonly RawMap[]): (id: unknown) => unknown {
  const leader = new Map<unknown, unknown>(hazards.map(({ id }) => [id, id]));
  const find = (id: unknown): unknown => {
    let at = id;
    while (leader.get(at) !== at) at = leader.get(at);
    return at;
  };
  const tie = (one: unknown, other: unknown): void => void leader.set(find(one), find(other));
  for (const { id, triggers } of hazards) for (const trigger of asList(triggers)) tie(id, asMap(trigger).hazard);
  for (const { hazards: tied } of causes) for (const id of asList(tied)) tie(asList(tied)[0], id);
  return find;
}
