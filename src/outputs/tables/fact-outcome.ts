import { METRICS } from "../../metrics/index.ts";
import { defineTable, snakeCase, type TableColumn } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

/** One scenario x design. */
export interface OutcomeRow {
  readonly scenario: number;
  readonly design: number;
  /** Metric values from `offset` on, in catalogue order. */
  readonly outcomes: Float64Array;
  readonly offset: number;
}

const metricColumns = METRICS.map(
  (metric, index): TableColumn<OutcomeRow> => ({
    name: snakeCase(metric.name),
    type: metric.kind === "flag" ? "boolean" : "number",
    description: `${metric.summary} Unit: ${metric.unit}.`,
    cell: ({ outcomes, offset }) => {
      const value = outcomes[offset + index];
      return metric.kind === "flag" ? value === 1 : value;
    },
  }),
);

export const factOutcome = defineTable<OutcomeRow>({
  name: "fact_outcome",
  description: "What each scenario did to each design: one column a metric.",
  primaryKey: ["scenario_id", "design_id"],
  foreignKeys: { scenario_id: "dim_scenario", design_id: "dim_design" },
  columns: [
    { name: "scenario_id", type: "integer", description: "Number of the scenario.", cell: (row) => row.scenario },
    DESIGN_ID,
    ...metricColumns,
  ],
});
