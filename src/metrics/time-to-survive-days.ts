import type { Metric } from "./define.ts";

export const timeToSurviveDays: Metric = {
  name: "timeToSurviveDays",
  kind: "duration",
  unit: "days",
  worse: "lower",
  isOptional: true,
  seenBy: "impacted",
  summary:
    "Days from the first onset to the first failed day; until the horizon when service never failed (censored); undefined without disruptions.",
  measure({ episode, service }) {
    if (episode.firstOnsetDay < 0) return Number.NaN;
    return (episode.failDay < 0 ? service.length : episode.failDay) - episode.firstOnsetDay;
  },
};
