import type { Metric } from "./define.ts";

const NUMBERS = ["mean", "sd", "se", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"];
const TAILS = ["var95", "cvar95", "var99", "cvar99"];
const DURATIONS = ["p50", "p75", "p90", "p95", "p99", "restrictedMean", "probabilityCensored"];

/** Statistics of a metric that have an interval, by their names in `summary`: what a criterion may name. */
export function statisticsOf({ kind, name }: Metric): readonly string[] {
  if (kind === "flag") return ["probability"];
  if (kind === "number") return [...NUMBERS, ...TAILS];
  // The time to recover is also given for those scenarios alone in which service failed.
  return name === "timeToRecoverDays" ? [...DURATIONS, ...DURATIONS.map((item) => `${item}IfImpacted`)] : DURATIONS;
}
