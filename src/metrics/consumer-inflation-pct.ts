import { type Metric, meanRisePct } from "./define.ts";

export const consumerInflationPct: Metric = {
  name: "consumerInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary:
    "What a consumer sees against the undisturbed reference design: the design's structural price premium plus mean shock inflation.",
  measure: ({ priceIndex, structuralPricePremiumPct }) => structuralPricePremiumPct + meanRisePct(priceIndex),
};
