import type { Statistic } from "../../aggregate/statistic.ts";
import { defineTable } from "../table.ts";

export interface ExceedanceRow extends Statistic {
  readonly design: number;
  readonly metric: number;
  /** Codes of Open Results Data: 3 = AEP, 4 = TVaR of the aggregate. */
  readonly epType: 3 | 4;
  readonly returnPeriod: number;
}

export const exceedance = defineTable<ExceedanceRow>({
  name: "exceedance",
  description:
    "Loss of a period exceeded once in so many periods, and the mean of the losses beyond it. A period is the exposure.",
  primaryKey: ["design_id", "metric_id", "ep_type", "return_period"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    { name: "design_id", type: "integer", description: "Number of the design.", cell: (row) => row.design },
    { name: "metric_id", type: "integer", description: "Number of the loss metric.", cell: (row) => row.metric },
    {
      name: "ep_type",
      type: "integer",
      description: "Open Results Data EPType: 3 aggregate exceedance (AEP), 4 its tail value at risk.",
      cell: (row) => row.epType,
    },
    { name: "return_period", type: "number", description: "Periods of exposureDays.", cell: (row) => row.returnPeriod },
    { name: "loss", type: "number", description: "Loss; empty where `reason` says why.", cell: (row) => row.value },
    { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
    { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
    { name: "n", type: "integer", description: "Scenarios.", cell: (row) => row.n },
    { name: "method", type: "string", description: "How value and interval were computed.", cell: (row) => row.method },
    {
      name: "reason",
      type: "string",
      description: "Why a value or interval is missing; else empty.",
      cell: (row) => row.reason,
    },
  ],
});
