import { z } from "zod";
import { FREIGHT_MODES } from "../../model/world.ts";
import { idListSchema, idSchema } from "../../schema/id.ts";
import { numberIn } from "../../schema/number-in.ts";
import { lineOfText } from "../../schema/text.ts";
import { restoreTimeDays } from "./exposure-schema.ts";

const name = lineOfText(200).describe("Name for tables and reports. Default: the id.");
const latitude = z
  .exactOptional(numberIn("[-90, 90]"))
  .describe("Degrees north; kept in study.resolved.json for maps, changes no number.");
const longitude = z
  .exactOptional(numberIn("[-180, 180]"))
  .describe("Degrees east; kept in study.resolved.json for maps, changes no number.");
const mode = z.enum(FREIGHT_MODES);

const carbonRegime = z.strictObject({
  id: idSchema.describe("Id of the carbon regime."),
  name: z.exactOptional(name),
  priceUsdPerTonne: numberIn("[0, 10000]").describe("Price at baseline, USD per tonne CO2e."),
  freightModes: z
    .array(mode)
    .default([])
    .describe("Modes whose freight emissions are priced: whole inside the regime, half where one end lies outside."),
});

const region = z.strictObject({
  id: idSchema.describe("Id of the country or customs territory."),
  name: z.exactOptional(name),
  blocs: z.array(idSchema).default([]).describe("Blocs it belongs to; a bloc exists by being named."),
  carbonRegime: z.exactOptional(idSchema).describe("Carbon regime that prices emissions here. Default: none."),
  hasBorderAdjustment: z
    .boolean()
    .default(false)
    .describe("Whether border-adjusted imports pay the difference to the carbon price here."),
  borderFreeAllocationFraction: numberIn("[0, 1]")
    .default(0)
    .describe("Share of a product's benchmark that its makers here still get free (EU: 0.975 in 2026, 0 from 2034)."),
  restoreTimeDays,
});

const chokepoint = z.strictObject({
  id: idSchema.describe("Id of the strait, canal or corridor."),
  name: z.exactOptional(name),
  throughputTonnesPerDay: z
    .exactOptional(numberIn("(0, 1e12]"))
    .describe("Tonnes a day this network may send through. Default: no limit."),
  latitude,
  longitude,
  restoreTimeDays,
});

const port = z.strictObject({
  id: idSchema.describe("Id of the port."),
  name: z.exactOptional(name),
  region: idSchema.describe("Region it lies in."),
  headroomFactor: numberIn("[1, 1000]")
    .default(1.15)
    .describe("Handling capacity as a multiple of the design's baseline tonnage unloaded here; 1.15 = 15 % spare."),
  handlingTonnesPerDay: z
    .exactOptional(numberIn("(0, 1e12]"))
    .describe("Handling capacity in tonnes a day, instead of headroomFactor."),
  latitude,
  longitude,
  restoreTimeDays,
});

const product = z.strictObject({
  id: idSchema.describe("Id of the product."),
  name: z.exactOptional(name),
  massTonnesPerUnit: numberIn("[0, 1e6]").describe("Tonnes a unit."),
  tier: z
    .enum(["critical", "standard"])
    .default("standard")
    .describe("critical or standard: which policies and priorities apply to it."),
  isBorderAdjusted: z
    .boolean()
    .default(false)
    .describe("Whether carbon border adjustment applies when it enters a region that has one."),
  borderBenchmarkTonnesPerUnit: numberIn("[0, 1e6]")
    .default(0)
    .describe("Tonnes CO2e a unit of the benchmark for free allocation; border adjustment is due on what exceeds it."),
  isStrategic: z.boolean().default(false).describe("Whether it counts as a strategic raw material in maxCountryShare."),
  spoilageFractionPerDay: z
    .exactOptional(numberIn("[0, 1)"))
    .describe("Fraction of what is on hand overnight that spoils. Default: nothing."),
  transitSpoilageFractionPerDay: z
    .exactOptional(numberIn("[0, 1)"))
    .describe("Fraction of what is under way that spoils a day. Default: as in store."),
});

const processInput = z.strictObject({
  product: idSchema.describe("Product used."),
  unitsPerUnit: numberIn("(0, 1e9]").describe("Units used per unit started."),
});

/** Terms of a process that a design may change. */
export const processTerms = {
  capacityUnitsPerDay: numberIn("(0, 1e15]").describe("Good units of output a day."),
  conversionCostUsdPerUnit: numberIn("[0, 1e12]").describe(
    "Cost of making a good unit, inputs excluded; of a source: its price.",
  ),
  productionLeadTimeDays: numberIn("[0, 1000] whole").describe("Days from starting to finished; 0 = same day."),
  yieldFraction: numberIn("(0, 1]").describe("Good units per unit started; the rest is scrap."),
  emissionsTonnesPerUnit: numberIn("[0, 1e6]").describe("Tonnes CO2e of making a good unit, inputs excluded."),
  share: numberIn("[0, 1]").describe("Share of the output stock's supply. Default: what primary lanes leave over."),
};

const delayDays = numberIn("[0, 3650] whole");

/** Reactions of a process that a design may change or switch off. */
export const processReactions = {
  surge: z
    .strictObject({
      extraFraction: numberIn("(0, 10]").describe("Capacity beyond the nominal one, as a fraction of it."),
      activationDelayDays: delayDays.describe("Days from seeing a disturbance until it is there."),
      costFactor: numberIn("[1, 100]").describe("Conversion cost of a surge unit, as a multiple of the usual one."),
      keepDays: delayDays.default(0).describe("Days it stays after everything is seen as normal."),
    })
    .describe("Overtime: used only for what is wanted beyond nominal capacity."),
  standby: z
    .strictObject({
      priority: numberIn("[1, 1000] whole").default(1).describe("1 is called first, backup lanes included."),
      activationDelayDays: delayDays.describe("Days from seeing a lack until it can be ordered from."),
      reservationCostUsdPerDay: numberIn("[0, 1e12]").default(0).describe("Cost a day of keeping it ready."),
    })
    .describe("Makes it a plant that waits (a micro-factory): used only when its stock lacks something."),
  growth: z
    .strictObject({
      ratePerYear: numberIn("(0, 10]").describe("Growth while under pressure: capacity x exp(rate x years)."),
      ceilingFactor: numberIn("(1, 1000]").describe("Most it can become, as a multiple of capacity."),
      delayDays: delayDays.describe("Days of pressure before it begins to grow."),
      costUsdPerUnitPerDay: numberIn("[0, 1e12]").default(0).describe("Investment for a unit a day of capacity, USD."),
    })
    .describe("Capacity that grows under pressure (its stock lacks something, or a sanction) and stays."),
  recycling: z
    .strictObject({
      markets: idListSchema.describe("Markets whose sold goods come back."),
      unitsPerUnitSold: numberIn("(0, 1e9]").describe("Units of output that a sold unit yields."),
      delayDays: numberIn("[1, 3650] whole").describe("Days from sale to the collected material."),
    })
    .describe("Makes it a source whose capacity a day follows what markets sold a while ago."),
};

const alternative = z.strictObject({
  id: idSchema.describe("Name of the recipe, part of its name in replays."),
  inputs: z.array(processInput).default([]).describe("Other bill of materials for the same output."),
  conversionCostUsdPerUnit: z.exactOptional(processTerms.conversionCostUsdPerUnit),
  yieldFraction: z.exactOptional(processTerms.yieldFraction),
  emissionsTonnesPerUnit: z.exactOptional(processTerms.emissionsTonnesPerUnit),
  productionLeadTimeDays: z.exactOptional(processTerms.productionLeadTimeDays),
  capacityUnitsPerDay: z
    .exactOptional(processTerms.capacityUnitsPerDay)
    .describe("Good units a day. Default: it shares the capacity of the usual recipe."),
  priority: numberIn("[1, 1000] whole").default(1).describe("1 is called first, among all that waits."),
  activationDelayDays: delayDays.describe("Days from seeing a lack until it can be used."),
});

export const alternatives = z
  .array(alternative)
  .describe("Other recipes for the same output, used when the usual one lacks inputs; terms not stated are the usual.");

const process = z.strictObject({
  output: idSchema.describe("Product made."),
  inputs: z.array(processInput).default([]).describe("Bill of materials; none makes it a source."),
  capacityUnitsPerDay: processTerms.capacityUnitsPerDay,
  conversionCostUsdPerUnit: processTerms.conversionCostUsdPerUnit,
  productionLeadTimeDays: processTerms.productionLeadTimeDays.default(0),
  yieldFraction: processTerms.yieldFraction.default(1),
  emissionsTonnesPerUnit: processTerms.emissionsTonnesPerUnit.default(0),
  share: z.exactOptional(processTerms.share),
  surge: z.exactOptional(processReactions.surge),
  standby: z.exactOptional(processReactions.standby),
  growth: z.exactOptional(processReactions.growth),
  recycling: z.exactOptional(processReactions.recycling),
  alternatives: alternatives.default([]),
});

/** Terms of a stock that a design may change. */
export const stockTerms = {
  coverDays: numberIn("[0, 3650]").describe("Days of its own flow that stay on hand at the end of an undisturbed day."),
  holdingCostUsdPerUnitDay: numberIn("[0, 1e9]").describe("Storage cost a unit and day."),
  rationing: z
    .enum(["proportional", "priority"])
    .describe("How a short stock is shared: in proportion to what is wanted, or by allocationPriority."),
  orderCapacityUnitsPerDay: numberIn("(0, 1e15]").describe("The most it can order a day. Default: no limit."),
  storageUnits: numberIn("(0, 1e15]").describe(
    "The most it may keep on hand by plan: cover, reserve and what is built ahead. Default: no limit.",
  ),
  reserve: z
    .strictObject({
      coverDays: numberIn("(0, 3650]").describe("Days of the stock's baseline flow, beside its cover."),
      releaseDelayDays: delayDays.describe("Days from seeing a lack until the reserve is released."),
      releaseUnitsPerDay: z.exactOptional(numberIn("(0, 1e15]")).describe("Default: all that is short."),
      refillDelayDays: delayDays.describe("Days after the lack is seen to have ended until it is refilled."),
      refillUnitsPerDay: z.exactOptional(numberIn("(0, 1e15]")).describe("Default: all at once."),
    })
    .describe("Strategic reserve: released while the stock lacks something and is short, refilled afterwards."),
};

const stock = z.strictObject({
  product: idSchema.describe("Product held."),
  coverDays: stockTerms.coverDays.default(0),
  holdingCostUsdPerUnitDay: stockTerms.holdingCostUsdPerUnitDay.default(0),
  rationing: stockTerms.rationing.default("proportional"),
  orderCapacityUnitsPerDay: z.exactOptional(stockTerms.orderCapacityUnitsPerDay),
  storageUnits: z.exactOptional(stockTerms.storageUnits),
  reserve: z.exactOptional(stockTerms.reserve),
});

export const fixedCostUsdPerDay = numberIn("[0, 1e12]").describe("Cost a day of having the site, used or not.");

const site = z.strictObject({
  id: idSchema.describe("Id of the site."),
  name: z.exactOptional(name),
  region: idSchema.describe("Region it lies in."),
  cluster: z.exactOptional(idSchema).describe("Cluster it belongs to; a cluster exists by being named."),
  latitude,
  longitude,
  fixedCostUsdPerDay: fixedCostUsdPerDay.default(0),
  processes: z.array(process).default([]).describe("What it can make, one process a product."),
  stocks: z.array(stock).default([]).describe("Buffers. Stocks not listed exist with the defaults."),
  restoreTimeDays,
});

const passage = z
  .union([
    idSchema.describe("Port or chokepoint."),
    z.strictObject({
      at: idSchema.describe("Port or chokepoint."),
      atShare: numberIn("[0, 1]").default(0.5).describe("Where on the way it lies: 0 = origin, 1 = destination."),
    }),
  ])
  .transform((entry) => (typeof entry === "string" ? { at: entry, atShare: 0.5 } : entry));

const detour = z.strictObject({
  avoids: idListSchema.describe("Chokepoints of the lane that it goes round."),
  via: z.array(passage).default([]).describe("Chokepoints only the detour passes."),
  extraDays: numberIn("[0, 1000] whole").describe("Days longer than the lane."),
  extraCostUsdPerUnit: numberIn("[0, 1e9]").default(0).describe("Dearer than the lane, USD a unit."),
  extraKm: numberIn("[0, 1e5]").default(0).describe("Longer than the lane, km."),
  capacityUnitsPerDay: z
    .exactOptional(numberIn("(0, 1e15]"))
    .describe("Units a day. Default: what the lane can carry."),
});

export const backup = z.strictObject({
  priority: numberIn("[1, 1000] whole").default(1).describe("1 is called first; equals share by capacity."),
  activationDelayDays: numberIn("[0, 3650] whole").describe("Days from seeing a lack until orders can be placed."),
  reservationCostUsdPerDay: numberIn("[0, 1e12]").default(0).describe("Cost a day of keeping the option."),
  qualificationDays: delayDays
    .default(0)
    .describe("Days to qualify the supplier, once in a run, before its first use."),
  qualificationCostUsd: numberIn("[0, 1e15]").default(0).describe("Cost of the qualification, when it begins."),
});

export const expedite = z
  .strictObject({
    mode: mode.default("air").describe("Mode of the faster way."),
    leadTimeDays: numberIn("[0, 1000] whole").describe("Days from dispatch to arrival."),
    costUsdPerUnit: numberIn("[0, 1e9]").describe("Freight, USD a unit; counts as expedite cost."),
    distanceKm: numberIn("[0, 1e5]").describe("Length of the way, km."),
    capacityUnitsPerDay: numberIn("(0, 1e15]").describe("The most that can be had a day."),
    activationDelayDays: delayDays.describe("Days from seeing the lane limited or slow until it can be used."),
  })
  .describe("The same goods by a faster way, while the lane is seen as shut, limited or slow.");

/** Terms of a lane that a design may change. */
export const laneTerms = {
  leadTimeDays: numberIn("[0, 1000] whole").describe("Days from dispatch to arrival; 0 = same day."),
  costUsdPerUnit: numberIn("[0, 1e9]").describe("Freight, USD a unit."),
  share: numberIn("(0, 1]").describe("Share of the destination's orders. Default: what other sources leave over."),
  capacityUnitsPerDay: numberIn("(0, 1e15]").describe("Units a day. Default: laneHeadroomFactor x baseline flow."),
  allocationPriority: numberIn("[0, 1000] whole").describe(
    "Rank at a stock with priority rationing; 0 is served first.",
  ),
};

const lane = z.strictObject({
  id: idSchema.describe("Id of the lane."),
  product: idSchema.describe("Product moved."),
  from: idSchema.describe("Site of origin."),
  to: idSchema.describe("Site of destination."),
  mode: mode.describe("sea, air, rail, road or pipeline."),
  distanceKm: numberIn("[0, 1e5]").describe("Length of the way, km."),
  leadTimeDays: laneTerms.leadTimeDays,
  costUsdPerUnit: laneTerms.costUsdPerUnit,
  tariffFraction: numberIn("[0, 100]").default(0).describe("Duty as a fraction of the goods' value at origin."),
  share: z.exactOptional(laneTerms.share),
  capacityUnitsPerDay: z.exactOptional(laneTerms.capacityUnitsPerDay),
  allocationPriority: laneTerms.allocationPriority.default(0),
  via: z
    .array(passage)
    .default([])
    .describe("Ports and chokepoints along the way, in order: loading port first, discharge port last."),
  detours: z.array(detour).default([]).describe("Other ways, in order of preference."),
  backup: z.exactOptional(backup).describe("Makes it a backup: used only when primary sources fall short."),
  restoreTimeDays,
  expedite: z.exactOptional(expedite),
});

const emissionFactor = (value: number): z.ZodDefault<z.ZodNumber> =>
  numberIn("[0, 1e5]").default(value).describe("Grams CO2e per tonne-km, well to wheel.");

/** Grams CO2e per tonne-km. Sea: container ship 8 + 15 % for real sailed distance (GLEC); others mid-range of GLEC defaults. */
const freightEmissions = z
  .strictObject({
    sea: emissionFactor(9.2),
    air: emissionFactor(700),
    rail: emissionFactor(22),
    road: emissionFactor(85),
    pipeline: emissionFactor(5),
  })
  .prefault({});

const listOf = <Item extends z.ZodType>(item: Item, what: string): z.ZodDefault<z.ZodArray<Item>> =>
  z.array(item).default([]).describe(what);

export const worldSchema = z.strictObject({
  carbonRegimes: listOf(carbonRegime, "Carbon prices and what they cover."),
  regions: listOf(region, "Countries or customs territories."),
  chokepoints: listOf(chokepoint, "Straits, canals and corridors."),
  ports: listOf(port, "Gates at which cargo queues."),
  freightEmissionsGramsPerTonneKm: freightEmissions.describe("Emission factors of freight by mode."),
  products: listOf(product, "What flows."),
  sites: listOf(site, "Places that hold stock and may transform it."),
  lanes: listOf(lane, "What moves one product from site to site."),
});

const demandNoise = z.strictObject({
  cv: numberIn("[0, 3]").describe("Standard deviation of a day's demand as a fraction of its mean; lognormal, mean 1."),
  correlationDays: numberIn("[0, 3650]")
    .default(0)
    .describe("Days over which the correlation of (logarithmic) demand falls to 1/e; 0 = independent days."),
});

const lagWeights = z
  .array(numberIn("[0, 1]"))
  .min(1, { error: "invalid empty list, must hold at least one weight" })
  .max(3650, { error: "invalid list, must hold at most 3650 weights, one a day" })
  .superRefine((weights, context) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (Math.abs(sum - 1) <= 1e-9) return;
    const shown = Number(sum.toPrecision(6));
    context.addIssue({ code: "custom", message: `invalid weights, they sum to ${shown}, must sum to 1` });
  });

const seasonality = z.strictObject({
  amplitudeFraction: numberIn("[0, 1]").describe("How far the peak lies above the mean, as a fraction of it."),
  peakDay: numberIn("[0, 36500]").describe("Day of the run on which demand peaks; 0 is the first."),
  periodDays: numberIn("[2, 36500]").default(365).describe("Days from peak to peak."),
});

export const marketSchema = z.strictObject({
  id: idSchema.describe("Id of the market."),
  name: z.exactOptional(name),
  site: idSchema.describe("Site that sells."),
  product: idSchema.describe("Product sold."),
  demandUnitsPerDay: numberIn("(0, 1e15]").describe("Units wanted a day."),
  priceUsdPerUnit: numberIn("(0, 1e12]").describe("Price at baseline."),
  unmet: z.enum(["lost", "backorder"]).describe("What becomes of demand that cannot be served today."),
  patienceDays: numberIn("[1, 3650] whole").default(30).describe("For backorder: days it waits before it is lost."),
  passThroughFraction: numberIn("[0, 2]")
    .default(1)
    .describe("Share of a change in landed cost that reaches the price."),
  passThroughLagWeights: z
    .exactOptional(lagWeights)
    .describe(
      "Shares of what is passed through that reach the price 0, 1, 2, ... days later; they sum to 1. Default: [1], at once.",
    ),
  basketWeight: z
    .exactOptional(numberIn("(0, 1e15]"))
    .describe("Weight in the price index. Default: baseline revenue."),
  localBloc: z.exactOptional(idSchema).describe("Bloc whose share of value added counts as local content."),
  demandNoise: z
    .exactOptional(demandNoise)
    .describe("Random demand, the same for every design and for the undisturbed run of the scenario. Default: none."),
  seasonality: z
    .exactOptional(seasonality)
    .describe("Demand that rises and falls as a cosine; targets do not foresee it. Default: none."),
  priceElasticity: numberIn("[-5, 0]")
    .default(0)
    .describe("Percent of demand for a percent of price (yesterday's, over the baseline); 0 = none."),
});
