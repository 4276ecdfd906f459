import type { Metric } from "./define.ts";

export const impacted: Metric = {
  name: "impacted",
  kind: "flag",
  unit: "true/false",
  worse: "higher",
  summary: "Whether service fell below the fail threshold at or after the first onset.",
  measure: ({ episode }) => (episode.failDay < 0 ? 0 : 1),
};
