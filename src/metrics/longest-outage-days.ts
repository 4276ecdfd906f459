import { isBelow, type Metric } from "./define.ts";

export const longestOutageDays: Metric = {
  name: "longestOutageDays",
  kind: "number",
  unit: "days",
  worse: "higher",
  summary: "Longest unbroken spell of days with service below the fail threshold.",
  measure({ service, thresholds }) {
    let longest = 0;
    let spell = 0;
    for (let day = 0; day < service.length; day++) {
      spell = isBelow(service[day], thresholds.failBelowFraction) ? spell + 1 : 0;
      if (spell > longest) longest = spell;
    }
    return longest;
  },
};
