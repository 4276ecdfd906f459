import { isBelow, type Metric } from "./define.ts";

export const daysBelowService: Metric = {
  name: "daysBelowService",
  kind: "number",
  unit: "days",
  worse: "higher",
  summary: "All days with service below the fail threshold.",
  measure({ service, thresholds }) {
    let days = 0;
    for (let day = 0; day < service.length; day++) if (isBelow(service[day], thresholds.failBelowFraction)) days += 1;
    return days;
  },
};
