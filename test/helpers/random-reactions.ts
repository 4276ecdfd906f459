import type { Dice } from "./random-study.ts";
import type { StudyInput } from "./study.ts";

/*
 * What a random study gets on top when every feature of the model is to be on: spoilage, reactions of processes, stocks and
 * lanes, planners that pool, build ahead and prioritise, random and elastic demand, and hazards of every kind.
 */

// biome-ignore lint/suspicious/noExplicitAny: entries of a study file; the parser checks them
type Entry = Record<string, any>;

/** Changes a random study in place. Capacities are widened: what spoils has to be made and carried as well. */
export function addReactions(dice: Dice, input: StudyInput, exposureDays: number, isPlain: boolean): void {
  const { world, markets } = input;
  for (const product of world.products) if (dice.chance(0.3)) product.spoilageFractionPerDay = dice.pick([0.002, 0.01]);
  for (const site of world.sites) {
    for (const process of site.processes) addToProcess(dice, process, markets);
    for (const stock of site.stocks) addToStock(dice, stock);
  }
  for (const lane of world.lanes) addToLane(dice, lane);
  for (const strait of world.chokepoints) if (strait.throughputTonnesPerDay) strait.throughputTonnesPerDay *= 3;
  for (const market of markets) addToMarket(dice, market, isPlain);
  if (markets.some((market: Entry) => market.demandNoise ?? market.seasonality)) input.settings.warmUpDays = 15;
  Object.assign(input.settings.planner, planner(dice));
  if (input.hazards.length === 0) return;
  input.settings.startDate = "2026-01-01";
  input.hazards.push(...moreHazards(dice, input, exposureDays));
  for (const hazard of input.hazards) {
    if (dice.chance(0.3)) hazard.announcementLeadDays = dice.whole(1, 20);
    if (dice.chance(0.3)) hazard.isEndKnown = true;
  }
  const coupled = input.hazards.filter(({ arrival }: Entry) => arrival.days === undefined).slice(0, 3);
  if (coupled.length > 1 && dice.chance(0.5)) {
    const hazards = coupled.map(({ id }: Entry) => id);
    input.commonCauses = [{ id: "weather", hazards, correlation: dice.between(0.1, 0.9) }];
  }
  // Each may set off the next one only: no cycles.
  input.hazards.forEach((hazard: Entry, at: number) => {
    const next = input.hazards[at + 1];
    if (next === undefined || !dice.chance(0.3)) return;
    hazard.triggers = [{ hazard: next.id, probability: dice.between(0.2, 1), delayDays: dice.whole(0, 10) }];
  });
}

function addToProcess(dice: Dice, process: Entry, markets: readonly Entry[]): void {
  process.capacityUnitsPerDay *= dice.between(2, 4);
  const delay = (): number => dice.pick([0, 2, 7]);
  if (dice.chance(0.3)) {
    process.surge = {
      extraFraction: dice.between(0.1, 1),
      activationDelayDays: delay(),
      costFactor: dice.between(1, 2),
      keepDays: dice.pick([0, 10]),
    };
  }
  if (dice.chance(0.2)) {
    process.growth = {
      ratePerYear: dice.between(0.1, 2),
      ceilingFactor: 1.5,
      delayDays: delay(),
      costUsdPerUnitPerDay: 5,
    };
  }
  if (process.inputs.length > 0 && dice.chance(0.3)) {
    const [first] = process.inputs;
    process.alternatives = [
      {
        id: "spare",
        inputs: dice.chance(0.5) ? [] : [{ product: first.product, unitsPerUnit: first.unitsPerUnit * 0.5 }],
        conversionCostUsdPerUnit: dice.between(5, 60),
        activationDelayDays: delay(),
        ...(dice.chance(0.5) ? { capacityUnitsPerDay: process.capacityUnitsPerDay * 0.5 } : {}),
      },
    ];
  }
  if (process.inputs.length === 0 && dice.chance(0.15)) {
    const market = dice.pick(markets);
    process.recycling = {
      markets: [market.id],
      unitsPerUnitSold: Number(((process.capacityUnitsPerDay * 2) / market.demandUnitsPerDay).toPrecision(4)),
      delayDays: dice.whole(1, 12),
    };
  }
}

function addToStock(dice: Dice, stock: Entry): void {
  if (stock.orderCapacityUnitsPerDay) stock.orderCapacityUnitsPerDay *= 3;
  if (!dice.chance(0.25)) return;
  stock.reserve = {
    coverDays: dice.between(1, 20),
    releaseDelayDays: dice.pick([0, 3]),
    refillDelayDays: dice.pick([0, 10]),
    ...(dice.chance(0.5) ? { releaseUnitsPerDay: dice.between(1, 100) } : {}),
  };
  if (dice.chance(0.3)) stock.storageUnits = 1e9;
}

function addToLane(dice: Dice, lane: Entry): void {
  if (lane.capacityUnitsPerDay) lane.capacityUnitsPerDay *= 3;
  if (lane.backup !== undefined) {
    if (dice.chance(0.3))
      Object.assign(lane.backup, { qualificationDays: dice.whole(1, 20), qualificationCostUsd: 100 });
  } else if (lane.leadTimeDays > 0 && dice.chance(0.3)) {
    lane.expedite = {
      leadTimeDays: dice.whole(0, 3),
      costUsdPerUnit: dice.between(5, 50),
      distanceKm: 1000,
      capacityUnitsPerDay: dice.between(1, 300),
      activationDelayDays: dice.pick([0, 2]),
    };
  }
}

function addToMarket(dice: Dice, market: Entry, isPlain: boolean): void {
  if (dice.chance(0.3)) market.passThroughLagWeights = [0.5, 0.3, 0.2];
  if (isPlain) return; // an undisturbed run under constant demand, without reactions to rounding of prices
  if (dice.chance(0.3)) market.demandNoise = { cv: dice.between(0.05, 0.4), correlationDays: dice.pick([0, 5]) };
  if (dice.chance(0.2)) market.seasonality = { amplitudeFraction: dice.between(0.05, 0.4), peakDay: 20 };
  if (dice.chance(0.3)) market.priceElasticity = -dice.between(0.1, 2);
}

function planner(dice: Dice): Entry {
  return {
    ...(dice.chance(0.5) ? { clusterPooling: { activationDelayDays: dice.pick([0, 3]), costFactor: 1.2 } } : {}),
    ...(dice.chance(0.5) ? { frontLoading: { maxCoverDays: dice.between(1, 30) } } : {}),
    prioritisesCritical: dice.chance(0.5),
  };
}

/** One hazard of each kind that `random-study.ts` does not draw, and an export ban with a licence and a leak. */
function moreHazards(dice: Dice, { world, markets }: StudyInput, exposureDays: number): Entry[] {
  const ids = (entries: readonly Entry[]): string[] => entries.map(({ id }) => id);
  const region = (): string => dice.pick(ids(world.regions));
  const strike = (id: string, kind: string, more: Entry): Entry => ({
    id,
    kind,
    arrival: dice.pick([
      { days: [dice.whole(0, exposureDays - 1)] },
      { ratePerYear: dice.between(1, 8) },
      { selfExciting: { ratePerYear: dice.between(1, 4), branchingRatio: 0.4, decayDays: 10 } },
    ]),
    durationDays: dice.whole(1, 30),
    severity: dice.pick([1, dice.between(0.2, 0.9)]),
    ...more,
  });
  const all = [
    strike("x-tariff", "tariff-shock", { targets: { fromRegions: [region()] }, addFraction: dice.between(0.05, 1) }),
    strike("x-delay", "lead-time-shock", { targets: { regions: [region()] }, extraDays: dice.whole(1, 12) }),
    strike("x-freight", "freight-cost-shock", { targets: { regions: [region()] }, factor: dice.between(0.5, 7) }),
    strike("x-demand", "demand-shock", {
      targets: { markets: [dice.pick(ids(markets))] },
      factor: dice.between(0.3, 2),
    }),
    strike("x-cold", "cold-chain-failure", { targets: { regions: [region()] }, addSpoilageFractionPerDay: 0.2 }),
    strike("x-fire", "site-outage", { targets: { sites: [dice.pick(ids(world.sites))] }, destroysStockShare: 0.6 }),
    strike("x-sanction", "sanction", {
      targets: { sites: [dice.pick(ids(world.sites))], blocs: ["blue"], pressureRegions: [region()] },
    }),
    strike("x-licence", "export-ban", {
      targets: { fromRegions: [region()] },
      licence: { approvedShare: 0.25, waitingDays: dice.whole(1, 20) },
      leakage: { share: dice.between(0.05, 0.5), extraDays: dice.whole(0, 10), extraCostUsdPerUnit: 3 },
    }),
    strike("x-path", "carbon-price-shock", {
      targets: { carbonRegimes: ["ets"] },
      durationDays: "permanent",
      change: { path: { volatilityPerYear: 0.4, driftPerYear: 0.05, stepDays: 10 } },
    }),
  ];
  return dice.some(all, 0.4);
}
