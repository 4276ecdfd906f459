import { ATTRIBUTED_METRICS } from "../../attribute-scenario.ts";
import { metricIndex } from "../../metrics/index.ts";
import type { HazardShare } from "../attribution.ts";
import { defineTable, type TableColumn } from "../table.ts";
import { DESIGN_ID } from "./columns.ts";

/** What is said about a hazard's part, in the run folder and by `breakwater attribute`. */
export const SHARE_COLUMNS: readonly TableColumn<Omit<HazardShare, "design" | "hazard" | "value">>[] = [
  {
    name: "mean",
    type: "number",
    description: "Mean share of a scenario, in the unit of the metric; over hazards they sum to the mean.",
    cell: (row) => row.mean,
  },
  { name: "mean_low", type: "number", description: "Lower end of its 95 % interval.", cell: (row) => row.low },
  { name: "mean_high", type: "number", description: "Upper end of its 95 % interval.", cell: (row) => row.high },
  {
    name: "sampling_error",
    type: "number",
    description: "Standard error that sampled orders leave; 0 where every coalition was valued.",
    cell: (row) => row.samplingError,
  },
  { name: "share", type: "number", description: "mean over the design's mean.", cell: (row) => row.share },
  {
    name: "root_mean",
    type: "number",
    description: "mean with what this hazard set off counted to it, and what set it off not; sums to the mean too.",
    cell: (row) => row.rootMean,
  },
  {
    name: "left_out_mean",
    type: "number",
    description: "What is gone when this hazard's disruptions are, all others staying; does not sum to the mean.",
    cell: (row) => row.leftOutMean,
  },
  {
    name: "cvar95",
    type: "number",
    description: "Part of the CVaR at 95 %: the mean share in the worst scenarios; over hazards they sum to it.",
    cell: (row) => row.cvar95,
  },
  { name: "cvar95_share", type: "number", description: "cvar95 over the design's.", cell: (row) => row.cvar95Share },
  { name: "scenarios", type: "integer", description: "Scenarios.", cell: (row) => row.scenarios },
];

export const attribution = defineTable<HazardShare>({
  name: "attribution",
  description:
    "Expected value, and CVaR at 95 %, of metrics shared among hazards by Shapley over disruptions, where the study asks for it (settings.attribution).",
  primaryKey: ["design_id", "metric_id", "hazard_id"],
  foreignKeys: { design_id: "dim_design", metric_id: "dim_metric", hazard_id: "dim_hazard" },
  columns: [
    DESIGN_ID,
    {
      name: "metric_id",
      type: "integer",
      description: "Number of the metric.",
      cell: (row) => metricIndex(ATTRIBUTED_METRICS[row.value]),
    },
    { name: "hazard_id", type: "integer", description: "Number of the hazard.", cell: (row) => row.hazard },
    ...SHARE_COLUMNS,
  ],
});
