import type { Metric } from "./define.ts";

export const timeToRecoverDays: Metric = {
  name: "timeToRecoverDays",
  kind: "duration",
  unit: "days",
  worse: "higher",
  seenBy: "recovered",
  summary:
    "Days from the first failed day to the first day from which service holds at the recovery threshold; 0 when it never failed; until the horizon when it did not recover (censored).",
  measure({ episode, service }) {
    if (episode.failDay < 0) return 0;
    return (episode.recoverDay < 0 ? service.length : episode.recoverDay) - episode.failDay;
  },
};
