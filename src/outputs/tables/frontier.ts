import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

/** A design among the others in four objectives. */
export interface FrontierRow {
  readonly design: number;
  readonly premiumPct: number | undefined;
  readonly cvar95Usd: number | undefined;
  readonly recoverP95Days: number | undefined;
  readonly emissionsTonnes: number;
  readonly isOnFront: boolean;
  readonly dominatedBy: string;
  readonly group: number;
}

export const frontier = defineTable<FrontierRow>({
  name: "frontier",
  description:
    "Designs by structural premium, CVaR of lost revenue, 95 % quantile of the time to recover and emissions: which are on the Pareto front.",
  primaryKey: ["design_id"],
  foreignKeys: { design_id: "dim_design" },
  columns: [
    DESIGN_ID,
    {
      name: "structural_premium_pct",
      type: "number",
      description: "Baseline cost over the reference design's.",
      cell: (row) => row.premiumPct,
    },
    {
      name: "lost_revenue_cvar95_usd",
      type: "number",
      description: "Mean lost revenue of the worst 5 % of scenarios; empty where there are too few.",
      cell: (row) => row.cvar95Usd,
    },
    {
      name: "time_to_recover_p95_days",
      type: "number",
      description: "95 % quantile of the time to recover; empty where it is not reached.",
      cell: (row) => row.recoverP95Days,
    },
    {
      name: "emissions_tonnes",
      type: "number",
      description: "Emissions over the horizon: undisturbed and mean extra.",
      cell: (row) => row.emissionsTonnes,
    },
    {
      name: "is_on_front",
      type: "boolean",
      description: "Whether no other design is better in one of the four and worse in none.",
      cell: (row) => row.isOnFront,
    },
    {
      name: "dominated_by",
      type: "string",
      description: "Ids of the designs that are, separated by blanks.",
      cell: (row) => row.dominatedBy,
    },
    {
      name: "frontier_group",
      type: "integer",
      description: "Designs that can be told apart in none of the four share a group.",
      cell: (row) => row.group,
    },
  ],
});
