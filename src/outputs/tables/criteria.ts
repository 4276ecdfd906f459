import type { Statistic } from "../../aggregate/statistic.ts";
import type { Verdict } from "../../aggregate/verdict.ts";
import { metricIndex } from "../../metrics/index.ts";
import type { Criterion } from "../../model/criterion.ts";
import { defineTable } from "../table.ts";

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
    { name: "design_id", type: "integer", description: "Number of the design.", cell: (row) => row.design },
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
    {
      name: "value",
      type: "number",
      description: "Estimate; empty where `reason` says why.",
      cell: (row) => row.value,
    },
    { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
    { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
    {
      name: "threshold",
      type: "number",
      description: "What the value is held against, in the unit of the metric or as a probability.",
      cell: (row) => row.criterion.threshold,
    },
    { name: "n", type: "integer", description: "Scenarios with a defined value.", cell: (row) => row.n },
    { name: "method", type: "string", description: "How value and interval were computed.", cell: (row) => row.method },
    {
      name: "reason",
      type: "string",
      description: "Why a value or interval is missing; else empty.",
      cell: (row) => row.reason,
    },
  ],
});
