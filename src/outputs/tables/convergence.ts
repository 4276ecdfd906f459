import type { ConvergencePoint } from "../../aggregate/convergence.ts";
import { defineTable } from "../table.ts";
import { DESIGN_ID, ESTIMATE, METRIC_ID, REASON } from "./columns.ts";

export interface ConvergenceRow extends ConvergencePoint {
  readonly design: number;
  readonly metric: number;
}

export const convergence = defineTable<ConvergenceRow>({
  name: "convergence",
  description:
    "The main statistics over the first scenarios of the run: how they and their intervals came to the final value.",
  primaryKey: ["design_id", "metric_id", "statistic", "scenarios"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    DESIGN_ID,
    METRIC_ID,
    { name: "statistic", type: "string", description: "As in summary.", cell: (row) => row.statistic },
    {
      name: "scenarios",
      type: "integer",
      description: "First scenarios of the run it rests on; the largest number is the run.",
      cell: (row) => row.scenarios,
    },
    ...ESTIMATE,
    REASON,
  ],
});
