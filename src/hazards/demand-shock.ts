import { z } from "zod";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard } from "./define.ts";

/** Demand of markets rises or falls by a factor; severity scales the difference to 1. */
export const demandShock = defineHazard({
  kind: "demand-shock",
  summary: "Markets want more, or less, than usual: a surge or a slump.",
  fields: {
    targets: z
      .strictObject({
        markets: idListSchema.optional().describe("Markets concerned."),
        regions: idListSchema.optional().describe("Regions whose markets are concerned."),
        products: idListSchema.optional().describe("Only markets for these products. Default: all."),
      })
      .refine((targets) => Object.values(targets).some((ids) => ids !== undefined), {
        error: "missing targets, must name at least one of markets, regions, products",
      })
      .describe("Whose demand changes."),
    factor: numberIn("(0, 100]").describe("Factor on demand at severity 1."),
  },
  effects({ targets, factor }, view) {
    const { markets, regions, products } = targets;
    const isConcerned = (id: string, region: string): boolean =>
      (markets === undefined && regions === undefined) || markets?.includes(id) || regions?.includes(region) || false;
    return view.markets
      .filter(({ id, product, place }) => products?.includes(product) !== false && isConcerned(id, place.region))
      .map(({ index }) => ({ channel: "marketDemand", index, amount: factor - 1 }));
  },
});
