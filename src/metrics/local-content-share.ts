import { localContentOf } from "../model/local-content.ts";
import type { Metric } from "./define.ts";

export const localContentShare: Metric = {
  name: "localContentShare",
  kind: "number",
  unit: "fraction",
  worse: "lower",
  isOptional: true,
  summary:
    "Share of the value added in goods that reached markets with a local bloc which was added inside that bloc, by what flowed during the run; undefined where no market names one or nothing adds value.",
  measure: ({ network, trajectory }) => localContentOf(network, trajectory.laneShipped, trajectory.processMade),
};
