import type { SurvivalStep } from "../../aggregate/survival.ts";
import { defineTable } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

export interface SurvivalRow extends SurvivalStep {
  readonly design: number;
  readonly population: "all" | "impacted";
}

export const survival = defineTable<SurvivalRow>({
  name: "survival",
  description: "Kaplan-Meier curve of timeToRecoverDays: the share of scenarios not yet recovered after so many days.",
  primaryKey: ["design_id", "population", "time_days"],
  foreignKeys: { design_id: "dim_design" },
  columns: [
    DESIGN_ID,
    {
      name: "population",
      type: "string",
      description: "all scenarios (recovered at 0 where service never failed), or those impacted.",
      cell: (row) => row.population,
    },
    { name: "time_days", type: "number", description: "Days since service failed.", cell: (row) => row.time },
    {
      name: "at_risk",
      type: "number",
      description: "Scenarios neither recovered nor censored before; sums of weights where scenarios are weighted.",
      cell: (row) => row.atRisk,
    },
    {
      name: "recovered",
      type: "number",
      description: "Scenarios that recovered at this time.",
      cell: (row) => row.events,
    },
    {
      name: "censored",
      type: "number",
      description: "Scenarios whose horizon ended at this time.",
      cell: (row) => row.censored,
    },
    { name: "not_recovered_share", type: "number", description: "Kaplan-Meier estimate.", cell: (row) => row.survival },
    {
      name: "greenwood_se",
      type: "number",
      description: "Greenwood standard error; over replicates where scenarios share randomisations or are weighted.",
      cell: (row) => row.greenwoodSe,
    },
    {
      name: "ci_low",
      type: "number",
      description: "Lower end of the log-log 95 % band; empty at 0 and 1.",
      cell: (row) => row.lower,
    },
    {
      name: "ci_high",
      type: "number",
      description: "Upper end of the log-log 95 % band; empty at 0 and 1.",
      cell: (row) => row.upper,
    },
  ],
});
