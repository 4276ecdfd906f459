import { claimedUnits, targetUnits, walkFlows } from "../model/flow.ts";
import type { Network } from "../model/network.ts";
import type { Shares } from "./sources.ts";
import { markSuppliers, type Stale } from "./stale.ts";

/** What flows through stocks, and up to what they order, while orders are split as planned. */
export interface FlowFollower {
  /** [stock] units: the targets of the last plan. */
  readonly target: Float64Array;
  /**
   * Follows shares that have changed: walks again where flows are stale, upstream as far as they change, and sets stale targets.
   *
   * @param demand [market] units a day
   * @param extraDays [lane] days longer than usual
   * @param aheadDays [stock] days of flow built ahead
   */
  follow(shares: Shares, demand: Float64Array, extraDays: Float64Array, aheadDays: Float64Array, stale: Stale): void;
}

/** To the bit what `walkFlows` and `baseStockTargets` say of all stocks. */
export function createFlowFollower(network: Network): FlowFollower {
  const { stocks } = network.counts;
  // Flows on cycles are found by walking until nothing changes, from nothing on: all of them or none.
  const hasCycles = network.laneOrderDelayDays.includes(1);
  const flow = new Float64Array(stocks);
  const target = new Float64Array(stocks);

  function walkStale(shares: Shares, demand: Float64Array, stale: Stale): void {
    for (let at = 0; at < stocks; at++) {
      const stock = network.stockOrder[at];
      if (stale.flow[stock] === 0) continue;
      stale.flow[stock] = 0;
      const units = claimedUnits(network, stock, shares.lane, shares.process, flow, demand);
      if (units === flow[stock]) continue;
      flow[stock] = units;
      stale.target[stock] = 1;
      markSuppliers(network, stock, stale.flow);
    }
  }

  return {
    target,
    follow(shares, demand, extraDays, aheadDays, stale) {
      if (hasCycles) {
        walkFlows(network, shares.lane, shares.process, flow, demand);
        stale.target.fill(1);
      } else walkStale(shares, demand, stale);
      for (let stock = 0; stock < stocks; stock++) {
        if (stale.target[stock] === 0) continue;
        target[stock] = targetUnits(network, stock, shares.lane, shares.process, flow, extraDays, aheadDays);
      }
    },
  };
}
