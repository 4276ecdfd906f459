import type { Metric } from "./define.ts";

export const openBacklogUsd: Metric = {
  name: "openBacklogUsd",
  kind: "number",
  unit: "USD",
  worse: "higher",
  summary: "Demand still waiting at the horizon, at baseline prices; counted neither as lost nor as delayed.",
  measure({ network, trajectory, undisturbed }) {
    let usd = 0;
    for (let market = 0; market < trajectory.markets; market++) {
      const units = trajectory.openBacklog[market] - undisturbed.openBacklog[market];
      usd += units * network.marketPriceUsdPerUnit[market];
    }
    return usd;
  },
};
