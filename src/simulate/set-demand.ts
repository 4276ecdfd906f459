import type { DayRun } from "./run.ts";

/** A price that falls below this fraction of the baseline brings no further demand. */
export const LOWEST_PRICE = 0.1;

/**
 * What every market wants today: its demand of the day, scaled by what disruptions do to it and, where demand is elastic, by
 * yesterday's price: (price / baseline price)^elasticity.
 */
export function setDemand({ network, state, demand }: DayRun, day: number): void {
  const { markets } = network.counts;
  const { demandToday, controls } = state;
  for (let market = 0; market < markets; market++) {
    demandToday[market] = demand[day * markets + market] * controls.marketDemandFactor[market];
    const elasticity = network.marketElasticity[market];
    if (elasticity === 0) continue;
    const price = Math.max(LOWEST_PRICE, state.relativePrice[market]);
    demandToday[market] *= Math.exp(elasticity * Math.log(price));
  }
}
