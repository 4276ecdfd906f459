import { LANE_DETOUR, LANE_EXPEDITE } from "../model/network.ts";
import type { Detour, Expedite, FreightMode, Passage } from "../model/world.ts";
import type { SelectedLane, Selection } from "./select.ts";

/** How a lane, or another way of it, runs. */
export interface Route {
  readonly mode: FreightMode;
  readonly leadTimeDays: number;
  readonly distanceKm: number;
  readonly costUsdPerUnit: number;
  readonly loadPort?: string;
  readonly dischargePort?: string;
  readonly chokepoints: readonly { readonly chokepoint: string; readonly passDays: number }[];
}

/**
 * Splits a lane's `via` into loading port, chokepoints and discharge port, and adds what a detour changes. Cargo that has
 * `passDays` days to go or fewer is past the chokepoint: (1 - atShare) x lead time.
 */
export function routeOf(selection: Selection, item: SelectedLane): Route {
  const { lane } = item;
  if (selection.parties.isOutside(lane.to)) return routeOut(selection, item);
  return fullRoute(selection, item);
}

/** To another party: goods are handed over the day after they are shipped; the rest of the way is theirs. */
function routeOut(selection: Selection, item: SelectedLane): Route {
  const { dischargePort: _theirs, ...route } = fullRoute(selection, item);
  return { ...route, leadTimeDays: 1, costUsdPerUnit: 0 };
}

function fullRoute(selection: Selection, item: SelectedLane): Route {
  const { lane } = item;
  if (item.kind === LANE_EXPEDITE) return expediteRoute(lane.expedite as Expedite);
  const detour = item.kind === LANE_DETOUR ? lane.detours[item.detour - 1] : undefined;
  const longer = detour ?? item.leak;
  const leadTimeDays = lane.leadTimeDays + (longer?.extraDays ?? 0);
  const ports = selection.portsById;
  const passages = lane.via.filter((passage) => !ports.has(passage.at));
  const stops = lane.via.filter((passage) => ports.has(passage.at)).map((passage) => passage.at);
  const [loadPort, dischargePort] = assignPorts(stops, lane.via, (port) => {
    const region = ports.get(port)?.region;
    return {
      isAtOrigin: region === selection.sitesById.get(lane.from)?.region,
      isAtDestination: region === selection.sitesById.get(lane.to)?.region,
    };
  });
  return {
    mode: lane.mode,
    leadTimeDays,
    distanceKm: lane.distanceKm + (detour?.extraKm ?? 0),
    costUsdPerUnit: lane.costUsdPerUnit + (longer?.extraCostUsdPerUnit ?? 0),
    ...(loadPort === undefined ? {} : { loadPort }),
    ...(dischargePort === undefined ? {} : { dischargePort }),
    chokepoints: chokepointsOf(passages, detour).map((passage) => ({
      chokepoint: passage.at,
      passDays: nearWhole((1 - passage.atShare) * leadTimeDays),
    })),
  };
}

/** Past all ports and chokepoints of the lane. */
function expediteRoute({ mode, leadTimeDays, distanceKm, costUsdPerUnit }: Expedite): Route {
  return { mode, leadTimeDays, distanceKm, costUsdPerUnit, chokepoints: [] };
}

/** The whole number next to a value that only rounding keeps from it: 0.1 of ten days is a day. */
function nearWhole(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-9 ? whole : value;
}

function chokepointsOf(passages: readonly Passage[], detour: Detour | undefined): Passage[] {
  if (detour === undefined) return [...passages];
  return [...passages.filter((passage) => !detour.avoids.includes(passage.at)), ...detour.via];
}

/**
 * Two ports: the first loads, the second unloads. One port: it loads if it lies in the origin's region, unloads if in the
 * destination's; where it lies in both or neither, its place among the chokepoints decides (first loads, else unloads).
 */
function assignPorts(
  stops: readonly string[],
  via: readonly Passage[],
  lies: (port: string) => { isAtOrigin: boolean; isAtDestination: boolean },
): [string | undefined, string | undefined] {
  if (stops.length === 2) return [stops[0], stops[1]];
  const port = stops[0];
  if (port === undefined) return [undefined, undefined];
  const { isAtOrigin, isAtDestination } = lies(port);
  if (isAtOrigin !== isAtDestination) return isAtOrigin ? [port, undefined] : [undefined, port];
  return via.length > 1 && via[0].at === port ? [port, undefined] : [undefined, port];
}
