import { type Metric, meanRisePct } from "./define.ts";

export const meanTornqvistInflationPct: Metric = {
  name: "meanTornqvistInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  isOptional: true,
  summary:
    "Mean rise over the undisturbed run of the Törnqvist index: geometric, weighted with mean shares of the baseline's and the day's sales; undefined where a price falls to zero.",
  measure: ({ priceIndices }) => meanRisePct(priceIndices.tornqvist),
};
