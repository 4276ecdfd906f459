import { CHANNELS, type Effect } from "../model/channel.ts";
import {
  LANE_EXPEDITE,
  LANE_OUTBOUND,
  LANE_PROPER,
  type Network,
  type NetworkConstants,
  type NetworkCounts,
  networkByteLength,
  viewNetwork,
} from "../model/network.ts";
import type { Settings } from "../model/settings.ts";
import type { Market } from "../model/world.ts";
import { fillBoundary } from "./boundaries.ts";
import { type Claim, claimsOf } from "./claims.ts";
import { fillLaneTerms } from "./fill-lane-terms.ts";
import { fillPolicies } from "./fill-policies.ts";
import { fillReactions, mostExtraDays, poolsOf, recyclingRingLength } from "./fill-reactions.ts";
import type { IndexedSelection } from "./index-selection.ts";
import { outputKey, stockKey } from "./select.ts";

/**
 * Writes an indexed selection into the columns of a new network. Capacities that follow from flows, flows, targets and
 * unit costs are still missing afterwards.
 */
export function fillColumns(
  indexed: IndexedSelection,
  settings: Settings,
  effects: readonly (readonly Effect[])[],
): Network {
  const claims = claimsOf(indexed);
  const longestExtraDays = mostExtraDays(indexed, effects);
  const pools = poolsOf(indexed);
  const counts = countEntities(indexed, claims, effects, longestExtraDays, Math.max(-1, ...pools) + 1);
  const network = viewNetwork(counts, constantsOf(indexed, settings), new ArrayBuffer(networkByteLength(counts)));
  fillStocks(network, indexed);
  fillClaims(network, claims);
  fillLanes(network, indexed, longestExtraDays);
  fillProcesses(network, indexed);
  fillReactions(network, indexed, pools);
  fillMarkets(network, indexed);
  fillPolicies(network, indexed);
  fillPorts(network, indexed);
  fillEffects(network, effects);
  for (const regime of indexed.selection.world.carbonRegimes) {
    network.regimePriceUsdPerTonne[indexed.regimeIndex.get(regime.id) as number] = regime.priceUsdPerTonne;
  }
  return network;
}

function constantsOf(indexed: IndexedSelection, settings: Settings): NetworkConstants {
  const { design, sites, parties } = indexed.selection;
  let fixedCostUsdPerDay = 0;
  for (const site of sites) fixedCostUsdPerDay += site.fixedCostUsdPerDay;
  for (const lane of indexed.lanes) {
    if (lane.detour > 0 || lane.boundary === LANE_OUTBOUND) continue;
    fixedCostUsdPerDay += lane.lane.backup?.reservationCostUsdPerDay ?? 0;
  }
  for (const { process } of indexed.processes) fixedCostUsdPerDay += process.standby?.reservationCostUsdPerDay ?? 0;
  const { clusterPooling, frontLoading, prioritisesCritical } = design.planner;
  const { circleOfTrust, maxSingleCountryShare } = design.policies;
  const isOneParty = parties.silo !== undefined;
  return {
    detectionDelayDays: design.planner.detectionDelayDays,
    restockDays: design.planner.restockDays,
    laneHeadroomFactor: settings.laneHeadroomFactor,
    capitalCostFractionPerDay: settings.capitalCostFractionPerYear / 365,
    fixedCostUsdPerDay,
    siteCount: sites.length,
    prioritisesCritical: prioritisesCritical === true,
    poolingDelayDays: clusterPooling?.activationDelayDays ?? -1,
    poolingCostFactor: clusterPooling?.costFactor ?? 1,
    frontLoadingDays: frontLoading?.maxCoverDays ?? 0,
    scarcity: settings.scarcity,
    isOneParty,
    sharesPrices: parties.sharesPrices,
    // Shares of the whole network are not for one party to judge.
    mostOutsideShare: (isOneParty ? undefined : circleOfTrust?.allowOutsideShare) ?? Number.POSITIVE_INFINITY,
    mostCountryShare: (isOneParty ? undefined : maxSingleCountryShare?.maxShare) ?? Number.POSITIVE_INFINITY,
  };
}

function countEntities(
  indexed: IndexedSelection,
  claims: readonly (readonly Claim[][])[],
  effects: readonly (readonly Effect[])[],
  longestExtraDays: readonly number[],
  pools: number,
): NetworkCounts {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    stocks: indexed.selection.stocks.length,
    levels: sum(claims.map((levels) => levels.length)),
    claims: sum(claims.flatMap((levels) => levels.map((level) => level.length))),
    lanes: indexed.lanes.length,
    laneSlots: sum(indexed.lanes.map((lane, index) => lane.route.leadTimeDays + longestExtraDays[index] + 1)),
    processes: indexed.processes.length,
    processSlots: sum(indexed.processes.map(({ process }) => process.productionLeadTimeDays + 1)),
    inputs: sum(indexed.processes.map(({ process }) => process.inputs.length)),
    recyclings: sum(indexed.processes.map(({ process }) => process.recycling?.markets.length ?? 0)),
    recyclingSlots: sum(indexed.processes.map(({ process }) => recyclingRingLength(process))),
    pools,
    markets: indexed.markets.length,
    marketSlots: sum(indexed.markets.map((market) => ringLengthOf(patienceOf(market)))),
    lags: sum(indexed.markets.map((market) => lagWeightsOf(market).length)),
    ports: indexed.ports.length,
    portLanes: indexed.lanes.filter((lane) => lane.route.dischargePort !== undefined).length,
    regimes: indexed.regimeIndex.size,
    regions: indexed.regionIndex.size,
    products: indexed.selection.world.products.length,
    parties: indexed.selection.parties.count,
    localRules: indexed.selection.design.policies.localContent?.length ?? 0,
    hazards: effects.length,
    effects: sum(effects.map((list) => list.length)),
  };
}

function fillStocks(network: Network, indexed: IndexedSelection): void {
  indexed.selection.stocks.forEach(({ settings, product, site }, stock) => {
    network.stockParty[stock] = indexed.selection.parties.of(site.id);
    network.stockCoverDays[stock] = settings.coverDays;
    network.stockHoldingUsdPerUnitDay[stock] = settings.holdingCostUsdPerUnitDay;
    network.stockOrderCapacityUnitsPerDay[stock] = settings.orderCapacityUnitsPerDay ?? Number.POSITIVE_INFINITY;
    const { reserve } = settings;
    const spoilage = indexed.selection.productsById.get(product)?.spoilageFractionPerDay ?? 0;
    network.stockSpoilageFraction[stock] = spoilage;
    network.stockInflowFactor[stock] = 1 + spoilage * (settings.coverDays + (reserve?.coverDays ?? 0));
    network.stockStorageUnits[stock] = settings.storageUnits ?? Number.POSITIVE_INFINITY;
    network.stockReserveDays[stock] = reserve?.coverDays ?? 0;
    network.stockReleaseDelayDays[stock] = reserve?.releaseDelayDays ?? 0;
    network.stockReleaseUnitsPerDay[stock] = reserve?.releaseUnitsPerDay ?? Number.POSITIVE_INFINITY;
    network.stockRefillDelayDays[stock] = reserve?.refillDelayDays ?? 0;
    network.stockRefillUnitsPerDay[stock] = reserve?.refillUnitsPerDay ?? Number.POSITIVE_INFINITY;
  });
  network.stockOrder.set(indexed.orderPlan.sequence);
  setGroupStarts(
    network.stockLaneStart,
    indexed.lanes.map((lane) => lane.to),
  );
  setGroupStarts(
    network.stockProcessStart,
    indexed.processes.map((process) => indexed.stockIndex.get(outputKey(process)) as number),
  );
}

/** `starts[g] .. starts[g + 1]` become the positions of group g in a list sorted by group. */
function setGroupStarts(starts: Int32Array, groups: readonly number[]): void {
  starts.fill(0);
  for (const group of groups) starts[group + 1] += 1;
  for (let group = 1; group < starts.length; group++) starts[group] += starts[group - 1];
}

function fillClaims(network: Network, claims: readonly (readonly Claim[][])[]): void {
  let level = 0;
  let claim = 0;
  claims.forEach((levels, stock) => {
    network.stockLevelStart[stock] = level;
    for (const members of levels) {
      network.levelClaimStart[level++] = claim;
      for (const member of members) {
        network.claimKind[claim] = member.kind;
        network.claimIndex[claim++] = member.index;
      }
    }
  });
  network.stockLevelStart[claims.length] = level;
  network.levelClaimStart[level] = claim;
}

function fillLanes(network: Network, indexed: IndexedSelection, longestExtraDays: readonly number[]): void {
  const { parties } = indexed.selection;
  const gateKey = (port: string, party: number): string => `${port}\0${party}`;
  const portIndex = new Map(indexed.ports.map(({ port, party }, index) => [gateKey(port.id, party), index]));
  let slot = 0;
  indexed.lanes.forEach((item, lane) => {
    const { route } = item;
    network.laneFrom[lane] = item.from;
    network.laneTo[lane] = item.to;
    network.laneLeadDays[lane] = route.leadTimeDays;
    network.laneOrderDelayDays[lane] = indexed.orderPlan.isDelayed[lane] ? 1 : 0;
    network.laneShare[lane] = item.share;
    // Known only once flows are: until then nothing limits the walk.
    network.laneCapacityUnitsPerDay[lane] = Number.POSITIVE_INFINITY;
    const gate = route.dischargePort === undefined ? "" : gateKey(route.dischargePort, parties.of(item.lane.to));
    network.lanePort[lane] = portIndex.get(gate) ?? -1;
    network.laneRingStart[lane] = slot;
    network.laneRingLength[lane] = route.leadTimeDays + longestExtraDays[lane] + 1;
    slot += network.laneRingLength[lane];
    network.laneDetourOf[lane] = item.detourOf;
    if (item.detourOf >= 0) network.laneDetourCount[item.detourOf] += 1;
    network.laneKind[lane] = item.kind;
    const backup = item.kind === LANE_PROPER ? item.lane.backup : undefined;
    const waiting = item.kind === LANE_EXPEDITE ? item.lane.expedite : backup;
    network.laneBackupPriority[lane] = backup?.priority ?? 0;
    network.laneActivationDelayDays[lane] = waiting?.activationDelayDays ?? 0;
    network.laneQualificationDays[lane] = backup?.qualificationDays ?? 0;
    network.laneQualificationUsd[lane] = backup?.qualificationCostUsd ?? 0;
    fillLaneTerms(network, indexed, item, lane);
    fillBoundary(network, indexed, item, lane);
  });
}

function fillProcesses(network: Network, indexed: IndexedSelection): void {
  const { selection, stockIndex, regimeIndex, regionIndex } = indexed;
  const products = new Map(selection.world.products.map((product, index) => [product.id, { ...product, index }]));
  let slot = 0;
  let input = 0;
  indexed.processes.forEach((item, process) => {
    const { site, process: terms, share } = item;
    const regime = selection.regionsById.get(site.region)?.carbonRegime;
    const product = products.get(terms.output);
    network.processStock[process] = stockIndex.get(outputKey(item)) as number;
    network.processShare[process] = share;
    network.processCapacityUnitsPerDay[process] = terms.capacityUnitsPerDay;
    network.processConversionUsdPerUnit[process] = terms.conversionCostUsdPerUnit;
    network.processTonnesPerUnit[process] = terms.emissionsTonnesPerUnit;
    network.processRegime[process] = regime === undefined ? -1 : (regimeIndex.get(regime) as number);
    network.processRegion[process] = regionIndex.get(site.region) as number;
    network.processLeadDays[process] = terms.productionLeadTimeDays;
    network.processRingStart[process] = slot;
    network.processRingLength[process] = terms.productionLeadTimeDays + 1;
    slot += terms.productionLeadTimeDays + 1;
    network.processIsStrategic[process] = product?.isStrategic ? 1 : 0;
    network.processProduct[process] = product?.index ?? -1;
    network.processInputStart[process] = input;
    for (const need of terms.inputs) {
      network.inputStock[input] = stockIndex.get(stockKey(site.id, need.product)) as number;
      network.inputProcess[input] = process;
      network.inputUnitsPerUnit[input++] = need.unitsPerUnit / terms.yieldFraction;
    }
  });
  network.processInputStart[indexed.processes.length] = input;
}

function fillMarkets(network: Network, indexed: IndexedSelection): void {
  const { selection, stockIndex, regionIndex } = indexed;
  let slot = 0;
  let lag = 0;
  indexed.markets.forEach((terms, market) => {
    const patienceDays = patienceOf(terms);
    network.marketStock[market] = stockIndex.get(stockKey(terms.site, terms.product)) as number;
    network.marketDemandUnitsPerDay[market] = terms.demandUnitsPerDay;
    network.marketPriceUsdPerUnit[market] = terms.priceUsdPerUnit;
    network.marketPatienceDays[market] = patienceDays;
    network.marketRingStart[market] = slot;
    network.marketRingLength[market] = ringLengthOf(patienceDays);
    slot += ringLengthOf(patienceDays);
    network.marketElasticity[market] = terms.priceElasticity ?? 0;
    network.marketPassThroughFraction[market] = terms.passThroughFraction;
    network.marketLagStart[market] = lag;
    for (const weight of lagWeightsOf(terms)) network.lagWeight[lag++] = weight;
    network.marketBasketWeight[market] = terms.basketWeight ?? terms.demandUnitsPerDay * terms.priceUsdPerUnit;
    network.marketHasLocalBloc[market] = terms.localBloc === undefined ? 0 : 1;
    for (const region of selection.world.regions) {
      const isLocal = terms.localBloc !== undefined && region.blocs.includes(terms.localBloc);
      const at = market * regionIndex.size + (regionIndex.get(region.id) as number);
      network.marketLocalRegion[at] = isLocal ? 1 : 0;
    }
  });
  network.marketLagStart[indexed.markets.length] = lag;
}

/** All of a cost change reaches the price at once where nothing is said. */
function lagWeightsOf({ passThroughLagWeights }: Market): readonly number[] {
  return passThroughLagWeights ?? [1];
}

function patienceOf(market: { unmet: "lost" | "backorder"; patienceDays: number }): number {
  return market.unmet === "lost" ? 0 : market.patienceDays;
}

function ringLengthOf(patienceDays: number): number {
  return Math.max(1, patienceDays);
}

function fillPorts(network: Network, indexed: IndexedSelection): void {
  const { parties } = indexed.selection;
  let at = 0;
  indexed.ports.forEach(({ port, party }, index) => {
    network.portLaneStart[index] = at;
    indexed.lanes.forEach((lane, laneIndex) => {
      const isOfParty = parties.of(lane.lane.to) === party;
      if (lane.route.dischargePort === port.id && isOfParty) network.portLane[at++] = laneIndex;
    });
  });
  network.portLaneStart[indexed.ports.length] = at;
}

function fillEffects(network: Network, effects: readonly (readonly Effect[])[]): void {
  let at = 0;
  effects.forEach((list, hazard) => {
    network.hazardEffectStart[hazard] = at;
    for (const effect of list) {
      network.effectChannel[at] = CHANNELS[effect.channel];
      network.effectIndex[at] = effect.index;
      network.effectAmount[at] = effect.amount;
      network.effectPassDays[at++] = effect.passDays ?? 0;
    }
  });
  network.hazardEffectStart[effects.length] = at;
}
