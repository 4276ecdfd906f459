import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraFreightCostUsd: Metric = {
  name: "extraFreightCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: freight, detours and war-risk surcharges included.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("freight")],
};
