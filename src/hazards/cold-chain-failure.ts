import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard, type PlaceView } from "./define.ts";

const STAGES = ["storage", "transit"] as const;

/** More of the goods spoils a day, in store at the places named and on lanes that begin or end there; severity scales it. */
export const coldChainFailure = defineHazard({
  kind: "cold-chain-failure",
  summary: "Cooling fails: more of what is stored at places, or under way to and from them, spoils every day.",
  fields: {
    targets: z
      .strictObject({
        sites: idListSchema.optional().describe("Sites where cooling fails."),
        clusters: idListSchema.optional().describe("Clusters where cooling fails."),
        regions: idListSchema.optional().describe("Regions where cooling fails."),
        products: idListSchema.optional().describe("Only what concerns these products. Default: all."),
      })
      .refine((targets) => Boolean(targets.sites ?? targets.clusters ?? targets.regions), {
        error: "missing targets, must name sites, clusters or regions",
      })
      .describe("Where cooling fails, and for what."),
    addSpoilageFractionPerDay: numberIn("(0, 1)").describe(
      "Fraction that spoils a day at severity 1, on top of usual.",
    ),
    affects: z
      .array(z.enum(STAGES))
      .min(1, { error: "invalid empty list, must name at least one of storage, transit" })
      .default([...STAGES])
      .describe("Where goods spoil: storage, transit."),
  },
  effects({ targets, addSpoilageFractionPerDay: amount, affects }, view) {
    const isHit = ({ site, region, cluster }: PlaceView): boolean =>
      targets.sites?.includes(site) === true ||
      targets.regions?.includes(region) === true ||
      (cluster !== undefined && targets.clusters?.includes(cluster) === true);
    const isMeant = (product: string): boolean => targets.products?.includes(product) !== false;
    const effects: Effect[] = [];
    for (const { index, product, place } of affects.includes("storage") ? view.stocks : []) {
      if (isMeant(product) && isHit(place)) effects.push({ channel: "stockSpoilage", index, amount });
    }
    for (const { index, product, from, to } of affects.includes("transit") ? view.lanes : []) {
      if (isMeant(product) && (isHit(from) || isHit(to))) effects.push({ channel: "laneSpoilage", index, amount });
    }
    return effects;
  },
});
