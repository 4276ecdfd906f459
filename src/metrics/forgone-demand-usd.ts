import type { Metric } from "./define.ts";

export const forgoneDemandUsd: Metric = {
  name: "forgoneDemandUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary:
    "Demand that never arose, at baseline prices: that of the undisturbed run less this run's; below 0 where disruptions brought more.",
  measure: ({ sales }) => sales.forgoneUsd,
};
