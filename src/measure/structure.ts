import { baselineControls } from "../model/baseline.ts";
import { baselineUnits } from "../model/baseline-units.ts";
import { localContentOf } from "../model/local-content.ts";
import type { Network } from "../model/network.ts";
import { landedUnitCostUsd, madeUnitCostUsd } from "../model/unit-cost.ts";

/** What a design costs and is made of, undisturbed: the price of resilience stands here. */
export interface Structure {
  readonly landedCostUsdPerDay: number;
  readonly holdingCostUsdPerDay: number;
  readonly fixedCostUsdPerDay: number;
  readonly costUsdPerDay: number;
  /** Cost over the reference design's, percent: the structural premium. NaN where that costs nothing. */
  readonly premiumPct: number;
  /** The part of the difference in landed cost that reaches consumers, percent of the price basket. */
  readonly pricePremiumPct: number;
  readonly revenueUsdPerDay: number;
  readonly emissionsTonnesPerDay: number;
  /** Money in goods on hand, under way and in progress. */
  readonly goodsUsd: number;
  /** NaN where no market names a local bloc or nothing adds value. */
  readonly localContentShare: number;
  readonly sites: number;
  readonly stocks: number;
  readonly lanes: number;
}

/** Measures a design at baseline against a reference design of the same study. */
export function measureStructure(network: Network, reference: Network): Structure {
  const own = baselineCost(network);
  const referenceCost = baselineCost(reference);
  const { laneUnits, processUnits } = baselineUnits(network);
  const costUsdPerDay = own.landed + own.holding + own.fixed;
  const referenceUsdPerDay = referenceCost.landed + referenceCost.holding + referenceCost.fixed;
  let revenueUsdPerDay = 0;
  for (let market = 0; market < network.counts.markets; market++) {
    revenueUsdPerDay += network.marketDemandUnitsPerDay[market] * network.marketPriceUsdPerUnit[market];
  }
  return {
    landedCostUsdPerDay: own.landed,
    holdingCostUsdPerDay: own.holding,
    fixedCostUsdPerDay: own.fixed,
    costUsdPerDay,
    premiumPct: referenceUsdPerDay > 0 ? (costUsdPerDay / referenceUsdPerDay - 1) * 100 : Number.NaN,
    pricePremiumPct: pricePremiumPct(network, reference),
    revenueUsdPerDay,
    emissionsTonnesPerDay: emissions(network, laneUnits, processUnits),
    goodsUsd: own.goods,
    localContentShare: localContentOf(network, laneUnits, processUnits),
    sites: network.constants.siteCount,
    stocks: network.counts.stocks,
    lanes: network.counts.lanes,
  };
}

/** Laspeyres difference of baseline prices: passThrough x difference in landed cost, by basket weight, percent. */
function pricePremiumPct(network: Network, reference: Network): number {
  let weighted = 0;
  let weights = 0;
  for (let market = 0; market < network.counts.markets; market++) {
    const difference = network.marketUnitCostUsd[market] - reference.marketUnitCostUsd[market];
    const relative = (network.marketPassThroughFraction[market] * difference) / network.marketPriceUsdPerUnit[market];
    weighted += network.marketBasketWeight[market] * relative;
    weights += network.marketBasketWeight[market];
  }
  return weights > 0 ? (weighted / weights) * 100 : 0;
}

function baselineCost(network: Network): { landed: number; holding: number; fixed: number; goods: number } {
  const controls = baselineControls(network);
  const { laneUnits, processUnits } = baselineUnits(network);
  let landed = 0;
  for (let market = 0; market < network.counts.markets; market++) {
    landed += network.marketDemandUnitsPerDay[market] * network.marketUnitCostUsd[market];
  }
  let storage = 0;
  let goods = 0;
  for (let stock = 0; stock < network.counts.stocks; stock++) {
    const keptDays = network.stockCoverDays[stock] + network.stockReserveDays[stock];
    const units = network.stockFlowUnitsPerDay[stock] * keptDays;
    storage += units * network.stockHoldingUsdPerUnitDay[stock];
    goods += units * network.stockUnitCostUsd[stock];
  }
  // In the evening the goods of `leadDays` days are under way.
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    const landedUsd = landedUnitCostUsd(network, lane, controls.laneCarbonUsdPerUnit[lane]);
    goods += laneUnits[lane] * network.laneLeadDays[lane] * landedUsd;
  }
  for (let process = 0; process < network.counts.processes; process++) {
    const madeUsd = madeUnitCostUsd(network, process, controls.processCarbonUsdPerUnit[process]);
    goods += processUnits[process] * network.processLeadDays[process] * madeUsd;
  }
  const { capitalCostFractionPerDay, fixedCostUsdPerDay } = network.constants;
  return { landed, holding: storage + goods * capitalCostFractionPerDay, fixed: fixedCostUsdPerDay, goods };
}

function emissions(network: Network, laneUnits: Float64Array, processUnits: Float64Array): number {
  let tonnes = 0;
  for (let lane = 0; lane < network.counts.lanes; lane++) {
    tonnes += laneUnits[lane] * network.laneFreightTonnesPerUnit[lane];
  }
  for (let process = 0; process < network.counts.processes; process++) {
    tonnes += processUnits[process] * network.processTonnesPerUnit[process];
  }
  return tonnes;
}
