import { type Metric, meanRisePct } from "./define.ts";

export const meanInflationPct: Metric = {
  name: "meanInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary: "Mean rise of the price index over the undisturbed run, all days of the horizon.",
  measure: ({ priceIndex }) => meanRisePct(priceIndex),
};
