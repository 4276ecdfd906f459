import { z } from "zod";
import type { Effect } from "../model/channel.ts";
import { numberIn } from "../schema/number-in.ts";
import { borderFields, crossesBorder } from "./border.ts";
import { defineHazard } from "./define.ts";

/**
 * Dispatch pause by severity on lanes that leave the banning regions; severity below 1 is a quota. Goods already under way
 * arrive. Without a destination every region outside the banning ones is meant. Under a licence the approved share still
 * passes, later. What leaks goes a dearer and longer way, by lanes of its own that only this ban opens.
 */
export const exportBan = defineHazard({
  kind: "export-ban",
  summary:
    "Regions or blocs stop, limit or license exports of products, to everybody outside or to named destinations.",
  fields: {
    targets: z
      .strictObject(borderFields("banned"))
      .refine((targets) => targets.fromRegions !== undefined || targets.fromBlocs !== undefined, {
        error: "missing targets, must name fromRegions or fromBlocs",
      })
      .describe("Origins, destinations and products of the ban."),
    licence: z
      .strictObject({
        approvedShare: numberIn("[0, 1)").describe("Share of capacity for which licences are granted at severity 1."),
        waitingDays: numberIn("[0, 1000] whole").describe("Days longer that licensed goods take at severity 1."),
      })
      .optional()
      .describe("Licences instead of a full stop: part of the exports goes on, after a wait."),
    leakage: z
      .strictObject({
        share: numberIn("(0, 1]").describe("Share of a lane's capacity that finds a way round the ban at severity 1."),
        extraDays: numberIn("[0, 1000] whole").describe("Days longer than the lane."),
        extraCostUsdPerUnit: numberIn("[0, 1e9]").default(0).describe("Dearer than the lane, USD a unit."),
      })
      .optional()
      .describe("Trade through third countries while the ban lasts: longer, dearer, limited."),
  },
  effects({ id, targets, licence, leakage }, view) {
    const effects: Effect[] = [];
    for (const lane of view.lanes) {
      const { index } = lane;
      if (!crossesBorder(lane, targets)) continue;
      if (lane.leakOf === id) {
        if (leakage !== undefined) effects.push({ channel: "laneOpening", index, amount: leakage.share });
        continue;
      }
      effects.push({ channel: "laneDispatch", index, amount: 1 - (licence?.approvedShare ?? 0) });
      if (licence !== undefined && licence.waitingDays > 0) {
        effects.push({ channel: "laneExtraDays", index, amount: licence.waitingDays });
      }
    }
    return effects;
  },
});
