import type { Metric } from "./define.ts";

export const maxCountryShare: Metric = {
  name: "maxCountryShare",
  kind: "number",
  unit: "fraction",
  worse: "higher",
  isOptional: true,
  summary:
    "Largest share of one region in the quantity made of any strategic product over the run; undefined where the design makes none.",
  measure({ network, trajectory }) {
    const { processIsStrategic, processProduct, processRegion, counts } = network;
    let largest = Number.NaN;
    for (let process = 0; process < counts.processes; process++) {
      if (processIsStrategic[process] === 0) continue;
      let ofRegion = 0;
      let ofProduct = 0;
      for (let other = 0; other < counts.processes; other++) {
        if (processProduct[other] !== processProduct[process]) continue;
        ofProduct += trajectory.processMade[other];
        if (processRegion[other] === processRegion[process]) ofRegion += trajectory.processMade[other];
      }
      if (ofProduct > 0 && !(ofRegion / ofProduct <= largest)) largest = ofRegion / ofProduct;
    }
    return largest;
  },
};
