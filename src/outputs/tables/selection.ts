import { defineTable } from "../table.ts";
import { DESIGN_ID, METRIC_ID } from "./columns.ts";

/** What the selection of the best design in one metric says about one design. */
export interface SelectionRow {
  readonly metric: number;
  readonly design: number;
  readonly isBest: boolean;
  readonly isInSet: boolean;
  readonly probability: number;
  readonly indifference: number;
  readonly scenarios: number;
  readonly decidedAfter: number;
  readonly independentScenarios: number;
}

export const selection = defineTable<SelectionRow>({
  name: "selection",
  description: "Which design has the best mean of a metric, how sure that is, and which others cannot be told from it.",
  primaryKey: ["metric_id", "design_id"],
  foreignKeys: { metric_id: "dim_metric", design_id: "dim_design" },
  columns: [
    METRIC_ID,
    DESIGN_ID,
    {
      name: "is_best",
      type: "boolean",
      description:
        "Whether it is selected: Kim-Nelson screening on common scenarios leaves it, and its mean is the best of all.",
      cell: (row) => row.isBest,
    },
    {
      name: "is_in_best_set",
      type: "boolean",
      description: "Whether it cannot be told from the best; the best one is in the set with the stated probability.",
      cell: (row) => row.isInSet,
    },
    {
      name: "probability",
      type: "number",
      description: "Probability with which the selection, and the set, are right.",
      cell: (row) => row.probability,
    },
    {
      name: "indifference",
      type: "number",
      description: "The selection is right if the best mean leads by at least this, in the unit of the metric.",
      cell: (row) => row.indifference,
    },
    { name: "scenarios", type: "integer", description: "Scenarios used.", cell: (row) => row.scenarios },
    {
      name: "decided_after",
      type: "integer",
      description: "Scenarios after which screening had left one design.",
      cell: (row) => row.decidedAfter,
    },
    {
      name: "independent_scenarios",
      type: "integer",
      description: "Scenarios this design would take for the same promise if every design were sampled independently.",
      cell: (row) => row.independentScenarios,
    },
  ],
});
