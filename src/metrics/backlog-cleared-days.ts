import type { Metric } from "./define.ts";

export const backlogClearedDays: Metric = {
  name: "backlogClearedDays",
  kind: "duration",
  unit: "days",
  worse: "higher",
  seenBy: "backlogCleared",
  summary:
    "Days from the first onset until the share of demand served since then, late service included, is back for good within the tolerance of the undisturbed run's; until the horizon when it is not (censored).",
  measure({ episode: { firstOnsetDay }, backlogClearedDay, service }) {
    if (firstOnsetDay < 0) return 0;
    return (backlogClearedDay < 0 ? service.length : backlogClearedDay) - firstOnsetDay;
  },
};
