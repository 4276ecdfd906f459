import type { Study } from "../../config/study.ts";
import type { Hazard } from "../../hazards/index.ts";
import type { Structure } from "../../measure/structure.ts";
import type { Metric } from "../../metrics/define.ts";
import { METRICS } from "../../metrics/index.ts";
import type { Design } from "../../model/design.ts";
import type { Market, Region } from "../../model/world.ts";
import { defineTable, snakeCase, type TableColumn } from "../table.ts";

/** An entity and its number: ids are text once, in a dimension; facts carry the number. */
export interface Numbered<Entity> {
  readonly number: number;
  readonly entity: Entity;
}

export function numbered<Entity>(entities: readonly Entity[]): Numbered<Entity>[] {
  return entities.map((entity, number) => ({ number, entity }));
}

function keyColumns<Entity>(
  key: string,
  what: string,
  idOf: (entity: Entity) => string,
): TableColumn<Numbered<Entity>>[] {
  return [
    { name: `${key}_id`, type: "integer", description: `Number of the ${what}.`, cell: (row) => row.number },
    { name: key, type: "string", description: `Id of the ${what} in the study.`, cell: (row) => idOf(row.entity) },
  ];
}

function text<Entity>(
  name: string,
  description: string,
  cell: (entity: Entity) => string,
): TableColumn<Numbered<Entity>> {
  return { name, type: "string", description, cell: (row) => cell(row.entity) };
}

function number<Entity>(
  name: string,
  description: string,
  cell: (entity: Entity) => number,
): TableColumn<Numbered<Entity>> {
  return { name, type: "number", description, cell: (row) => cell(row.entity) };
}

export interface DesignEntity {
  readonly design: Design;
  readonly structure: Structure;
  readonly isReference: boolean;
}

export const dimDesign = defineTable<Numbered<DesignEntity>>({
  name: "dim_design",
  description: "The designs compared, and what each costs and is made of undisturbed: the price of resilience.",
  primaryKey: ["design_id"],
  foreignKeys: {},
  columns: [
    ...keyColumns<DesignEntity>("design", "design", ({ design }) => design.id),
    text("name", "Name.", ({ design }) => design.name),
    {
      name: "is_reference",
      type: "boolean",
      description: "Whether structural premiums are measured against it.",
      cell: (row) => row.entity.isReference,
    },
    number(
      "structural_premium_pct",
      "Baseline cost over the reference design's, percent; empty where that costs nothing.",
      (e) => e.structure.premiumPct,
    ),
    number(
      "price_premium_pct",
      "Part of the difference in landed cost that reaches consumers, percent of the price basket.",
      (e) => e.structure.pricePremiumPct,
    ),
    number("cost_usd_per_day", "Landed cost of sales, holding and fixed cost.", (e) => e.structure.costUsdPerDay),
    number("landed_cost_usd_per_day", "Landed cost of what is sold.", (e) => e.structure.landedCostUsdPerDay),
    number(
      "holding_cost_usd_per_day",
      "Storage and capital tied up in goods.",
      (e) => e.structure.holdingCostUsdPerDay,
    ),
    number("fixed_cost_usd_per_day", "Sites and backup reservations.", (e) => e.structure.fixedCostUsdPerDay),
    number("revenue_usd_per_day", "Demand at baseline prices.", (e) => e.structure.revenueUsdPerDay),
    number("goods_usd", "Money in goods on hand, under way and in progress.", (e) => e.structure.goodsUsd),
    number("emissions_tonnes_per_day", "Processes and freight, tCO2e.", (e) => e.structure.emissionsTonnesPerDay),
    number(
      "local_content_share",
      "Local share of value added; empty where no market names a local bloc or nothing adds value.",
      (e) => e.structure.localContentShare,
    ),
    number("sites", "Sites in use.", (e) => e.structure.sites),
    number("lanes", "Lanes in use, detours and backups included.", (e) => e.structure.lanes),
    number("detection_delay_days", "Days until a change is seen.", ({ design }) => design.planner.detectionDelayDays),
  ],
});

export const dimHazard = defineTable<Numbered<Hazard>>({
  name: "dim_hazard",
  description: "What may go wrong.",
  primaryKey: ["hazard_id"],
  foreignKeys: {},
  columns: [
    ...keyColumns<Hazard>("hazard", "hazard", (hazard) => hazard.id),
    text("name", "Name.", (hazard) => hazard.name ?? hazard.id),
    text("kind", "Kind of hazard.", (hazard) => hazard.kind),
  ],
});

export const dimMetric = defineTable<Numbered<Metric>>({
  name: "dim_metric",
  description: "What is measured; each metric is a column of fact_outcome.",
  primaryKey: ["metric_id"],
  foreignKeys: {},
  columns: [
    ...keyColumns<Metric>("metric", "metric", (metric) => snakeCase(metric.name)),
    text("kind", "number, flag, or duration (may be censored).", (metric) => metric.kind),
    text("unit", "Unit.", (metric) => metric.unit),
    text("worse", "Which side is bad.", (metric) => metric.worse),
    text("seen_by", "For durations: the flag column that is true where the end was seen.", (metric) =>
      metric.seenBy === undefined ? "" : snakeCase(metric.seenBy),
    ),
    text("description", "Definition.", (metric) => metric.summary),
  ],
});

export const dimMarket = defineTable<Numbered<Market>>({
  name: "dim_market",
  description: "Where goods are sold.",
  primaryKey: ["market_id"],
  foreignKeys: {},
  columns: [
    ...keyColumns<Market>("market", "market", (market) => market.id),
    text("name", "Name.", (market) => market.name),
    text("site", "Site that sells.", (market) => market.site),
    text("product", "Product sold.", (market) => market.product),
    number("demand_units_per_day", "Demand at baseline.", (market) => market.demandUnitsPerDay),
    number("price_usd_per_unit", "Price at baseline.", (market) => market.priceUsdPerUnit),
  ],
});

export const dimRegion = defineTable<Numbered<Region>>({
  name: "dim_region",
  description: "Countries and customs territories.",
  primaryKey: ["region_id"],
  foreignKeys: {},
  columns: [
    ...keyColumns<Region>("region", "region", (region) => region.id),
    text("name", "Name.", (region) => region.name),
    text("blocs", "Blocs it belongs to, separated by |.", (region) => region.blocs.join("|")),
    text("carbon_regime", "Carbon regime, if any.", (region) => region.carbonRegime ?? ""),
  ],
});

/** Rows of all dimensions of a study. */
export function dimensionRows(study: Study, structures: readonly Structure[]) {
  const designs = study.designs.map((design, index) => ({
    design,
    structure: structures[index],
    isReference: design.id === study.settings.referenceDesign,
  }));
  return [
    { table: dimDesign, rows: numbered(designs) },
    { table: dimHazard, rows: numbered(study.hazards) },
    { table: dimMetric, rows: numbered(METRICS) },
    { table: dimMarket, rows: numbered(study.markets) },
    { table: dimRegion, rows: numbered(study.world.regions) },
  ] as const;
}
