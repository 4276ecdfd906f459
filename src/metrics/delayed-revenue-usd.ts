import type { Metric } from "./define.ts";

export const delayedRevenueUsd: Metric = {
  name: "delayedRevenueUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Demand that was served late, at baseline prices, beyond what the undisturbed run serves late.",
  measure({ network, trajectory, undisturbed }) {
    let usd = 0;
    const { markets } = trajectory;
    for (let at = 0; at < trajectory.servedLate.length; at++) {
      usd += (trajectory.servedLate[at] - undisturbed.servedLate[at]) * network.marketPriceUsdPerUnit[at % markets];
    }
    return usd;
  },
};
