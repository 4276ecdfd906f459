import type { Metric } from "./define.ts";

export const extraEmissionsTonnes: Metric = {
  name: "extraEmissionsTonnes",
  kind: "number",
  unit: "tonnes CO2e",
  worse: "higher",
  summary: "Emissions of processes and freight beyond the undisturbed run; negative where less was made.",
  measure({ trajectory, undisturbed }) {
    let tonnes = 0;
    for (let day = 0; day < trajectory.days; day++) {
      tonnes += trajectory.dayEmissionsTonnes[day] - undisturbed.dayEmissionsTonnes[day];
    }
    return tonnes;
  },
};
