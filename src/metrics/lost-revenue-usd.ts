import type { Metric } from "./define.ts";

export const lostRevenueUsd: Metric = {
  name: "lostRevenueUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Demand that was finally never served, at baseline prices, beyond what the undisturbed run loses.",
  measure({ network, trajectory, undisturbed }) {
    let usd = 0;
    const { markets } = trajectory;
    for (let at = 0; at < trajectory.lost.length; at++) {
      usd += (trajectory.lost[at] - undisturbed.lost[at]) * network.marketPriceUsdPerUnit[at % markets];
    }
    return usd;
  },
};
