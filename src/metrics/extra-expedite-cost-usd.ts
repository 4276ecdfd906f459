import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraExpediteCostUsd: Metric = {
  name: "extraExpediteCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: freight of what was expedited.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("expedite")],
};
