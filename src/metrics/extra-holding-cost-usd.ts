import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraHoldingCostUsd: Metric = {
  name: "extraHoldingCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: storage and capital tied up in goods.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("holding")],
};
