import type { Metric } from "./define.ts";

export const backlogCleared: Metric = {
  name: "backlogCleared",
  kind: "flag",
  unit: "true/false",
  worse: "lower",
  summary: "Whether cumulative service since the onset came back within the tolerance of the undisturbed run.",
  measure: ({ backlogClearedDay }) => (backlogClearedDay < 0 ? 0 : 1),
};
