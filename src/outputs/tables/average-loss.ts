import type { Statistic } from "../../aggregate/statistic.ts";
import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

export interface AverageLossRow {
  readonly design: number;
  readonly metric: number;
  readonly lossType: "aggregate" | "largest_event";
  readonly periodDays: number;
  /** Mean, standard deviation and standard error of a period's loss. */
  readonly mean: Statistic;
  readonly sd: Statistic;
  readonly se: Statistic;
}

/** A year's share of a period's loss. */
const yearly = (value: number | undefined, { periodDays }: AverageLossRow): number | undefined =>
  value === undefined ? undefined : (value * 365) / periodDays;

export const averageLoss = defineTable<AverageLossRow>({
  name: "average_loss",
  description:
    "Average loss a period with its spread and interval (ALT and ALCT of Open Results Data), and a year (AAL).",
  primaryKey: ["design_id", "metric_id", "loss_type"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    DESIGN_ID,
    { name: "metric_id", type: "integer", description: "Number of the loss metric.", cell: (row) => row.metric },
    {
      name: "loss_type",
      type: "string",
      description: "aggregate: all of a period; largest_event: the largest single event of a period.",
      cell: (row) => row.lossType,
    },
    { name: "sample_type", type: "integer", description: "SampleType: 2, from the sample.", cell: () => 2 },
    {
      name: "period_days",
      type: "number",
      description: "Length of a period: exposureDays.",
      cell: (row) => row.periodDays,
    },
    { name: "mean_loss", type: "number", description: "MeanLoss of a period.", cell: (row) => row.mean.value },
    { name: "sd_loss", type: "number", description: "SDLoss, divisor n - 1.", cell: (row) => row.sd.value },
    { name: "sample_size", type: "integer", description: "SampleSize: scenarios.", cell: (row) => row.mean.n },
    { name: "lower_ci", type: "number", description: "LowerCI of the mean, 95 %.", cell: (row) => row.mean.ciLow },
    { name: "upper_ci", type: "number", description: "UpperCI of the mean, 95 %.", cell: (row) => row.mean.ciHigh },
    { name: "standard_error", type: "number", description: "StandardError of the mean.", cell: (row) => row.se.value },
    {
      name: "relative_error",
      type: "number",
      description: "RelativeError: standard error over mean; empty where the mean is 0.",
      cell: ({ mean, se }) =>
        mean.value === undefined || mean.value === 0 || se.value === undefined ? undefined : se.value / mean.value,
    },
    {
      name: "annual_mean_loss",
      type: "number",
      description: "Average annual loss (AAL): mean_loss x 365 / period_days; of the aggregate only.",
      cell: (row) => (row.lossType === "aggregate" ? yearly(row.mean.value, row) : undefined),
    },
    {
      name: "annual_lower_ci",
      type: "number",
      description: "Lower end of its 95 % interval.",
      cell: (row) => (row.lossType === "aggregate" ? yearly(row.mean.ciLow, row) : undefined),
    },
    {
      name: "annual_upper_ci",
      type: "number",
      description: "Upper end of its 95 % interval.",
      cell: (row) => (row.lossType === "aggregate" ? yearly(row.mean.ciHigh, row) : undefined),
    },
    { name: "method", type: "string", description: "How the interval was computed.", cell: (row) => row.mean.method },
    {
      name: "reason",
      type: "string",
      description: "Why a value or interval is missing; else empty.",
      cell: (row) => row.mean.reason,
    },
  ],
});
