import { type Metric, meanRisePct } from "./define.ts";

export const meanFisherInflationPct: Metric = {
  name: "meanFisherInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  isOptional: true,
  summary:
    "Mean rise over the undisturbed run of the Fisher index, the geometric mean of Laspeyres and Paasche; undefined where a price falls so far below zero that one of them does.",
  measure: ({ priceIndices }) => meanRisePct(priceIndices.fisher),
};
