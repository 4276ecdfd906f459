import type { Metric } from "./define.ts";

export const fillRate: Metric = {
  name: "fillRate",
  kind: "number",
  unit: "fraction",
  worse: "lower",
  summary: "Share of demand served on time over the whole run, by value, relative to that of the undisturbed run.",
  measure({ sales: { servedOnTimeUsd, normallyServedOnTimeUsd, demandUsd, normalDemandUsd } }) {
    const isComparable = normallyServedOnTimeUsd > 0 && demandUsd > 0;
    return isComparable ? (servedOnTimeUsd / normallyServedOnTimeUsd) * (normalDemandUsd / demandUsd) : 1;
  },
};
