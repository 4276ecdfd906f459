import type { Metric } from "./define.ts";

/** Source: Bruneau et al. (2003), Earthquake Spectra 19(4), eq. 1; here a sum over days, each day at its own level. */
export const resilienceLossDays: Metric = {
  name: "resilienceLossDays",
  kind: "number",
  unit: "days of full service",
  worse: "higher",
  summary: "Resilience triangle: sum over days of 1 - min(1, service level).",
  measure({ service }) {
    let days = 0;
    for (let day = 0; day < service.length; day++) days += 1 - Math.min(1, service[day]);
    return days;
  },
};
