import type { LogRank } from "../../aggregate/log-rank.ts";
import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

export interface LogRankRow extends LogRank {
  readonly design: number;
  readonly versus: number;
}

export const logRankTable = defineTable<LogRankRow>({
  name: "log_rank",
  description:
    "Log-rank tests of timeToRecoverDays between designs. The designs share their scenarios: `z` takes them as independent, as textbooks do; `paired_z` does not.",
  primaryKey: ["design_id", "versus_design_id"],
  foreignKeys: { design_id: "dim_design" },
  columns: [
    DESIGN_ID,
    {
      name: "versus_design_id",
      type: "integer",
      description: "Number of the other design.",
      cell: (row) => row.versus,
    },
    { name: "n", type: "integer", description: "Scenarios.", cell: (row) => row.n },
    { name: "observed", type: "number", description: "Recoveries of the design.", cell: (row) => row.observed },
    {
      name: "expected",
      type: "number",
      description: "Recoveries it would have had by then if both recovered alike.",
      cell: (row) => row.expected,
    },
    {
      name: "z",
      type: "number",
      description: "Above 0: recovers sooner than the other. Empty where scenarios are weighted or nothing differs.",
      cell: (row) => row.z,
    },
    { name: "p_value", type: "number", description: "Two-sided p-value of z.", cell: (row) => row.pValue },
    {
      name: "paired_z",
      type: "number",
      description: "With the standard deviation of pairs, by scenario or replicate.",
      cell: (row) => row.pairedZ,
    },
    {
      name: "paired_p_value",
      type: "number",
      description: "Two-sided p-value of paired_z.",
      cell: (row) => row.pairedPValue,
    },
  ],
});
