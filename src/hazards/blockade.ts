import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { FREIGHT_MODES } from "../model/world.ts";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard, type LaneView } from "./define.ts";

/**
 * Dispatch and transit pause by severity. At a chokepoint, goods that are past it go on; around a region, every lane of the
 * given modes that starts or ends there is held over its whole length. A lane's detours that avoid the chokepoint stay open.
 */
export const blockade = defineHazard({
  kind: "blockade",
  summary: "A chokepoint, or every sea and air lane of a region, lets only part of its traffic pass, or none.",
  fields: {
    targets: z
      .strictObject({
        chokepoints: idListSchema.optional().describe("Chokepoints that are blocked."),
        regions: idListSchema.optional().describe("Regions whose lanes are blocked, whichever way they run."),
      })
      .refine((targets) => targets.chokepoints !== undefined || targets.regions !== undefined, {
        error: "missing targets, must name chokepoints or regions",
      })
      .describe("What is blocked."),
    modes: z
      .array(z.enum(FREIGHT_MODES))
      .min(1, { error: "invalid empty list, must name at least one mode" })
      .default(["sea", "air"])
      .describe("Modes that a blockade of a region stops."),
    warRiskFreightFactor: numberIn("[1, 100]")
      .default(1)
      .describe("Factor on the freight cost of what still passes, at full severity."),
  },
  effects({ targets, modes, warRiskFreightFactor }, view) {
    const chokepoints = new Set(targets.chokepoints);
    const regions = new Set(targets.regions);
    const effects: Effect[] = [];
    for (const lane of view.lanes) {
      const isRegional = modes.includes(lane.mode) && (regions.has(lane.from.region) || regions.has(lane.to.region));
      const passDays = isRegional ? 0 : lastPassage(lane, chokepoints);
      if (passDays === undefined) continue;
      effects.push({ channel: "laneDispatch", index: lane.index, amount: 1 });
      effects.push({ channel: "laneTransit", index: lane.index, amount: 1, passDays });
      if (warRiskFreightFactor > 1) {
        effects.push({ channel: "laneFreight", index: lane.index, amount: warRiskFreightFactor - 1 });
      }
    }
    return effects;
  },
});

/** Days to go at the last blocked chokepoint on the way: only behind it is cargo out of reach. */
function lastPassage(lane: LaneView, blocked: ReadonlySet<string>): number | undefined {
  const days = lane.chokepoints.filter((item) => blocked.has(item.chokepoint)).map((item) => item.passDays);
  return days.length === 0 ? undefined : Math.min(...days);
}
