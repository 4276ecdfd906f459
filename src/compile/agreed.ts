import { LANE_INBOUND, LANE_INSIDE, LANE_OUTBOUND } from "../model/network.ts";
import type { BoundaryBaseline } from "../model/silo.ts";
import type { SelectedLane, Selection } from "./select.ts";

/** What the contract says of a way of a lane, where it says anything. */
export function agreedBaseline(
  { parties, design }: Pick<Selection, "parties" | "design">,
  lane: string,
  way: string,
): BoundaryBaseline | undefined {
  return parties.silo?.lanes.find((item) => item.lane === lane)?.baselines[design.id]?.[way];
}

/** Which side of a boundary knows of a lane: one that leads to another party is known by its orders and its dock alone. */
export function sideOf({ parties }: Selection, { lane }: SelectedLane): number {
  if (parties.of(lane.from) === parties.of(lane.to)) return LANE_INSIDE;
  return parties.isOutside(lane.to) ? LANE_OUTBOUND : LANE_INBOUND;
}
