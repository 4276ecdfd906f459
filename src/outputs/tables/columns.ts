import type { Statistic } from "../../aggregate/statistic.ts";
import type { TableColumn } from "../table.ts";

// Columns that several tables have in common.

export const DESIGN_ID: TableColumn<{ readonly design: number }> = {
  name: "design_id",
  type: "integer",
  description: "Number of the design.",
  cell: (row) => row.design,
};
export const METRIC_ID: TableColumn<{ readonly metric: number }> = {
  name: "metric_id",
  type: "integer",
  description: "Number of the metric.",
  cell: (row) => row.metric,
};
/** An estimate between the ends of its interval. */
export const ESTIMATE: readonly TableColumn<Pick<Statistic, "value" | "ciLow" | "ciHigh">>[] = [
  { name: "value", type: "number", description: "Estimate; empty where `reason` says why.", cell: (row) => row.value },
  { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
  { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
];
export const DEFINED: TableColumn<Pick<Statistic, "n">> = {
  name: "n",
  type: "integer",
  description: "Scenarios with a defined value.",
  cell: (row) => row.n,
};
export const METHOD: TableColumn<Pick<Statistic, "method">> = {
  name: "method",
  type: "string",
  description: "How value and interval were computed.",
  cell: (row) => row.method,
};
export const REASON: TableColumn<Pick<Statistic, "reason">> = {
  name: "reason",
  type: "string",
  description: "Why a value or interval is missing; else empty.",
  cell: (row) => row.reason,
};
