import { type Metric, meanRisePct } from "./define.ts";

export const meanFisherInflationPct: Metric = {
  name: "meanFisherInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary: "Mean rise over the undisturbed run of the Fisher index, the geometric mean of Laspeyres and Paasche.",
  measure: ({ priceIndices }) => meanRisePct(priceIndices.fisher),
};
