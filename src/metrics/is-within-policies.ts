import { keepsPolicies } from "../model/policy-shares.ts";
import type { Metric } from "./define.ts";

export const isWithinPolicies: Metric = {
  name: "isWithinPolicies",
  kind: "flag",
  unit: "true/false",
  worse: "lower",
  summary:
    "Whether what flowed during the run kept to the design's circle of trust, local contents and single-country cap; true for a design without any.",
  measure: ({ network, trajectory }) =>
    keepsPolicies(network, trajectory.laneShipped, trajectory.processMade) ? 1 : 0,
};
