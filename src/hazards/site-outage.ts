import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { SITE_PAUSES } from "../model/world.ts";
import { idListSchema } from "../schema/id.ts";
import { numberIn } from "../schema/number-in.ts";
import { defineHazard, type PlaceView } from "./define.ts";

/** Sites lose capacity by severity: by default they make less; they may also stop ordering, dispatching or receiving. */
export const siteOutage = defineHazard({
  kind: "site-outage",
  summary:
    "Sites, clusters or regions make less, or nothing; optionally they also stop ordering, shipping or receiving, and lose stock.",
  fields: {
    targets: z
      .strictObject({
        sites: idListSchema.optional().describe("Sites that fail."),
        clusters: idListSchema.optional().describe("Clusters whose sites fail."),
        regions: idListSchema.optional().describe("Regions whose sites fail."),
        products: idListSchema.optional().describe("Only what concerns these products. Default: all."),
      })
      .refine((targets) => Boolean(targets.sites ?? targets.clusters ?? targets.regions), {
        error: "missing targets, must name sites, clusters or regions",
      })
      .describe("What fails."),
    pauses: z
      .array(z.enum(SITE_PAUSES))
      .min(1, { error: "invalid empty list, must name at least one of production, orders, dispatch, receipt" })
      .default(["production"])
      .describe("What the sites cannot do: production, orders, dispatch, receipt."),
    destroysStockShare: numberIn("[0, 1]")
      .default(0)
      .describe("Share of the stock there that is destroyed on the day of onset, at severity 1."),
  },
  effects({ targets, pauses, destroysStockShare }, view) {
    const isHit = (place: PlaceView, product: string): boolean => {
      if (targets.products !== undefined && !targets.products.includes(product)) return false;
      if (targets.sites?.includes(place.site) || targets.regions?.includes(place.region)) return true;
      return place.cluster !== undefined && targets.clusters?.includes(place.cluster) === true;
    };
    const effects: Effect[] = [];
    const add = (channel: Effect["channel"], index: number): void => {
      effects.push({ channel, index, amount: 1 });
    };
    for (const { index, place, product } of view.processes) {
      if (pauses.includes("production") && isHit(place, product)) add("processCapacity", index);
    }
    for (const { index, place, product } of view.stocks) {
      if (!isHit(place, product)) continue;
      if (pauses.includes("orders")) add("stockOrder", index);
      if (destroysStockShare > 0) effects.push({ channel: "stockDestruction", index, amount: destroysStockShare });
    }
    for (const lane of view.lanes) {
      if (pauses.includes("dispatch") && isHit(lane.from, lane.product)) add("laneDispatch", lane.index);
      if (pauses.includes("receipt") && isHit(lane.to, lane.product)) add("laneReceipt", lane.index);
    }
    return effects;
  },
});
