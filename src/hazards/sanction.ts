import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { defineHazard, type LaneView, type PlaceView, type TrustView } from "./define.ts";

/**
 * Sites under sanctions lose their lanes across the border of a bloc (dispatch pause by severity; goods under way arrive).
 * Regions that leave a circle of trust may no longer trade in its products with its members: designs that keep to the circle
 * give up that part of their lanes which the policy does not allow. Processes under pressure may grow, where they can.
 */
export const sanction = defineHazard({
  kind: "sanction",
  summary:
    "Sites may not trade across the border of a bloc, or regions leave the circle of trust; pressure may build capacity.",
  fields: {
    targets: z
      .strictObject({
        sites: idListSchema.optional().describe("Sites that lose their lanes across the border of `blocs`."),
        blocs: idListSchema.optional().describe("Blocs whose border the lanes of `sites` may not cross."),
        leavesTrust: idListSchema
          .optional()
          .describe("Regions that leave the circle of trust of designs that have one."),
        pressureSites: idListSchema.optional().describe("Sites whose processes come under pressure to grow."),
        pressureRegions: idListSchema.optional().describe("Regions whose processes come under pressure to grow."),
      })
      .superRefine(({ sites, blocs, leavesTrust, pressureSites, pressureRegions }, context) => {
        const others = [leavesTrust, pressureSites, pressureRegions];
        if (sites === undefined && blocs === undefined && others.every((ids) => ids === undefined)) {
          context.addIssue("missing targets, must name sites and blocs, leavesTrust, or who comes under pressure");
        } else if (sites === undefined && blocs !== undefined) {
          context.addIssue("missing sites, must name those that may not trade across the border of blocs");
        } else if (sites !== undefined && blocs === undefined) {
          context.addIssue("missing blocs, must name those whose border the sites may not trade across");
        }
      })
      .describe("Who is sanctioned, across which border, and who comes under pressure."),
  },
  effects({ targets }, view) {
    const { sites = [], blocs = [], leavesTrust = [], pressureSites = [], pressureRegions = [] } = targets;
    const isCut = ({ from, to }: LaneView): boolean =>
      (sites.includes(from.site) || sites.includes(to.site)) &&
      blocs.some((bloc) => from.blocs.includes(bloc) !== to.blocs.includes(bloc));
    const effects: Effect[] = [];
    for (const lane of view.lanes) {
      if (isCut(lane)) effects.push({ channel: "laneDispatch", index: lane.index, amount: 1 });
      const forbidden = view.trust === undefined ? 0 : forbiddenShare(lane, leavesTrust, view.trust);
      if (forbidden > 0) effects.push({ channel: "laneTrust", index: lane.index, amount: forbidden });
    }
    for (const { index, place } of view.processes) {
      const isPressed = pressureSites.includes(place.site) || pressureRegions.includes(place.region);
      if (isPressed) effects.push({ channel: "processPressure", index, amount: 1 });
    }
    return effects;
  },
});

/** Part of a lane that a circle of trust forbids once `leaving` are no longer in it: lanes between them and those who stay. */
function forbiddenShare(lane: LaneView, leaving: readonly string[], trust: TrustView): number {
  if (!trust.tiers.includes(lane.tier)) return 0;
  const isMember = ({ region, blocs }: PlaceView): boolean =>
    trust.regions.includes(region) || blocs.some((bloc) => trust.blocs.includes(bloc));
  if (!isMember(lane.from) || !isMember(lane.to)) return 0;
  const isSplit = leaving.includes(lane.from.region) !== leaving.includes(lane.to.region);
  return isSplit ? 1 - trust.allowOutsideShare : 0;
}
