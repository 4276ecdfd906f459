import type { Estimate } from "../../aggregate/paired-difference.ts";
import { defineTable, type TableColumn } from "../table.ts";
import { DESIGN_ID, METRIC_ID } from "./columns.ts";

/** One design against another in one metric, on the same scenarios. Differences are design minus versus. */
export interface ComparisonRow {
  readonly design: number;
  readonly versus: number;
  readonly metric: number;
  readonly n: number;
  readonly mean: Estimate;
  readonly pValue: number | undefined;
  readonly pHolm: number | undefined;
  readonly p5: Estimate;
  readonly median: Estimate;
  readonly p95: Estimate;
  readonly cvar95: Estimate;
  readonly better: Estimate;
  readonly tie: number | undefined;
  readonly varianceReduction: Estimate;
  readonly dominance: string;
  readonly dominanceSupport: number | undefined;
  readonly method: string;
  readonly reason: string;
}

type EstimateKey = "mean" | "p5" | "median" | "p95" | "cvar95" | "better" | "varianceReduction";

function estimate(key: EstimateKey, name: string, description: string): TableColumn<ComparisonRow>[] {
  return [
    { name, type: "number", description, cell: (row) => row[key].value },
    {
      name: `${name}_low`,
      type: "number",
      description: `Lower end of the 95 % interval of ${name}.`,
      cell: (row) => row[key].low,
    },
    {
      name: `${name}_high`,
      type: "number",
      description: `Upper end of the 95 % interval of ${name}.`,
      cell: (row) => row[key].high,
    },
  ];
}

export const comparison = defineTable<ComparisonRow>({
  name: "comparison",
  description:
    "Every design against every other in every metric, scenario by scenario on the same disruptions. Differences are design minus versus, in the unit of the metric.",
  primaryKey: ["design_id", "versus_id", "metric_id"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    DESIGN_ID,
    {
      name: "versus_id",
      type: "integer",
      description: "Number of the design it is compared with.",
      cell: (row) => row.versus,
    },
    METRIC_ID,
    { name: "n", type: "integer", description: "Scenarios in which both are defined.", cell: (row) => row.n },
    ...estimate(
      "mean",
      "mean_difference",
      "Difference of the means (of durations: of the means up to restrictedMeanDays), paired.",
    ),
    {
      name: "p_value",
      type: "number",
      description: "Two-sided p-value of equal means, paired.",
      cell: (row) => row.pValue,
    },
    {
      name: "p_holm",
      type: "number",
      description: "The same after Holm's adjustment over all pairs of designs in this metric.",
      cell: (row) => row.pHolm,
    },
    ...estimate("p5", "p5_difference", "5 % quantile of the differences of single scenarios."),
    ...estimate("median", "median_difference", "Median of the differences of single scenarios."),
    ...estimate("p95", "p95_difference", "95 % quantile of the differences of single scenarios."),
    ...estimate("cvar95", "cvar95_difference", "Difference of the CVaR at 95 % on the worse side, paired."),
    ...estimate("better", "p_better", "Probability that the design is better in a scenario; ties do not count."),
    {
      name: "p_tie",
      type: "number",
      description: "Share of scenarios in which both are equal; empty where durations were cut off.",
      cell: (row) => row.tie,
    },
    ...estimate(
      "varianceReduction",
      "variance_reduction_factor",
      "How many times smaller the variance of the mean difference is for being on common scenarios.",
    ),
    {
      name: "dominance",
      type: "string",
      description:
        "dominates_first, dominates_second, dominated_first, dominated_second, none or equal: stochastic dominance between the two empirical laws; empty for flags and durations.",
      cell: (row) => row.dominance,
    },
    {
      name: "dominance_support",
      type: "number",
      description: "Share of bootstrap resamples in which that holds.",
      cell: (row) => row.dominanceSupport,
    },
    {
      name: "method",
      type: "string",
      description: "How the mean difference and its interval were computed.",
      cell: (row) => row.method,
    },
    {
      name: "reason",
      type: "string",
      description: "Why figures are missing; else empty.",
      cell: (row) => row.reason,
    },
  ],
});
