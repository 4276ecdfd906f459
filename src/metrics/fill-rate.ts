import type { Metric } from "./define.ts";

export const fillRate: Metric = {
  name: "fillRate",
  kind: "number",
  unit: "fraction",
  worse: "lower",
  summary: "Share of demand served on time over the whole run, by value, relative to that of the undisturbed run.",
  measure({ network, trajectory, undisturbed }) {
    const { markets } = trajectory;
    let served = 0;
    let normal = 0;
    let wanted = 0;
    let normallyWanted = 0;
    for (let at = 0; at < trajectory.servedOnTime.length; at++) {
      const price = network.marketPriceUsdPerUnit[at % markets];
      served += trajectory.servedOnTime[at] * price;
      normal += undisturbed.servedOnTime[at] * price;
      wanted += trajectory.demand[at] * price;
      normallyWanted += undisturbed.demand[at] * price;
    }
    return normal > 0 && wanted > 0 ? (served / normal) * (normallyWanted / wanted) : 1;
  },
};
