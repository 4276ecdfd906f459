import { defineTable } from "../table.ts";

/** One realised event. */
export interface DisruptionRow {
  readonly scenario: number;
  readonly disruption: number;
  readonly hazard: number;
  readonly onsetDay: number;
  readonly durationDays: number;
  readonly recoveryDays: number;
  readonly severity: number;
  readonly triggeredBy: number | undefined;
}

export const factDisruption = defineTable<DisruptionRow>({
  name: "fact_disruption",
  description: "What struck in each scenario; the same for every design.",
  primaryKey: ["scenario_id", "disruption_id"],
  foreignKeys: { scenario_id: "dim_scenario", hazard_id: "dim_hazard" },
  columns: [
    { name: "scenario_id", type: "integer", description: "Number of the scenario.", cell: (row) => row.scenario },
    {
      name: "disruption_id",
      type: "integer",
      description: "Number of the disruption within the scenario, by hazard, then onset.",
      cell: (row) => row.disruption,
    },
    { name: "hazard_id", type: "integer", description: "Number of the hazard.", cell: (row) => row.hazard },
    {
      name: "onset_day",
      type: "integer",
      description: "Day it struck; day 0 is the first.",
      cell: (row) => row.onsetDay,
    },
    {
      name: "duration_days",
      type: "integer",
      description: "Days at full severity; may reach past the horizon.",
      cell: (row) => row.durationDays,
    },
    {
      name: "recovery_days",
      type: "integer",
      description: "Days over which it faded afterwards.",
      cell: (row) => row.recoveryDays,
    },
    { name: "severity", type: "number", description: "Part that failed, in [0, 1].", cell: (row) => row.severity },
    {
      name: "triggered_by_disruption_id",
      type: "integer",
      description: "Disruption of the same scenario that set it off; empty where it came by itself.",
      cell: (row) => row.triggeredBy,
    },
  ],
});
