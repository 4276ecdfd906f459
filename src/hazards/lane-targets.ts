import { z } from "zod";
import { FREIGHT_MODES } from "../model/world.ts";
import { idListSchema } from "../schema/id.ts";
import type { LaneView } from "./define.ts";

/** Which lanes something on the way concerns: those through chokepoints, at regions, or of products. */
export const laneTargetFields = {
  targets: z
    .strictObject({
      chokepoints: idListSchema.optional().describe("Chokepoints whose lanes are concerned."),
      regions: idListSchema.optional().describe("Regions whose lanes are concerned, whichever way they run."),
      products: idListSchema.optional().describe("Only lanes with these products. Default: all."),
    })
    .refine((targets) => Object.values(targets).some((ids) => ids !== undefined), {
      error: "missing targets, must name at least one of chokepoints, regions, products",
    })
    .describe("Which lanes are concerned."),
  modes: z
    .array(z.enum(FREIGHT_MODES))
    .min(1, { error: "invalid empty list, must name at least one mode" })
    .default([...FREIGHT_MODES])
    .describe("Modes concerned. Default: all."),
};

type LaneTargets = z.output<typeof laneTargetFields.targets>;

export function isConcerned(lane: LaneView, targets: LaneTargets, modes: readonly string[]): boolean {
  const { chokepoints, regions, products } = targets;
  if (!modes.includes(lane.mode) || products?.includes(lane.product) === false) return false;
  if (chokepoints === undefined && regions === undefined) return true;
  const passes = lane.chokepoints.some(({ chokepoint }) => chokepoints?.includes(chokepoint));
  return passes || regions?.includes(lane.from.region) === true || regions?.includes(lane.to.region) === true;
}
