import type { Metric } from "./define.ts";

export const delayedRevenueUsd: Metric = {
  name: "delayedRevenueUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Demand that was served late, at baseline prices, beyond what the undisturbed run serves late.",
  measure: ({ sales }) => sales.extraLateUsd,
};
