import type { Statistic } from "../../aggregate/statistic.ts";
import type { Verdict } from "../../aggregate/verdict.ts";
import { metricIndex } from "../../metrics/index.ts";
import type { Criterion } from "../../model/criterion.ts";
import { defineTable } from "../table.ts";
import { DEFINED, DESIGN_ID, ESTIMATE, METHOD, REASON } from "./columns.ts";

export interface CriterionRow extends Statistic {
  readonly number: number;
  readonly criterion: Criterion;
  readonly design: number;
  readonly verdict: Verdict;
}

export const criteria = defineTable<CriterionRow>({
  name: "criteria",
  description: "Pass, fail or undecided: every criterion of the study held against every design.",
  primaryKey: ["criterion_id", "design_id"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    { name: "criterion_id", type: "integer", description: "Number of the criterion.", cell: (row) => row.number },
    DESIGN_ID,
    { name: "criterion", type: "string", description: "The criterion.", cell: (row) => row.criterion.text },
    {
      name: "metric_id",
      type: "integer",
      description: "Number of the metric it is about.",
      cell: (row) => metricIndex(row.criterion.metric),
    },
    {
      name: "verdict",
      type: "string",
      description:
        "pass when the whole interval keeps to the threshold, fail when none of it does, undecided when it holds the threshold or is missing.",
      cell: (row) => row.verdict,
    },
    ...ESTIMATE,
    {
      name: "threshold",
      type: "number",
      description: "What the value is held against, in the unit of the metric or as a probability.",
      cell: (row) => row.criterion.threshold,
    },
    DEFINED,
    METHOD,
    REASON,
  ],
});
