import type { Metric } from "./define.ts";

export const recovered: Metric = {
  name: "recovered",
  kind: "flag",
  unit: "true/false",
  worse: "lower",
  summary: "Whether service recovered and held within the horizon; true when it never failed.",
  measure: ({ episode }) => (episode.failDay >= 0 && episode.recoverDay < 0 ? 0 : 1),
};
