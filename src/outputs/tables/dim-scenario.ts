import { defineTable } from "../table.ts";

export interface ScenarioRow {
  readonly scenario: number;
  readonly replicate: number;
  readonly weight: number;
}

export const dimScenario = defineTable<ScenarioRow>({
  name: "dim_scenario",
  description:
    "What each scenario counts, and which scenarios share one randomisation: a mean over facts is sum(weight x value) / sum(weight).",
  primaryKey: ["scenario_id"],
  foreignKeys: {},
  columns: [
    { name: "scenario_id", type: "integer", description: "Number of the scenario.", cell: (row) => row.scenario },
    {
      name: "replicate_id",
      type: "integer",
      description: "Number of the replicate; replicates are independent of each other.",
      cell: (row) => row.replicate,
    },
    {
      name: "weight",
      type: "number",
      description: "Likelihood ratio of the scenario; 1 unless the sampler weights.",
      cell: (row) => row.weight,
    },
  ],
});
