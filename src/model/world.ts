/**
 * The world a study describes: everything that exists, before a design chooses what it uses. All numbers are finite and
 * in range (the configuration stage has checked them); ids are unique within their list.
 */
export interface World {
  readonly carbonRegimes: readonly CarbonRegime[];
  readonly regions: readonly Region[];
  readonly chokepoints: readonly Chokepoint[];
  readonly ports: readonly Port[];
  readonly freightEmissionsGramsPerTonneKm: Readonly<Record<FreightMode, number>>;
  readonly products: readonly Product[];
  readonly sites: readonly Site[];
  readonly lanes: readonly Lane[];
}

export const TIERS = ["critical", "standard"] as const;
export type Tier = (typeof TIERS)[number];

export const FREIGHT_MODES = ["sea", "air", "rail", "road", "pipeline"] as const;
export type FreightMode = (typeof FREIGHT_MODES)[number];

/** What a site that is out of action may be unable to do. */
export const SITE_PAUSES = ["production", "orders", "dispatch", "receipt"] as const;
export type SitePause = (typeof SITE_PAUSES)[number];

/** A carbon price and what it covers; several regions may share one regime. */
export interface CarbonRegime {
  readonly id: string;
  readonly name: string;
  readonly priceUsdPerTonne: number;
  /** Modes whose freight emissions the regime prices: whole inside the regime, half where one end lies outside. */
  readonly freightModes: readonly FreightMode[];
}

/** A country or customs territory. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly blocs: readonly string[];
  readonly carbonRegime?: string;
  /** Whether imports of border-adjusted products pay the difference to this region's carbon price. */
  readonly hasBorderAdjustment: boolean;
  /** Share of a product's benchmark that makers here still get free, and importers with them. */
  readonly borderFreeAllocationFraction: number;
  /** Days out when `exposure` asks; absent: the study's. */
  readonly restoreTimeDays?: number;
}

/** A strait, canal or corridor that lanes pass. */
export interface Chokepoint {
  readonly id: string;
  readonly name: string;
  /** Tonnes a day this network may send through; shared among its lanes by baseline tonnage. Absent: no limit. */
  readonly throughputTonnesPerDay?: number;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Days out when `exposure` asks; absent: the study's. */
  readonly restoreTimeDays?: number;
}

/** A gate at which the cargo of many lanes queues. */
export interface Port {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** Handling capacity as a multiple of the design's baseline tonnage unloaded here; 1.15 = 15 % spare. */
  readonly headroomFactor: number;
  /** Handling capacity in tonnes a day; where given it replaces the headroom rule. */
  readonly handlingTonnesPerDay?: number;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Days out when `exposure` asks; absent: the study's. */
  readonly restoreTimeDays?: number;
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly massTonnesPerUnit: number;
  readonly tier: Tier;
  /** Whether border carbon adjustment applies when the product enters a region that has one. */
  readonly isBorderAdjusted: boolean;
  /** Emissions of the benchmark by which free allocation is measured, tCO2e a unit. */
  readonly borderBenchmarkTonnesPerUnit: number;
  /** Whether the product counts as a strategic raw material when the share of one country is measured. */
  readonly isStrategic: boolean;
  /** Fraction of what is on hand overnight that spoils. Absent: nothing. */
  readonly spoilageFractionPerDay?: number;
  /** Fraction of what is under way that spoils a day. Absent: as in store. */
  readonly transitSpoilageFractionPerDay?: number;
}

/** A place that holds stock and may transform it. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly cluster?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly fixedCostUsdPerDay: number;
  readonly processes: readonly Process[];
  readonly stocks: readonly Stock[];
  /** Days out when `exposure` asks; absent: the study's. */
  readonly restoreTimeDays?: number;
}

/** Inputs -> one output at a site; no inputs makes it a source (a mine, a bought-in material). */
export interface Process {
  readonly output: string;
  readonly inputs: readonly ProcessInput[];
  /** Good units of output a day. */
  readonly capacityUnitsPerDay: number;
  readonly conversionCostUsdPerUnit: number;
  readonly productionLeadTimeDays: number;
  /** Good output per unit started: inputs used per good unit are `unitsPerUnit / yieldFraction`. */
  readonly yieldFraction: number;
  readonly emissionsTonnesPerUnit: number;
  /** Share of the output stock's supply; absent: what the primary lanes into that stock leave over. */
  readonly share?: number;
  readonly surge?: Surge;
  readonly standby?: Standby;
  readonly growth?: Growth;
  readonly recycling?: Recycling;
  readonly alternatives?: readonly Alternative[];
}

/** Overtime and extra shifts: capacity beyond the nominal one, used only for what is wanted beyond it. */
export interface Surge {
  readonly extraFraction: number;
  readonly activationDelayDays: number;
  /** Conversion cost of a surge unit as a multiple of the usual one. */
  readonly costFactor: number;
  /** Days it stays on after everything is seen as normal again. */
  readonly keepDays: number;
}

/** A plant that waits: no share until its stock lacks something. */
export interface Standby {
  /** 1 is called first, among backup lanes and standby processes alike. */
  readonly priority: number;
  readonly activationDelayDays: number;
  readonly reservationCostUsdPerDay: number;
}

/** Capacity that grows while under pressure and stays. */
export interface Growth {
  /** Continuous rate: capacity x exp(rate x years under pressure). */
  readonly ratePerYear: number;
  /** Most it can become, as a multiple of the capacity at the start. */
  readonly ceilingFactor: number;
  readonly delayDays: number;
  /** Investment for every unit a day of capacity added, USD. */
  readonly costUsdPerUnitPerDay: number;
}

/** A source whose capacity follows what markets sold a while ago. */
export interface Recycling {
  readonly markets: readonly string[];
  readonly unitsPerUnitSold: number;
  readonly delayDays: number;
}

/** Another bill of materials for the same output, used when the usual one lacks inputs. */
export interface Alternative {
  readonly id: string;
  readonly inputs: readonly ProcessInput[];
  readonly conversionCostUsdPerUnit?: number;
  readonly yieldFraction?: number;
  readonly emissionsTonnesPerUnit?: number;
  readonly productionLeadTimeDays?: number;
  /** Absent: it shares the capacity of the process it belongs to. */
  readonly capacityUnitsPerDay?: number;
  readonly priority: number;
  readonly activationDelayDays: number;
}

export interface ProcessInput {
  readonly product: string;
  readonly unitsPerUnit: number;
}

/** One product at one site. Stocks that are not listed exist with the defaults. */
export interface Stock {
  readonly product: string;
  /** Days of the stock's own flow that stay on hand at the end of an undisturbed day. */
  readonly coverDays: number;
  readonly holdingCostUsdPerUnitDay: number;
  readonly rationing: "proportional" | "priority";
  /** The most that can be ordered for this stock in a day. Absent: no limit. */
  readonly orderCapacityUnitsPerDay?: number;
  /** The most that may be kept on hand by plan: cover, reserve and what is built ahead. Absent: no limit. */
  readonly storageUnits?: number;
  readonly reserve?: Reserve;
}

/** A strategic reserve beside the cover: released when the stock lacks something, refilled afterwards. */
export interface Reserve {
  /** Days of the stock's baseline flow. */
  readonly coverDays: number;
  readonly releaseDelayDays: number;
  /** Absent: no limit. */
  readonly releaseUnitsPerDay?: number;
  readonly refillDelayDays: number;
  readonly refillUnitsPerDay?: number;
}

/** Moves one product from site to site. */
export interface Lane {
  readonly id: string;
  readonly product: string;
  readonly from: string;
  readonly to: string;
  readonly mode: FreightMode;
  readonly distanceKm: number;
  readonly leadTimeDays: number;
  readonly costUsdPerUnit: number;
  readonly tariffFraction: number;
  /** Share of the destination's orders; absent on the only source of a stock (1) and on backups (0). */
  readonly share?: number;
  /** Absent: the study's `laneHeadroomFactor` times baseline flow. A backup states it. */
  readonly capacityUnitsPerDay?: number;
  /** Rank under `priority` rationing at the origin: lower is served first. */
  readonly allocationPriority: number;
  readonly via: readonly Passage[];
  readonly detours: readonly Detour[];
  readonly backup?: Backup;
  readonly expedite?: Expedite;
  /** Days out when `exposure` asks; absent: the study's. */
  readonly restoreTimeDays?: number;
}

/** The same goods by a faster way, used while the lane is seen as shut, limited or slow. */
export interface Expedite {
  readonly mode: FreightMode;
  readonly leadTimeDays: number;
  readonly costUsdPerUnit: number;
  readonly distanceKm: number;
  readonly capacityUnitsPerDay: number;
  readonly activationDelayDays: number;
}

/** A port or chokepoint on a lane's way. */
export interface Passage {
  readonly at: string;
  /** Where on the way a chokepoint sits, 0 = origin, 1 = destination. */
  readonly atShare: number;
}

/** Another way for the same lane, used while a chokepoint on the usual way is perceived as shut. */
export interface Detour {
  readonly avoids: readonly string[];
  /** Chokepoints only the detour passes. */
  readonly via: readonly Passage[];
  readonly extraDays: number;
  readonly extraCostUsdPerUnit: number;
  readonly extraKm: number;
  readonly capacityUnitsPerDay?: number;
}

/** A lane that carries nothing until primary lanes fall short. */
export interface Backup {
  /** 1 is called first. */
  readonly priority: number;
  readonly activationDelayDays: number;
  /** What it costs a day to keep the option, used or not. */
  readonly reservationCostUsdPerDay: number;
  /** Days of supplier qualification before the first use in a run, on top of the activation delay. */
  readonly qualificationDays?: number;
  /** Charged once, when the qualification begins. */
  readonly qualificationCostUsd?: number;
}

/** Demand at a site. */
export interface Market {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly product: string;
  readonly demandUnitsPerDay: number;
  readonly priceUsdPerUnit: number;
  readonly unmet: "lost" | "backorder";
  /** Days a backorder waits before it is lost; only for `backorder`. */
  readonly patienceDays: number;
  /** Share of a change in landed cost that reaches the price. */
  readonly passThroughFraction: number;
  /** Shares of what is passed through that reach the price 0, 1, ... days later; they sum to 1. Absent: all at once. */
  readonly passThroughLagWeights?: readonly number[];
  /** Weight in the price index; absent: baseline revenue. */
  readonly basketWeight?: number;
  /** The bloc whose share of value added is measured as local content of what this market buys. */
  readonly localBloc?: string;
  readonly demandNoise?: DemandNoise;
  readonly seasonality?: Seasonality;
  /** Percent of demand for a percent of price, yesterday's; absent or 0: demand does not react. */
  readonly priceElasticity?: number;
}

/** Random demand: lognormal factors with mean 1, correlated over the days. */
export interface DemandNoise {
  /** Standard deviation of a day's demand as a fraction of its mean. */
  readonly cv: number;
  /** Days over which the correlation of demand falls to 1/e; 0 = independent days. */
  readonly correlationDays: number;
}

/** Demand that rises and falls with the time of year. */
export interface Seasonality {
  /** How far the peak lies above the mean, as a fraction of it. */
  readonly amplitudeFraction: number;
  /** Day of the run on which demand peaks. */
  readonly peakDay: number;
  readonly periodDays: number;
}

/** Whether a market's demand differs from day to day. */
export function isDemandVariable({ demandNoise, seasonality }: Market): boolean {
  return (demandNoise?.cv ?? 0) > 0 || (seasonality?.amplitudeFraction ?? 0) > 0;
}
