import { CLAIM_INPUT, CLAIM_LANE, CLAIM_MARKET, LANE_INSIDE } from "../model/network.ts";
import type { IndexedSelection } from "./index-selection.ts";
import { stockKey } from "./select.ts";

/** Something that draws on a stock: an outbound lane, an input of a process, a market. */
export interface Claim {
  readonly kind: typeof CLAIM_LANE | typeof CLAIM_INPUT | typeof CLAIM_MARKET;
  /** Lane, input or market. */
  readonly index: number;
}

/** After every `allocationPriority`. */
const LAST_RANK = 1001;

/**
 * Claims on every stock by rationing level, [stock][level][claim]. Under `proportional` rationing all share one level. Under
 * `priority` each lane stands at its `allocationPriority`; what the site itself uses or sells stands at 0, the first. A
 * design that prioritises critical products serves inputs of processes that make others last.
 */
export function claimsOf(indexed: IndexedSelection): Claim[][][] {
  const { selection, stockIndex } = indexed;
  const ranked: { claim: Claim; rank: number }[][] = selection.stocks.map(() => []);
  const add = (stock: number, kind: Claim["kind"], index: number, priority: number): void => {
    const isRanked = selection.stocks[stock].settings.rationing === "priority";
    ranked[stock].push({ claim: { kind, index }, rank: isRanked ? priority : 0 });
  };
  const isLast = (product: string): boolean =>
    selection.design.planner.prioritisesCritical === true && selection.productsById.get(product)?.tier !== "critical";
  // Lanes to other parties come behind its own: where a party stands among them must not depend on others' names.
  for (const isOwn of [true, false]) {
    indexed.lanes.forEach((lane, index) => {
      if ((lane.boundary === LANE_INSIDE) !== isOwn) return;
      add(lane.from, CLAIM_LANE, index, lane.lane.allocationPriority);
    });
  }
  let input = 0;
  for (const { site, process } of indexed.processes) {
    for (const need of process.inputs) {
      const stock = stockIndex.get(stockKey(site.id, need.product)) as number;
      const claim = { kind: CLAIM_INPUT, index: input++ } as const;
      if (isLast(process.output)) ranked[stock].push({ claim, rank: LAST_RANK });
      else add(stock, claim.kind, claim.index, 0);
    }
  }
  indexed.markets.forEach((market, index) => {
    add(stockIndex.get(stockKey(market.site, market.product)) as number, CLAIM_MARKET, index, 0);
  });
  return ranked.map((claims) => {
    const ranks = [...new Set(claims.map((item) => item.rank))].sort((left, right) => left - right);
    return ranks.map((rank) => claims.filter((item) => item.rank === rank).map((item) => item.claim));
  });
}
