import type { Trajectory } from "../model/trajectory.ts";

/** First day on which markets do not see the same in both runs, the number of days if there is none. */
export function firstDifferentDay(run: Trajectory, other: Trajectory): number {
  let first = run.demand.length;
  first = firstDifference(run.demand, other.demand, first);
  first = firstDifference(run.servedOnTime, other.servedOnTime, first);
  first = firstDifference(run.servedLate, other.servedLate, first);
  first = firstDifference(run.lost, other.lost, first);
  first = firstDifference(run.soldCostUsd, other.soldCostUsd, first);
  return run.markets === 0 ? run.days : Math.floor(first / run.markets);
}

function firstDifference(own: Float64Array, other: Float64Array, end: number): number {
  for (let at = 0; at < end; at++) if (own[at] !== other[at]) return at;
  return end;
}
