import type { Statistic } from "../../aggregate/statistic.ts";
import { defineTable } from "../table.ts";

export interface SummaryRow extends Statistic {
  readonly design: number;
  readonly metric: number;
}

export const summary = defineTable<SummaryRow>({
  name: "summary",
  description:
    "Every statistic of every metric and design, with its 95 % interval. An empty value has its reason beside it.",
  primaryKey: ["design_id", "metric_id", "statistic"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    { name: "design_id", type: "integer", description: "Number of the design.", cell: (row) => row.design },
    { name: "metric_id", type: "integer", description: "Number of the metric.", cell: (row) => row.metric },
    {
      name: "statistic",
      type: "string",
      description:
        "mean, sd, se, min, max, p1 .. p99, var95, cvar95, var99, cvar99, probability, restrictedMean, probabilityCensored; `IfImpacted` restricts to scenarios in which service failed.",
      cell: (row) => row.statistic,
    },
    {
      name: "value",
      type: "number",
      description: "Estimate; empty where `reason` says why.",
      cell: (row) => row.value,
    },
    { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
    { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
    { name: "n", type: "integer", description: "Scenarios with a defined value.", cell: (row) => row.n },
    {
      name: "effective_n",
      type: "number",
      description: "Independent scenarios of equal weight that would carry as much; n where scenarios count alike.",
      cell: (row) => row.effectiveN ?? row.n,
    },
    { name: "method", type: "string", description: "How value and interval were computed.", cell: (row) => row.method },
    {
      name: "reason",
      type: "string",
      description: "Why a value or interval is missing; else empty.",
      cell: (row) => row.reason,
    },
  ],
});
