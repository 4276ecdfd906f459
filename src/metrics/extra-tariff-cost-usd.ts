import { COST_KINDS } from "../model/trajectory.ts";
import type { Metric } from "./define.ts";

export const extraTariffCostUsd: Metric = {
  name: "extraTariffCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost beyond the undisturbed run: duties.",
  measure: ({ extraCostUsd }) => extraCostUsd[COST_KINDS.indexOf("tariff")],
};
