import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraCarbonCostUsd: Metric = {
  name: "extraCarbonCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: process and freight emissions and border adjustment.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("carbon")],
};
