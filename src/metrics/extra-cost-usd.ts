import { COST_KINDS } from "../model/trajectory.ts";
import { extraCost, type Metric } from "./define.ts";

export const extraCostUsd: Metric = {
  name: "extraCostUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Cost of all kinds beyond the undisturbed run; negative where lost sales save more than the shock costs.",
  measure(run) {
    let usd = 0;
    for (let kind = 0; kind < COST_KINDS.length; kind++) usd += extraCost(run, kind);
    return usd;
  },
};
