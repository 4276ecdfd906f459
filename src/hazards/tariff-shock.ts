import { z } from "zod";
import { numberIn } from "../schema/number-in.ts";
import { borderFields, crossesBorder } from "./border.ts";
import { defineHazard } from "./define.ts";

/** Duty is added on lanes across the border that the targets draw; severity scales it. Goods under way keep their terms. */
export const tariffShock = defineHazard({
  kind: "tariff-shock",
  summary: "Imports of products from regions or blocs, or exports to them, pay more duty.",
  fields: {
    targets: z
      .strictObject(borderFields("taxed"))
      .refine(({ products: _, ...borders }) => Object.values(borders).some((ids) => ids !== undefined), {
        error: "missing targets, must name at least one of fromRegions, fromBlocs, toRegions, toBlocs",
      })
      .describe("Origins, destinations and products of the duty."),
    addFraction: numberIn("(0, 100]").describe(
      "Duty added at severity 1, as a fraction of the goods' value at origin.",
    ),
  },
  effects({ targets, addFraction }, view) {
    return view.lanes
      .filter((lane) => crossesBorder(lane, targets))
      .map(({ index }) => ({ channel: "laneTariff", index, amount: addFraction }));
  },
});
