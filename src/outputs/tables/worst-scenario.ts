import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

export interface WorstScenarioRow {
  readonly design: number;
  readonly rank: number;
  readonly scenario: number;
  readonly lostRevenueUsd: number;
}

export const worstScenario = defineTable<WorstScenarioRow>({
  name: "worst_scenario",
  description:
    "The scenarios in which each design loses most revenue; ties by number. `breakwater replay` tells their story.",
  primaryKey: ["design_id", "rank"],
  foreignKeys: { design_id: "dim_design" },
  columns: [
    DESIGN_ID,
    { name: "rank", type: "integer", description: "1 is the worst.", cell: (row) => row.rank },
    { name: "scenario_id", type: "integer", description: "Number of the scenario.", cell: (row) => row.scenario },
    {
      name: "lost_revenue_usd",
      type: "number",
      description: "Lost revenue, as in fact_outcome.",
      cell: (row) => row.lostRevenueUsd,
    },
  ],
});
