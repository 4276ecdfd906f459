import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { defineHazard, type PlaceView } from "./define.ts";

/**
 * Dispatch pause by severity on lanes that leave the banning regions; severity below 1 is a quota. Goods already under way
 * arrive. Without a destination every region outside the banning ones is meant.
 */
export const exportBan = defineHazard({
  kind: "export-ban",
  summary: "Regions or blocs stop or limit exports of products, to everybody outside or to named destinations.",
  fields: {
    targets: z
      .strictObject({
        fromRegions: idListSchema.optional().describe("Regions that ban exports."),
        fromBlocs: idListSchema.optional().describe("Blocs that ban exports to regions outside them."),
        toRegions: idListSchema.optional().describe("Regions that may not be supplied. Default: all outside."),
        toBlocs: idListSchema.optional().describe("Blocs that may not be supplied."),
        products: idListSchema.optional().describe("Products banned. Default: all."),
      })
      .refine((targets) => targets.fromRegions !== undefined || targets.fromBlocs !== undefined, {
        error: "missing targets, must name fromRegions or fromBlocs",
      })
      .describe("Origins, destinations and products of the ban."),
  },
  effects({ targets }, view) {
    const isOneOf = (place: PlaceView, regions: readonly string[] = [], blocs: readonly string[] = []): boolean =>
      regions.includes(place.region) || place.blocs.some((bloc) => blocs.includes(bloc));
    const bans = (place: PlaceView): boolean => isOneOf(place, targets.fromRegions, targets.fromBlocs);
    const hasDestination = targets.toRegions !== undefined || targets.toBlocs !== undefined;
    const effects: Effect[] = [];
    for (const lane of view.lanes) {
      if (!bans(lane.from) || lane.from.region === lane.to.region) continue;
      const isBanned = hasDestination ? isOneOf(lane.to, targets.toRegions, targets.toBlocs) : !bans(lane.to);
      if (!isBanned || (targets.products !== undefined && !targets.products.includes(lane.product))) continue;
      effects.push({ channel: "laneDispatch", index: lane.index, amount: 1 });
    }
    return effects;
  },
});
