import { relativePrice, setsPrice } from "../model/price.ts";
import { type DayRun, updateUnitCost, withdraw } from "./run.ts";

/**
 * Step 5 of the day: markets sell min(on hand, demand + backorders), oldest backorders first; markets of one stock that
 * cannot serve them all sell the same fraction. Unmet demand is lost, or waits at most its patience and is then lost.
 */
export function sell(run: DayRun, day: number): void {
  const { network, state, trajectory } = run;
  const markets = network.counts.markets;
  shareOut(run);
  for (let market = 0; market < markets; market++) {
    const at = day * markets + market;
    const stock = network.marketStock[market];
    const wantedToday = state.demandToday[market];
    const waiting = state.backorder[market];
    const sold = Math.min(state.onHand[stock], (wantedToday + waiting) * state.marketFill[market]);
    const late = Math.min(sold, waiting);
    const onTime = Math.min(sold - late, wantedToday);
    let soldUsd = 0;
    if (sold > 0) {
      updateUnitCost(state, stock);
      soldUsd = withdraw(state, stock, sold);
    }
    state.goodsUsd[0] -= soldUsd;
    trajectory.demand[at] = wantedToday;
    trajectory.servedOnTime[at] = onTime;
    trajectory.servedLate[at] = late;
    trajectory.soldCostUsd[at] = soldUsd;
    trajectory.lost[at] = keepWaiting(run, market, day, wantedToday - onTime, late);
    if (network.marketElasticity[market] !== 0) setPrice(run, market, day);
  }
  collect(run, day);
}

/** Today's price, to which demand reacts tomorrow: the price that is measured, its lags and scarcity included. */
function setPrice({ network, state, trajectory }: DayRun, market: number, day: number): void {
  const { riseOfLag } = state;
  const from = network.marketLagStart[market];
  const at = day * network.counts.markets + market;
  const sold = trajectory.servedOnTime[at] + trajectory.servedLate[at];
  const last = riseOfLag[from];
  let rise = 0;
  for (let lag = network.marketLagStart[market + 1] - 1; lag >= from; lag--) {
    if (lag > from) riseOfLag[lag] = riseOfLag[lag - 1];
    else
      riseOfLag[lag] = setsPrice(sold, trajectory.demand[at])
        ? trajectory.soldCostUsd[at] / sold - network.marketUnitCostUsd[market]
        : last;
    rise += network.lagWeight[lag] * riseOfLag[lag];
  }
  const demand = trajectory.demand[at];
  const unmet = demand > 0 ? 1 - trajectory.servedOnTime[at] / demand : 0;
  const passThrough = network.marketPassThroughFraction[market];
  const price = network.marketPriceUsdPerUnit[market];
  state.relativePrice[market] = relativePrice(passThrough, price, network.constants.scarcity, rise, unmet);
}

/** What was sold today comes back to recycling sources after their delay. */
function collect({ network, state, trajectory }: DayRun, day: number): void {
  const { processRecyclingStart, processRecyclingRingStart, processRecyclingRingLength, recyclingMarket } = network;
  const markets = network.counts.markets;
  for (let process = 0; process < network.counts.processes; process++) {
    const length = processRecyclingRingLength[process];
    if (length === 0) continue;
    let units = 0;
    for (let item = processRecyclingStart[process]; item < processRecyclingStart[process + 1]; item++) {
      const at = day * markets + recyclingMarket[item];
      const sold = trajectory.servedOnTime[at] + trajectory.servedLate[at];
      units += network.recyclingUnitsPerUnitSold[item] * sold;
    }
    // The ring is a day longer than the delay: this slot comes up again `delayDays` from now.
    state.collected[processRecyclingRingStart[process] + ((day + length - 1) % length)] = units;
  }
}

/** Finds the fraction of its demand and backorders that every market can sell today. */
function shareOut({ network, state }: DayRun): void {
  const { marketStock } = network;
  const { saleUnits, marketFill, backorder, onHand } = state;
  const markets = network.counts.markets;
  for (let market = 0; market < markets; market++) saleUnits[marketStock[market]] = 0;
  for (let market = 0; market < markets; market++) {
    saleUnits[marketStock[market]] += state.demandToday[market] + backorder[market];
  }
  for (let market = 0; market < markets; market++) {
    const stock = marketStock[market];
    marketFill[market] = saleUnits[stock] > onHand[stock] ? onHand[stock] / saleUnits[stock] : 1;
  }
}

/** Adds today's unmet demand to the backorders, takes out what was served late, and returns the units lost today. */
function keepWaiting({ network, state }: DayRun, market: number, day: number, unmet: number, late: number): number {
  const patienceDays = network.marketPatienceDays[market];
  if (patienceDays === 0) return unmet;
  if (patienceDays < 0) {
    state.backorder[market] += unmet - late;
    return 0;
  }
  if (unmet === 0 && state.backorder[market] === 0) return 0;
  const start = network.marketRingStart[market];
  const length = network.marketRingLength[market];
  const { backorderOfDay } = state;
  // The slot of today still holds the demand of `patienceDays` ago, the oldest: it is served first, then lost.
  let toServe = late;
  let total = 0;
  let lost = 0;
  for (let age = length; age >= 1; age--) {
    const slot = start + ((day + length - age) % length);
    const served = Math.min(toServe, backorderOfDay[slot]);
    toServe -= served;
    backorderOfDay[slot] -= served;
    if (age === length) {
      lost = backorderOfDay[slot];
      backorderOfDay[slot] = 0;
    } else {
      total += backorderOfDay[slot];
    }
  }
  backorderOfDay[start + (day % length)] = unmet;
  state.backorder[market] = total + unmet;
  return lost;
}
