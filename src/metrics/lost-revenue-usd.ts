import type { Metric } from "./define.ts";

export const lostRevenueUsd: Metric = {
  name: "lostRevenueUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Demand that was finally never served, at baseline prices, beyond what the undisturbed run loses.",
  measure: ({ sales }) => sales.extraLostUsd,
};
