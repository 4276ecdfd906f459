import { countryShareOf } from "../model/policy-shares.ts";
import type { Metric } from "./define.ts";

export const maxCountryShare: Metric = {
  name: "maxCountryShare",
  kind: "number",
  unit: "fraction",
  worse: "higher",
  isOptional: true,
  summary:
    "Largest share of one region in the quantity made of any strategic product over the run; undefined where the design makes none.",
  measure: ({ network, trajectory }) =>
    countryShareOf(network, trajectory.processMade, network.processIsStrategic).share,
};
