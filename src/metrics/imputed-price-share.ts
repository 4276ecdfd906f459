import { setsPrice } from "../model/price.ts";
import type { Metric } from "./define.ts";

export const imputedPriceShare: Metric = {
  name: "imputedPriceShare",
  kind: "number",
  unit: "fraction",
  worse: "higher",
  summary:
    "Share of market days, by basket weight, on which nothing was sold, so that the price is imputed: the last cost and today's scarcity. Where it is high, inflation tells of prices at which nobody could buy.",
  measure({ network, trajectory }) {
    const { days, markets, demand, servedOnTime, servedLate } = trajectory;
    let imputed = 0;
    let all = 0;
    for (let market = 0; market < markets; market++) {
      const weight = network.marketBasketWeight[market];
      for (let day = 0; day < days; day++) {
        const at = day * markets + market;
        if (!setsPrice(servedOnTime[at] + servedLate[at], demand[at])) imputed += weight;
      }
      all += weight * days;
    }
    return all === 0 ? 0 : imputed / all; // a party of a joint study may have no market
  },
};
