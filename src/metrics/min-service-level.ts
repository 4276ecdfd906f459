import type { Metric } from "./define.ts";

export const minServiceLevel: Metric = {
  name: "minServiceLevel",
  kind: "number",
  unit: "fraction",
  worse: "lower",
  summary: "Lowest service level of any day (robustness).",
  measure({ service }) {
    let lowest = 1;
    for (let day = 0; day < service.length; day++) if (service[day] < lowest) lowest = service[day];
    return lowest;
  },
};
