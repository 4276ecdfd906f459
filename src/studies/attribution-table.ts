import { defineTable } from "../outputs/table.ts";
import { SHARE_COLUMNS } from "../outputs/tables/attribution.ts";
import type { AttributionRow } from "./attribution.ts";

/** What the CSV of `breakwater attribute` holds. */
export const attributionTable = defineTable<AttributionRow>({
  name: "attribution",
  description: "Expected value, and CVaR at 95 %, of metrics shared among hazards by Shapley over disruptions.",
  primaryKey: ["design_id", "metric", "hazard_id"],
  foreignKeys: {},
  columns: [
    { name: "design_id", type: "string", description: "Design.", cell: (row) => row.design },
    { name: "metric", type: "string", description: "Metric.", cell: (row) => row.metric },
    { name: "hazard_id", type: "string", description: "Hazard.", cell: (row) => row.hazard },
    ...SHARE_COLUMNS,
  ],
});
