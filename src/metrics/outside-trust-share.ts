import { outsideShareOf } from "../model/policy-shares.ts";
import type { Metric } from "./define.ts";

export const outsideTrustShare: Metric = {
  name: "outsideTrustShare",
  kind: "number",
  unit: "fraction",
  worse: "higher",
  isOptional: true,
  summary:
    "Largest share of any product under the design's circle of trust that came into the circle from outside during the run, of all that came in or was made inside; undefined where the design has no circle of trust.",
  measure: ({ network, trajectory }) => outsideShareOf(network, trajectory.laneShipped, trajectory.processMade).share,
};
