import { z } from "zod";
import { idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";
import { lineOfText, linesOfText } from "../../schema/text.ts";
import { policiesSchema } from "./policies-schema.ts";
import {
  alternatives,
  backup,
  expedite,
  fixedCostUsdPerDay,
  laneTerms,
  processReactions,
  processTerms,
  stockTerms,
} from "./world-schema.ts";

const detectionDelayDays = numberIn("[0, 3650] whole").describe("Days until a change is seen and acted on.");
const restockDays = numberIn("[1, 3650]").describe(
  "Days over which a gap to the target stock is closed; 1 orders all of it at once.",
);

const clusterPooling = z
  .strictObject({
    activationDelayDays: numberIn("[0, 3650] whole").describe("Days from seeing a site fall short until others lend."),
    costFactor: numberIn("[1, 100]")
      .default(1)
      .describe("Conversion cost of a unit made with borrowed capacity, as a multiple of the usual one."),
  })
  .describe("Sites of one cluster lend each other idle capacity for the same product. Default: they do not.");
const frontLoading = z
  .strictObject({
    maxCoverDays: numberIn("(0, 3650]").describe("Most that is built ahead, days of the flow that will be cut off."),
  })
  .describe("Builds stock ahead of closures that are announced (announcementLeadDays). Default: it does not.");
const prioritisesCritical = z
  .boolean()
  .describe("Whether critical products come first at port gates and where processes share an input.");

export const plannerSchema = z
  .strictObject({
    detectionDelayDays: detectionDelayDays.default(7),
    restockDays: restockDays.default(1),
    clusterPooling: z.exactOptional(clusterPooling),
    frontLoading: z.exactOptional(frontLoading),
    prioritisesCritical: prioritisesCritical.default(false),
  })
  .prefault({});

/** A reaction that a design changes, or switches off. */
function orNone<Reaction extends z.ZodType>(
  reaction: Reaction,
): z.ZodExactOptional<z.ZodUnion<readonly [z.ZodLiteral<"none">, Reaction]>> {
  const what = `${reaction.description} \`none\` switches off what the world has.`;
  return z.exactOptional(z.union([z.literal("none"), reaction])).describe(what);
}

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
      expedite: orNone(expedite),
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
  storageUnits: z.exactOptional(stockTerms.storageUnits),
  reserve: orNone(stockTerms.reserve),
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
  surge: orNone(processReactions.surge),
  standby: orNone(processReactions.standby),
  growth: orNone(processReactions.growth),
  recycling: orNone(processReactions.recycling),
  alternatives: z.exactOptional(alternatives),
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
      clusterPooling: orNone(clusterPooling),
      frontLoading: orNone(frontLoading),
      prioritisesCritical: z.exactOptional(prioritisesCritical),
    })
    .default({})
    .describe("How fast and how smoothly it reacts. Default: settings.planner."),
  lanes: z.array(laneOverlay).default([]).describe("Lanes it uses, as they are or changed."),
  dropLanes: z.array(idSchema).default([]).describe("Lanes of the extended design it does not use."),
  stocks: z.array(stockOverlay).default([]).describe("Buffers that differ from the world."),
  processes: z.array(processOverlay).default([]).describe("Processes that differ from the world."),
  policies: policiesSchema.describe(
    "What it keeps to: checked at baseline (a design that cannot is an error), measured in results, inherited by `extends`.",
  ),
  sites: z.array(siteOverlay).default([]).describe("Sites whose fixed cost differs from the world."),
});
