import type { Metric } from "./define.ts";

export const firstOnsetDay: Metric = {
  name: "firstOnsetDay",
  kind: "number",
  unit: "day",
  worse: "lower",
  isOptional: true,
  summary: "Day on which the first disruption struck; undefined without disruptions.",
  measure: (run) => (run.firstOnsetDay < 0 ? Number.NaN : run.firstOnsetDay),
};
