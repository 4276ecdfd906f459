import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraInvestmentCostUsd: Metric = {
  name: "extraInvestmentCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: capacity that grew under pressure, suppliers that were qualified.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("investment")],
};
