import type { Statistic } from "../../aggregate/statistic.ts";
import { defineTable } from "../table.ts";
import { DESIGN_ID, METHOD, REASON } from "./columns.ts";

export interface ExceedanceRow extends Statistic {
  readonly design: number;
  readonly metric: number;
  /** Codes of Open Results Data: 1 OEP, 2 its TVaR, 3 AEP, 4 its TVaR. */
  readonly epType: 1 | 2 | 3 | 4;
  readonly returnPeriod: number;
  readonly returnPeriodYears: number;
}

export const exceedance = defineTable<ExceedanceRow>({
  name: "exceedance",
  description:
    "Exceedance curves (EPT of Open Results Data): the loss reached once in so many periods, and the mean of the losses from there on. A period is the exposure, one scenario.",
  primaryKey: ["design_id", "metric_id", "ep_type", "return_period"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric" },
  columns: [
    DESIGN_ID,
    { name: "metric_id", type: "integer", description: "Number of the loss metric.", cell: (row) => row.metric },
    {
      name: "ep_calc",
      type: "integer",
      description: "EPCalc: 2, all scenarios together (full uncertainty).",
      cell: () => 2,
    },
    {
      name: "ep_type",
      type: "integer",
      description: "EPType: 1 largest event of a period (OEP), 2 its TVaR, 3 sum of a period (AEP), 4 its TVaR.",
      cell: (row) => row.epType,
    },
    { name: "return_period", type: "number", description: "ReturnPeriod in periods.", cell: (row) => row.returnPeriod },
    {
      name: "return_period_years",
      type: "number",
      description: "The same in years of 365 days: return_period x exposureDays / 365.",
      cell: (row) => row.returnPeriodYears,
    },
    { name: "loss", type: "number", description: "Loss; empty where `reason` says why.", cell: (row) => row.value },
    { name: "ci_low", type: "number", description: "Lower end of the 95 % interval.", cell: (row) => row.ciLow },
    { name: "ci_high", type: "number", description: "Upper end of the 95 % interval.", cell: (row) => row.ciHigh },
    { name: "n", type: "integer", description: "Scenarios.", cell: (row) => row.n },
    METHOD,
    REASON,
  ],
});
