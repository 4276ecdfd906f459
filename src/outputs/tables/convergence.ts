import type { ConvergencePoint } from "../../aggregate/convergence.ts";
import { defineTable } from "../table.ts";

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
    { name: "design_id", type: "integer", description: "Number of the design.", cell: (row) => row.design },
    { name: "metric_id", type: "integer", description: "Number of the metric.", cell: (row) => row.metric },
    { name: "statistic", type: "string", description: "As in summary.", cell: (row) => row.statistic },
    {
      name: "scenarios",
      type: "integer",
      description: "First scenarios of the run it rests on; the largest number is the run.",
      cell: (row) => row.scenarios,
    },
    {
      name: "value",
      type: "number",
      description: "Estimate; empty where `reason` says why.",
      cell: (row) => row.value,
    },
    { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
    { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
    {
      name: "reason",
      type: "string",
      description: "Why a value or interval is missing; else empty.",
      cell: (row) => row.reason,
    },
  ],
});
