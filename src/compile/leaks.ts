import type { Hazard } from "../hazards/index.ts";
import type { Effect } from "../model/channel.ts";
import { LANE_LEAK, LANE_PROPER } from "../model/network.ts";
import { agreedBaseline } from "./agreed.ts";
import type { IndexedSelection } from "./index-selection.ts";
import type { Leak, SelectedLane, Selection } from "./select.ts";

/**
 * Adds to a selection the ways round export bans that leak: one behind every lane in use that the ban closes. They are shut
 * unless their hazard opens them.
 *
 * @param effects [hazard][effect] what the hazards touch in the design without leaks
 * @returns the same selection when nothing leaks
 */
export function addLeaks(
  indexed: IndexedSelection,
  hazards: readonly Hazard[],
  effects: readonly (readonly Effect[])[],
): Selection {
  const leaks: SelectedLane[] = [];
  hazards.forEach((hazard, at) => {
    const leak = leakOf(hazard);
    if (leak === undefined) return;
    const closed = new Set(effects[at].flatMap(({ channel, index }) => (channel === "laneDispatch" ? [index] : [])));
    indexed.lanes.forEach(({ lane, share, kind }, index) => {
      const id = `${lane.id}~leak:${hazard.id}`;
      const isUsed = share > 0 || agreedBaseline(indexed.selection, lane.id, id) !== undefined;
      if (kind !== LANE_PROPER || !isUsed || !closed.has(index)) return;
      leaks.push({ id, lane, share: 0, detour: leaks.length + 1, kind: LANE_LEAK, leak });
    });
  });
  const { selection } = indexed;
  return leaks.length === 0 ? selection : { ...selection, lanes: [...selection.lanes, ...leaks] };
}

function leakOf(hazard: Hazard): Leak | undefined {
  if (hazard.kind !== "export-ban" || hazard.leakage === undefined) return undefined;
  const { extraDays, extraCostUsdPerUnit } = hazard.leakage;
  return { hazard: hazard.id, extraDays, extraCostUsdPerUnit };
}
