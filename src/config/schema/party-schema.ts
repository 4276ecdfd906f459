import { z } from "zod";
import { idSchema } from "../../schema/id.ts";
import { lineOfText } from "../../schema/text.ts";
import { SHARED_LISTS } from "./contract-schema.ts";
import { partyIdSchema } from "./silos-schema.ts";

/** What the schema of studies checks, once the contract is put beside it. */
const checkedLater = z.exactOptional(z.unknown());
const listCheckedLater = z.array(z.unknown()).default([]);

const boundaryLane = z.strictObject({
  lane: idSchema.describe("Lane of the contract."),
  to: z.exactOptional(idSchema).describe("Own site where the goods arrive."),
  from: z.exactOptional(idSchema).describe("Own site that hands the goods over."),
  allocationPriority: checkedLater.describe("Of a lane out: rank at a stock with priority rationing."),
  costUsdPerUnit: checkedLater.describe("Of a lane in: freight, USD a unit."),
  tariffFraction: checkedLater.describe("Of a lane in: duty as a fraction of the goods' value at origin."),
  share: checkedLater.describe("Of a lane in: share of the destination's orders."),
  capacityUnitsPerDay: checkedLater.describe("Of a lane in: units a day."),
  backup: checkedLater.describe("Of a lane in: makes it a backup."),
  restoreTimeDays: checkedLater.describe("Days out in `breakwater exposure`."),
  detours: z
    .array(
      z.strictObject({
        extraCostUsdPerUnit: checkedLater.describe("Dearer than the lane, USD a unit."),
        capacityUnitsPerDay: checkedLater.describe("Units a day."),
      }),
    )
    .default([])
    .describe("Of a lane in: terms of its detours, in the order of the contract."),
  expedite: z
    .exactOptional(
      z.strictObject({
        costUsdPerUnit: checkedLater.describe("Freight, USD a unit."),
        capacityUnitsPerDay: checkedLater.describe("The most that can be had a day."),
        activationDelayDays: checkedLater.describe("Days from seeing the lane limited or slow until it can be used."),
      }),
    )
    .describe("Of a lane in: terms of its faster way."),
});

/** The file of one party: its own part of a joint study. Entries are checked with the contract beside them. */
export const partySchema = z.strictObject({
  silo: z
    .strictObject({
      party: partyIdSchema.describe("Party whose file this is."),
      contract: lineOfText(1000).describe("File with the contract; a path from where this one lies."),
    })
    .describe("Makes the file that of one party."),
  id: checkedLater,
  title: checkedLater,
  description: checkedLater,
  settings: z.strictObject({ exposure: checkedLater }).default({}),
  world: z
    .strictObject({
      ...Object.fromEntries(SHARED_LISTS.map((key) => [key, listCheckedLater])),
      sites: listCheckedLater,
      lanes: listCheckedLater,
    })
    .default({} as never),
  markets: listCheckedLater,
  hazards: listCheckedLater,
  commonCauses: listCheckedLater,
  designs: z
    .array(
      z.strictObject({
        id: idSchema,
        lanes: z.array(z.union([idSchema, z.looseObject({ lane: idSchema })])).default([]),
        stocks: checkedLater,
        processes: checkedLater,
        sites: checkedLater,
      }),
    )
    .default([]),
  criteria: checkedLater,
  boundaryLanes: z.array(boundaryLane).default([]).describe("This party's end of boundary lanes."),
});

export type PartyFile = z.output<typeof partySchema>;
