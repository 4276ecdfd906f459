import type { Metric } from "./define.ts";

export const spoiledUsd: Metric = {
  name: "spoiledUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Value of goods that spoiled beyond what usually spoils, or were destroyed; their cost was paid before.",
  measure({ trajectory, undisturbed }) {
    let usd = 0;
    for (let day = 0; day < trajectory.days; day++) {
      usd += trajectory.daySpoiledUsd[day] - undisturbed.daySpoiledUsd[day];
    }
    return usd;
  },
};
