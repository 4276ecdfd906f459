import type { Metric } from "./define.ts";

export const peakInflationPct: Metric = {
  name: "peakInflationPct",
  kind: "number",
  unit: "percent",
  worse: "higher",
  summary:
    "Highest rise of the price index over the undisturbed run (shock inflation; the structural premium is apart).",
  measure({ priceIndex }) {
    let peak = 0;
    for (let day = 0; day < priceIndex.length; day++) if (priceIndex[day] - 1 > peak) peak = priceIndex[day] - 1;
    return peak * 100;
  },
};
