import { type Metric, meanRisePct } from "./define.ts";

export const meanPaascheInflationPct: Metric = {
  name: "meanPaascheInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary:
    "Mean rise over the undisturbed run of the Paasche index, which weighs prices with what was sold on the day: what was unaffordable or sold out does not count.",
  measure: ({ priceIndices }) => meanRisePct(priceIndices.paasche),
};
