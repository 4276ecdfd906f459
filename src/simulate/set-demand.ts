import type { DayRun } from "./run.ts";

/** What every market wants today: its demand of the day, scaled by what disruptions do to it. */
export function setDemand({ network, state, demand }: DayRun, day: number): void {
  const { markets } = network.counts;
  const { demandToday, controls } = state;
  for (let market = 0; market < markets; market++) {
    demandToday[market] = demand[day * markets + market] * controls.marketDemandFactor[market];
  }
}
