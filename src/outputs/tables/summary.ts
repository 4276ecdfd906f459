import type { Statistic } from "../../aggregate/statistic.ts";
import { defineTable } from "../table.ts";
import { DEFINED, DESIGN_ID, ESTIMATE, METHOD, METRIC_ID, REASON } from "./columns.ts";

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
    DESIGN_ID,
    METRIC_ID,
    {
      name: "statistic",
      type: "string",
      description:
        "mean, sd, se, min, max, p1 .. p99, var95, cvar95, var99, cvar99, probability, restrictedMean, probabilityCensored; `IfImpacted` restricts to scenarios in which service failed.",
      cell: (row) => row.statistic,
    },
    ...ESTIMATE,
    DEFINED,
    {
      name: "effective_n",
      type: "number",
      description: "Independent scenarios of equal weight that would carry as much; n where scenarios count alike.",
      cell: (row) => row.effectiveN ?? row.n,
    },
    METHOD,
    REASON,
  ],
});
