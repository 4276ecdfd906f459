import type { Metric } from "./define.ts";

export const disruptionCount: Metric = {
  name: "disruptionCount",
  kind: "number",
  unit: "disruptions",
  worse: "higher",
  summary: "Disruptions that struck in the scenario, whether or not they touch the design.",
  measure: (run) => run.disruptionCount,
};
