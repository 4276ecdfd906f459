import { z } from "zod";
import { idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";
import { partyIdSchema } from "./silos-schema.ts";

/** What the schema of studies checks, once the parts of a party are put together. */
const checkedLater = z.exactOptional(z.unknown());
const listCheckedLater = z.array(z.unknown()).default([]);

/** Settings that all parties share; every other is a party's own, or needs runs that all would have to make alike. */
export const SHARED_SETTINGS = [
  "horizonDays",
  "exposureDays",
  "warmUpDays",
  "scenarios",
  "seed",
  "sampler",
  "replicateScenarios",
  "blockScenarios",
  "startDate",
  "referenceDesign",
  "laneHeadroomFactor",
  "capitalCostFractionPerYear",
  "planner",
  "service",
  "scarcity",
] as const;

/** Parts of a world that all parties may share. */
export const SHARED_LISTS = ["carbonRegimes", "regions", "chokepoints", "ports", "products"] as const;

const leadTimeDays = numberIn("[1, 1000] whole");

const expedite = z.strictObject({
  mode: z.exactOptional(z.unknown()).describe("Mode of the faster way."),
  leadTimeDays: leadTimeDays.describe("Days from dispatch to arrival."),
  distanceKm: z.unknown().describe("Length of the way, km."),
});

const baseline = z.strictObject({
  unitsPerDay: numberIn("[0, 1e15]").describe("Dispatched a day at baseline: what plans on both sides count on."),
  capacityUnitsPerDay: numberIn("[0, 1e16]").describe("The most that is dispatched a day."),
  usdPerUnit: numberIn("[0, 1e15]").describe("Value of a unit at its origin, freight and duty excluded."),
  embeddedTonnesPerUnit: numberIn("[0, 1e15]").describe("Embodied emissions of a unit at its origin, tCO2e."),
});

const boundaryLane = z.strictObject({
  id: idSchema.describe("Id of the lane, known to both ends."),
  product: idSchema.describe("Product moved."),
  from: partyIdSchema.describe("Party that hands the goods over."),
  fromRegion: idSchema.describe("Region where they come from."),
  to: partyIdSchema.describe("Party that orders, pays freight and duty and owns the goods on the way."),
  toRegion: idSchema.describe("Region where they go."),
  mode: z.unknown().describe("sea, air, rail, road or pipeline."),
  distanceKm: z.unknown().describe("Length of the way, km."),
  leadTimeDays: leadTimeDays.describe("Days from dispatch to arrival."),
  via: listCheckedLater.describe("Ports and chokepoints along the way, in order."),
  detours: z
    .array(
      z.strictObject({
        avoids: z.unknown().describe("Chokepoints of the lane that it goes round."),
        via: checkedLater.describe("Chokepoints only the detour passes."),
        extraDays: z.unknown().describe("Days longer than the lane."),
        extraKm: checkedLater.describe("Longer than the lane, km."),
      }),
    )
    .default([])
    .describe("Other ways, in order of preference."),
  expedite: z.exactOptional(expedite).describe("The same goods by a faster way."),
  designs: z
    .record(
      idSchema,
      z.strictObject({
        leadTimeDays: z
          .exactOptional(leadTimeDays)
          .describe("Days from dispatch to arrival, where the design differs."),
        isBackup: z.boolean().default(false).describe("Whether it carries nothing until other sources fall short."),
        expedite: z.exactOptional(expedite).describe("The faster way, where the design differs."),
        ways: z.record(z.string(), baseline).describe("Figures agreed on, by way: the lane's id, `lane~1` and so on."),
      }),
    )
    .describe("What it carries, by design; a design not named does not use it."),
});

/** A contract file: what all parties of a study share. Entries of the world are checked with the study of a party. */
export const contractSchema = z.strictObject({
  contract: z
    .strictObject({
      id: idSchema.describe("Id of the joint study."),
      version: z.literal(1).describe("Version of this format."),
      parties: z
        .array(partyIdSchema)
        .min(2, { error: "invalid list, must name at least two parties" })
        .describe("Parties, in an order that all share."),
      sharesPrices: z.boolean().describe("Whether goods cross a boundary with their cost."),
      hasVariableDemand: z.boolean().default(false).describe("Whether demand of any market is random or seasonal."),
    })
    .describe("Who shares it, and how."),
  settings: z
    .strictObject(Object.fromEntries(SHARED_SETTINGS.map((key) => [key, checkedLater])))
    .default({})
    .describe("Settings that all share."),
  world: z
    .strictObject({
      ...Object.fromEntries(SHARED_LISTS.map((key) => [key, listCheckedLater])),
      freightEmissionsGramsPerTonneKm: checkedLater,
    })
    .default({} as never)
    .describe("What boundary lanes and common hazards name."),
  designs: z
    .array(z.strictObject({ id: idSchema, name: checkedLater, planner: checkedLater, policies: checkedLater }))
    .min(1, { error: "invalid empty list, a study needs at least one design" })
    .describe("Designs by id, and how they react."),
  hazards: listCheckedLater.describe("Common hazards."),
  commonCauses: listCheckedLater.describe("Common causes of common hazards."),
  boundary: z
    .array(boundaryLane)
    .max(10_000, { error: "invalid list, must hold at most 10000 lanes" })
    .describe("Lanes between parties, in an order that all share."),
});

export type Contract = z.output<typeof contractSchema>;
export type ContractLane = Contract["boundary"][number];
