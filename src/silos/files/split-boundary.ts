import { asList, asMap, type RawMap } from "../../config/raw-values.ts";
import type { Network } from "../../model/network.ts";
import type { BoundaryBaseline } from "../../model/silo.ts";
import type { FlatDesign } from "./flat-designs.ts";
import type { JointParts } from "./joint-parts.ts";

/** Terms of a lane that the party where it ends keeps to itself, and that of the party where it starts. */
const IMPORTERS_TERMS = [
  "costUsdPerUnit",
  "tariffFraction",
  "share",
  "capacityUnitsPerDay",
  "backup",
  "restoreTimeDays",
] as const;
const EXPORTERS_TERM = "allocationPriority";
const FASTER_WAY = ["mode", "leadTimeDays", "distanceKm"] as const;
const FASTER_TERMS = ["costUsdPerUnit", "capacityUnitsPerDay", "activationDelayDays"] as const;
const DETOUR_WAY = ["avoids", "via", "extraDays", "extraKm"] as const;
const DETOUR_TERMS = ["extraCostUsdPerUnit", "capacityUnitsPerDay"] as const;

/** Boundary lanes as the contract states them: the way and the figures agreed on, no sites and no costs. */
export function contractLanes(parts: JointParts, designs: readonly FlatDesign[]): RawMap[] {
  return parts.boundaryLanes.map((lane) => {
    const { detours, expedite } = lane;
    return {
      id: lane.id,
      product: lane.product,
      from: parts.ownerOf(lane.from),
      fromRegion: parts.regionOf(lane.from),
      to: parts.ownerOf(lane.to),
      toRegion: parts.regionOf(lane.to),
      ...pick(lane, ["mode", "distanceKm", "leadTimeDays", "via"]),
      ...(detours === undefined ? {} : { detours: asList(detours).map((detour) => pick(asMap(detour), DETOUR_WAY)) }),
      ...(expedite === undefined ? {} : { expedite: pick(asMap(expedite), FASTER_WAY) }),
      designs: Object.fromEntries(
        designs.flatMap((design, index) => {
          const overlay = design.lanes.find((entry) => entry.lane === lane.id);
          return overlay === undefined ? [] : [[design.id, designTerms(parts, lane, overlay, index)]];
        }),
      ),
    };
  });
}

/** What of a lane a design agrees on. */
function designTerms({ compiled }: JointParts, lane: RawMap, overlay: RawMap, design: number): RawMap {
  const { network, labels } = compiled.designs[design];
  const ways: Record<string, BoundaryBaseline> = {};
  const first = labels.lanes.indexOf(lane.id as string);
  for (let at = first; at <= first + network.laneDetourCount[first]; at++)
    ways[labels.lanes[at]] = baselineOf(network, at);
  const { leadTimeDays, expedite } = overlay;
  const isLonger = leadTimeDays !== undefined && leadTimeDays !== lane.leadTimeDays;
  return {
    ...(isLonger ? { leadTimeDays } : {}),
    ...(network.laneBackupPriority[first] > 0 ? { isBackup: true } : {}),
    ...(typeof expedite === "object" ? { expedite: pick(asMap(expedite), FASTER_WAY) } : {}),
    ways,
  };
}

function baselineOf(network: Network, lane: number): BoundaryBaseline {
  return {
    unitsPerDay: network.laneBoundaryUnitsPerDay[lane],
    capacityUnitsPerDay: network.laneCapacityUnitsPerDay[lane],
    usdPerUnit: network.laneBoundaryUsdPerUnit[lane],
    embeddedTonnesPerUnit: network.laneBoundaryTonnesPerUnit[lane],
  };
}

/** One party's ends of boundary lanes: its sites, and the terms that are its own. */
export function partyLanes({ boundaryLanes, ownerOf }: JointParts, party: string): RawMap[] {
  return boundaryLanes.flatMap((lane): RawMap[] => {
    if (ownerOf(lane.from) === party) return [{ lane: lane.id, from: lane.from, ...pick(lane, [EXPORTERS_TERM]) }];
    if (ownerOf(lane.to) !== party) return [];
    const { detours, expedite } = lane;
    const terms = asList(detours).map((detour) => pick(asMap(detour), DETOUR_TERMS));
    return [
      {
        lane: lane.id,
        to: lane.to,
        ...pick(lane, IMPORTERS_TERMS),
        ...(terms.some((detour) => Object.keys(detour).length > 0) ? { detours: terms } : {}),
        ...(expedite === undefined ? {} : { expedite: pick(asMap(expedite), FASTER_TERMS) }),
      },
    ];
  });
}

/** A design's entry for a boundary lane in the file of a party at one of its ends; undefined where it says nothing of its own. */
export function partyOverlay(overlay: RawMap, isInbound: boolean): RawMap | undefined {
  const { expedite } = overlay;
  const terms = isInbound
    ? {
        ...pick(overlay, ["costUsdPerUnit", "share", "capacityUnitsPerDay", "backup"]),
        ...(expedite === undefined
          ? {}
          : { expedite: typeof expedite === "object" ? pick(asMap(expedite), FASTER_TERMS) : expedite }),
      }
    : pick(overlay, [EXPORTERS_TERM]);
  return Object.keys(terms).length === 0 ? undefined : { lane: overlay.lane, ...terms };
}

function pick(map: RawMap, keys: readonly string[]): RawMap {
  return Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]])));
}
