import { defineTable } from "../outputs/table.ts";
import type { ReverseRow } from "./reverse.ts";

/** What the CSV of `breakwater reverse` holds. */
export const reverseTable = defineTable<ReverseRow>({
  name: "reverse",
  description: "The shortest single disruption of each severity that makes a design fail a criterion.",
  primaryKey: ["design_id", "criterion", "hazard_id", "severity"],
  foreignKeys: {},
  columns: [
    { name: "design_id", type: "string", description: "Design.", cell: (row) => row.design },
    { name: "criterion", type: "string", description: "Criterion.", cell: (row) => row.criterion },
    { name: "hazard_id", type: "string", description: "Hazard.", cell: (row) => row.hazard },
    { name: "severity", type: "number", description: "Severity tried.", cell: (row) => row.severity },
    {
      name: "duration_days",
      type: "integer",
      description: "Shortest duration that fails; empty where even the longest tried does not.",
      cell: (row) => row.durationDays,
    },
    { name: "longest_days", type: "integer", description: "Longest duration tried.", cell: (row) => row.longestDays },
    {
      name: "value",
      type: "number",
      description: "The metric there, or at the longest tried; empty where its end lies beyond the horizon.",
      cell: (row) => row.value,
    },
    {
      name: "is_smallest",
      type: "boolean",
      description: "Whether severity x days is the smallest that fails.",
      cell: (row) => row.isSmallest,
    },
  ],
});
