import type { Network } from "../model/network.ts";
import type { Trajectory } from "../model/trajectory.ts";

/** What was wanted and what was served on time in a run, [day] USD at baseline prices. */
export interface DailyValue {
  readonly demand: Float64Array;
  readonly served: Float64Array;
}

/** Fills `value` with what was wanted and what was served on time, from a day on. */
export function dailyValue(network: Network, trajectory: Trajectory, value: DailyValue, fromDay = 0): void {
  const { days, markets, demand, servedOnTime } = trajectory;
  for (let day = fromDay; day < days; day++) {
    let wantedUsd = 0;
    let servedUsd = 0;
    for (let market = 0; market < markets; market++) {
      const at = day * markets + market;
      const price = network.marketPriceUsdPerUnit[market];
      wantedUsd += demand[at] * price;
      servedUsd += servedOnTime[at] * price;
    }
    value.demand[day] = wantedUsd;
    value.served[day] = servedUsd;
  }
}

/** Days on which the undisturbed run itself has next to nothing to sell say no more than this. */
const HIGHEST_SERVICE = 2;

/**
 * Service level Q: share of the day's demand served on time relative to the same share of the undisturbed run, by value; 1 on
 * days without demand and where the undisturbed run serves nothing, at most 2. Where nothing disturbs demand the two
 * demands are equal, and Q is served over normally served.
 *
 * @param service [day] filled from a day on
 */
export function serviceLevel(run: DailyValue, undisturbed: DailyValue, service: Float64Array, fromDay = 0): void {
  for (let day = fromDay; day < service.length; day++) {
    const isComparable = undisturbed.served[day] > 0 && run.demand[day] > 0;
    const level = isComparable
      ? (run.served[day] / undisturbed.served[day]) * (undisturbed.demand[day] / run.demand[day])
      : 1;
    service[day] = Math.min(level, HIGHEST_SERVICE);
  }
}
