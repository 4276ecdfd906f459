import type { Metric } from "./define.ts";

export const extraCostUsd: Metric = {
  name: "extraCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost of all kinds beyond the undisturbed run; negative where lost sales save more than the shock costs.",
  measure({ extraCostUsd: byKind }) {
    let usd = 0;
    for (let kind = 0; kind < byKind.length; kind++) usd += byKind[kind];
    return usd;
  },
};
