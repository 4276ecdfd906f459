import {
  type Draft,
  deliverableUnits,
  inputSupply,
  NO_LACK,
  spareOfLane,
  spareOfStandby,
  standbyUnits,
  supplyOf,
} from "./sources.ts";

/** Whether a lane may be called on now: `mayLack` where it counts though its own origin lacks something. */
function isCandidate(draft: Draft, lane: number, mayLack: boolean): boolean {
  return draft.active.lane[lane] === 1 && (mayLack || supplyOf(draft, lane) === 1);
}

/** The same for a process on standby and its inputs. */
function isReady(draft: Draft, process: number, mayLack: boolean): boolean {
  return draft.active.process[process] === 1 && (mayLack || inputSupply(draft, process) === 1);
}

/**
 * Gives a need to what waits and is active, backup lanes and plants on standby, lowest priority number first, equals in
 * proportion to what they can give.
 *
 * @param need share of the stock's flow
 * @param mayLack whether backups count whose own origin lacks something
 * @returns what finds no place
 */
export function callBackups(draft: Draft, stock: number, need: number, mayLack: boolean): number {
  const { network, shares } = draft;
  const { laneBackupPriority, processStandbyPriority } = network;
  const from = network.stockLaneStart[stock];
  const to = network.stockLaneStart[stock + 1];
  const firstProcess = network.stockProcessStart[stock];
  const endProcess = network.stockProcessStart[stock + 1];
  let left = need;
  for (let last = 0; left > NO_LACK; ) {
    let priority = Number.POSITIVE_INFINITY;
    for (let lane = from; lane < to; lane++) {
      const own = laneBackupPriority[lane];
      if (own > last && own < priority && isCandidate(draft, lane, mayLack)) priority = own;
    }
    for (let process = firstProcess; process < endProcess; process++) {
      const own = processStandbyPriority[process];
      if (own > last && own < priority && isReady(draft, process, mayLack)) priority = own;
    }
    if (priority === Number.POSITIVE_INFINITY) break;
    let units = 0;
    let room = 0;
    for (let lane = from; lane < to; lane++) {
      if (laneBackupPriority[lane] !== priority || !isCandidate(draft, lane, mayLack)) continue;
      units += deliverableUnits(draft, lane);
      room += spareOfLane(draft, lane);
    }
    for (let process = firstProcess; process < endProcess; process++) {
      if (processStandbyPriority[process] !== priority || !isReady(draft, process, mayLack)) continue;
      units += standbyUnits(draft, process);
      room += spareOfStandby(draft, process);
    }
    const placed = Math.min(left, room);
    for (let lane = from; lane < to && placed > 0; lane++) {
      if (laneBackupPriority[lane] !== priority || !isCandidate(draft, lane, mayLack)) continue;
      shares.lane[lane] += placed * (deliverableUnits(draft, lane) / units);
    }
    if (placed > 0) placeOnStandby(draft, stock, priority, placed, units, mayLack);
    left -= placed;
    last = priority;
  }
  return left > NO_LACK ? left : 0;
}

/** Units are those of before any of them was given a share: recipes that share a capacity share it by priority only. */
function placeOnStandby(
  draft: Draft,
  stock: number,
  priority: number,
  placed: number,
  units: number,
  mayLack: boolean,
): void {
  const { network, shares } = draft;
  const first = network.stockProcessStart[stock];
  const end = network.stockProcessStart[stock + 1];
  const parts: number[] = [];
  for (let process = first; process < end; process++) {
    const isMeant = network.processStandbyPriority[process] === priority && isReady(draft, process, mayLack);
    parts.push(isMeant ? placed * (standbyUnits(draft, process) / units) : 0);
  }
  for (let process = first; process < end; process++) shares.process[process] += parts[process - first];
}
