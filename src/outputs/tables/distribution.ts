import { defineTable } from "../table.ts";
import { DESIGN_ID, METRIC_ID } from "./columns.ts";

export interface DistributionRow {
  readonly design: number;
  readonly metric: number;
  readonly kind: "ecdf" | "histogram";
  readonly point: number;
  readonly low: number;
  readonly high: number;
  readonly share: number;
  readonly cumulative: number;
}

export const distribution = defineTable<DistributionRow>({
  name: "distribution",
  description:
    "Distribution of every number over the scenarios: points of the empirical distribution function, dense in both tails, and a histogram with the same edges for all designs.",
  primaryKey: ["design_id", "metric_id", "kind", "point"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    DESIGN_ID,
    METRIC_ID,
    { name: "kind", type: "string", description: "ecdf or histogram.", cell: (row) => row.kind },
    { name: "point", type: "integer", description: "Number of the point or bin, from 0.", cell: (row) => row.point },
    {
      name: "low",
      type: "number",
      description: "Lower edge; values equal to it belong to the bin before, but for the first bin.",
      cell: (row) => row.low,
    },
    { name: "high", type: "number", description: "Upper edge, included.", cell: (row) => row.high },
    {
      name: "share",
      type: "number",
      description: "Share of defined values above low and at or below high.",
      cell: (row) => row.share,
    },
    {
      name: "cumulative_share",
      type: "number",
      description: "Share of defined values at or below high.",
      cell: (row) => row.cumulative,
    },
  ],
});
