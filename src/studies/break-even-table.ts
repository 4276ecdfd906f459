import { defineTable } from "../outputs/table.ts";
import type { CurvePoint } from "./break-even.ts";

/** What the CSV of `breakwater break-even` holds. */
export const curveTable = defineTable<CurvePoint>({
  name: "break-even",
  description: "Undisturbed cost of designs along a carbon price, a freight factor or a duty.",
  primaryKey: ["quantity", "design_id", "value"],
  foreignKeys: {},
  columns: [
    {
      name: "quantity",
      type: "string",
      description: "carbon-price, freight or tariff.",
      cell: (row) => row.quantity,
    },
    { name: "design_id", type: "string", description: "Design.", cell: (row) => row.design },
    {
      name: "value",
      type: "number",
      description:
        "carbon-price: USD per tonne CO2e; freight: factor on freight cost; tariff: duty on top, a fraction.",
      cell: (row) => row.value,
    },
    {
      name: "landed_cost_usd_per_day",
      type: "number",
      description: "Cost of what is sold, on the shelf.",
      cell: (row) => row.landedCostUsdPerDay,
    },
    {
      name: "landed_cost_usd_per_unit",
      type: "number",
      description: "The same for a unit of demand.",
      cell: (row) => row.landedCostUsdPerUnit,
    },
    {
      name: "holding_cost_usd_per_day",
      type: "number",
      description: "Storage and money tied up in goods.",
      cell: (row) => row.holdingCostUsdPerDay,
    },
    {
      name: "fixed_cost_usd_per_day",
      type: "number",
      description: "Sites and reserved backups.",
      cell: (row) => row.fixedCostUsdPerDay,
    },
    {
      name: "total_cost_usd_per_day",
      type: "number",
      description: "Landed, holding and fixed cost.",
      cell: (row) => row.totalCostUsdPerDay,
    },
    {
      name: "point",
      type: "string",
      description: "Why this value is here: grid, today, bend (a border adjustment starts or stops) or break-even.",
      cell: (row) => row.point,
    },
  ],
});
