import type { Metric } from "./define.ts";

export const endInflationPct: Metric = {
  name: "endInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary: "Rise of the price index over the undisturbed run on the last day.",
  measure: ({ priceIndex }) => (priceIndex[priceIndex.length - 1] - 1) * 100,
};
