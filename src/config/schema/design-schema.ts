import { z } from "zod";
import { idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";
import { lineOfText, linesOfText } from "../../schema/text.ts";
import { backup, fixedCostUsdPerDay, laneTerms, processTerms, stockTerms } from "./world-schema.ts";

const detectionDelayDays = numberIn("[0, 3650] whole").describe("Days until a change is seen and acted on.");
const restockDays = numberIn("[1, 3650]").describe(
  "Days over which a gap to the target stock is closed; 1 orders all of it at once.",
);

export const plannerSchema = z
  .strictObject({ detectionDelayDays: detectionDelayDays.default(7), restockDays: restockDays.default(1) })
  .prefault({});

const laneOverlay = z
  .union([
    idSchema.describe("Lane used as it is."),
    z.strictObject({
      lane: idSchema.describe("Lane used."),
      leadTimeDays: z.exactOptional(laneTerms.leadTimeDays),
      costUsdPerUnit: z.exactOptional(laneTerms.costUsdPerUnit),
      share: z.exactOptional(laneTerms.share),
      capacityUnitsPerDay: z.exactOptional(laneTerms.capacityUnitsPerDay),
      allocationPriority: z.exactOptional(laneTerms.allocationPriority),
      backup: z
        .exactOptional(z.union([z.literal("none"), backup]))
        .describe("Makes it a backup; `none` makes a backup of the world a primary lane."),
    }),
  ])
  .transform((entry) => (typeof entry === "string" ? { lane: entry } : entry));

const stockOverlay = z.strictObject({
  site: idSchema.describe("Site."),
  product: idSchema.describe("Product held there."),
  coverDays: z.exactOptional(stockTerms.coverDays),
  holdingCostUsdPerUnitDay: z.exactOptional(stockTerms.holdingCostUsdPerUnitDay),
  rationing: z.exactOptional(stockTerms.rationing),
  orderCapacityUnitsPerDay: z.exactOptional(stockTerms.orderCapacityUnitsPerDay),
});

const processOverlay = z.strictObject({
  site: idSchema.describe("Site."),
  output: idSchema.describe("Product made there."),
  capacityUnitsPerDay: z.exactOptional(processTerms.capacityUnitsPerDay),
  conversionCostUsdPerUnit: z.exactOptional(processTerms.conversionCostUsdPerUnit),
  productionLeadTimeDays: z.exactOptional(processTerms.productionLeadTimeDays),
  yieldFraction: z.exactOptional(processTerms.yieldFraction),
  emissionsTonnesPerUnit: z.exactOptional(processTerms.emissionsTonnesPerUnit),
  share: z.exactOptional(processTerms.share),
});

const siteOverlay = z.strictObject({ site: idSchema.describe("Site."), fixedCostUsdPerDay });

export const designSchema = z.strictObject({
  id: idSchema.describe("Id of the design."),
  name: z.exactOptional(lineOfText(200)).describe("Name for tables and reports. Default: the id."),
  description: linesOfText(2000).default("").describe("What the design stands for."),
  extends: z
    .exactOptional(idSchema)
    .describe(
      "Design it starts from: its lanes and overlays, changed by those here. What it says about sites this one drops falls away.",
    ),
  planner: z
    .strictObject({
      detectionDelayDays: z.exactOptional(detectionDelayDays),
      restockDays: z.exactOptional(restockDays),
    })
    .default({})
    .describe("How fast and how smoothly it reacts. Default: settings.planner."),
  lanes: z.array(laneOverlay).default([]).describe("Lanes it uses, as they are or changed."),
  dropLanes: z.array(idSchema).default([]).describe("Lanes of the extended design it does not use."),
  stocks: z.array(stockOverlay).default([]).describe("Buffers that differ from the world."),
  processes: z.array(processOverlay).default([]).describe("Processes that differ from the world."),
  sites: z.array(siteOverlay).default([]).describe("Sites whose fixed cost differs from the world."),
});
