import { type Columns, columnsByteLength, type Dimensions, viewColumns } from "./columns.ts";
import type { ScarcityPricing } from "./settings.ts";

/**
 * A compiled design as flat columns: what the planner and the simulator see. Entities are numbered; `-1` in an index
 * column means none. Lanes are grouped by destination stock, each detour directly behind the lane it belongs to, processes
 * by output stock, so that `stockLaneStart[s] .. stockLaneStart[s + 1]` are the lanes into stock s.
 */
export const NETWORK_COLUMNS = {
  // Stocks: one product at one site.
  stockCoverDays: ["f64", "stocks"],
  stockHoldingUsdPerUnitDay: ["f64", "stocks"],
  stockOrderCapacityUnitsPerDay: ["f64", "stocks"], // Infinity = no limit
  stockFlowUnitsPerDay: ["f64", "stocks"], // baseline
  stockTargetUnits: ["f64", "stocks"], // baseline base-stock level
  stockUnitCostUsd: ["f64", "stocks"], // baseline, accumulated upstream-first
  stockEmbeddedTonnesPerUnit: ["f64", "stocks"], // baseline embodied emissions, tCO2e
  stockLaneStart: ["i32", "stocks+1"],
  stockProcessStart: ["i32", "stocks+1"],
  stockLevelStart: ["i32", "stocks+1"], // rationing levels of the claims on the stock
  stockOrder: ["i32", "stocks"], // from markets upstream: the order in which orders are placed
  stockSpoilageFraction: ["f64", "stocks"], // of what is on hand overnight, at baseline
  stockInflowFactor: ["f64", "stocks"], // units received for a unit that leaves: what spoils is made up for
  stockStorageUnits: ["f64", "stocks"], // Infinity = no limit
  stockReserveDays: ["f64", "stocks"], // strategic reserve in days of baseline flow; 0 = none
  stockReleaseDelayDays: ["i32", "stocks"],
  stockReleaseUnitsPerDay: ["f64", "stocks"],
  stockRefillDelayDays: ["i32", "stocks"],
  stockRefillUnitsPerDay: ["f64", "stocks"],

  // Claims on a stock, by rationing level: who may draw from it.
  levelClaimStart: ["i32", "levels+1"],
  claimKind: ["i32", "claims"],
  claimIndex: ["i32", "claims"], // lane, process input or market

  // Lanes.
  laneFrom: ["i32", "lanes"], // stock
  laneTo: ["i32", "lanes"], // stock
  laneLeadDays: ["i32", "lanes"],
  laneOrderDelayDays: ["i32", "lanes"], // 1 where the lane lies on a cycle, else 0
  laneShare: ["f64", "lanes"], // baseline share of the destination's orders
  laneCapacityUnitsPerDay: ["f64", "lanes"],
  laneFreightUsdPerUnit: ["f64", "lanes"],
  laneFreightTonnesPerUnit: ["f64", "lanes"], // freight emissions, tCO2e
  laneTariffFraction: ["f64", "lanes"],
  laneMassTonnesPerUnit: ["f64", "lanes"],
  lanePort: ["i32", "lanes"], // discharge port
  laneRingStart: ["i32", "lanes"], // pipeline slots, by day of arrival modulo length
  laneRingLength: ["i32", "lanes"],
  laneDetourOf: ["i32", "lanes"],
  laneDetourCount: ["i32", "lanes"], // other ways directly behind this lane: detours, leaks, expedite
  laneKind: ["i32", "lanes"], // LANE_PROPER and its like
  laneBackupPriority: ["i32", "lanes"], // 0 = not a backup
  laneActivationDelayDays: ["i32", "lanes"], // of backups and expedite lanes
  laneQualificationDays: ["i32", "lanes"], // of backups: once in a run, before the first use
  laneQualificationUsd: ["f64", "lanes"],
  laneSpoilageFraction: ["f64", "lanes"], // of what is under way a day, at baseline
  laneSendFactor: ["f64", "lanes"], // units dispatched for a unit that arrives
  laneTransitDays: ["f64", "lanes"], // units under way in the evening for a unit a day that arrives
  laneIsCritical: ["i32", "lanes"], // carries a product of the critical tier
  laneFreightRegimeFrom: ["i32", "lanes"], // carbon regime pricing the freight on behalf of the origin
  laneFreightRegimeTo: ["i32", "lanes"],
  laneFreightRegimeFromShare: ["f64", "lanes"],
  laneFreightRegimeToShare: ["f64", "lanes"],
  laneBorderRegime: ["i32", "lanes"], // importer's regime where a border adjustment applies
  laneOriginRegime: ["i32", "lanes"],
  laneBorderFreeTonnesPerUnit: ["f64", "lanes"], // embodied emissions for which no certificates are due
  laneTrustProduct: ["i32", "lanes"], // product under the circle of trust that it brings in from outside

  // Processes and their inputs.
  processStock: ["i32", "processes"],
  processShare: ["f64", "processes"],
  processCapacityUnitsPerDay: ["f64", "processes"],
  processConversionUsdPerUnit: ["f64", "processes"],
  processTonnesPerUnit: ["f64", "processes"], // process emissions, tCO2e
  processRegime: ["i32", "processes"],
  processRegion: ["i32", "processes"],
  processLeadDays: ["i32", "processes"],
  processRingStart: ["i32", "processes"],
  processRingLength: ["i32", "processes"],
  processSurgeFraction: ["f64", "processes"], // extra capacity as a fraction; 0 = none
  processSurgeDelayDays: ["i32", "processes"],
  processSurgeKeepDays: ["i32", "processes"],
  processSurgeCostFactor: ["f64", "processes"],
  processStandbyPriority: ["i32", "processes"], // 0 = not on standby
  processStandbyDelayDays: ["i32", "processes"],
  processGrowthPerYear: ["f64", "processes"], // 0 = does not grow
  processGrowthCeiling: ["f64", "processes"],
  processGrowthDelayDays: ["i32", "processes"],
  processGrowthUsdPerUnitPerDay: ["f64", "processes"],
  processSharesWith: ["i32", "processes"], // the process whose capacity an alternative recipe shares
  processPool: ["i32", "processes"], // processes of one cluster and product that lend each other capacity
  processRecyclingStart: ["i32", "processes+1"],
  processRecyclingRingStart: ["i32", "processes"],
  processRecyclingRingLength: ["i32", "processes"], // 0 = not a recycling source
  recyclingMarket: ["i32", "recyclings"],
  recyclingUnitsPerUnitSold: ["f64", "recyclings"],
  processIsStrategic: ["i32", "processes"], // makes a strategic raw material
  processProduct: ["i32", "processes"],
  processTrustProduct: ["i32", "processes"], // product under the circle of trust that it makes inside
  processIsCapped: ["i32", "processes"], // makes a product under the single-country cap
  processInputStart: ["i32", "processes+1"],
  inputStock: ["i32", "inputs"],
  inputProcess: ["i32", "inputs"],
  inputUnitsPerUnit: ["f64", "inputs"], // yield included

  // Markets.
  marketStock: ["i32", "markets"],
  marketDemandUnitsPerDay: ["f64", "markets"],
  marketPriceUsdPerUnit: ["f64", "markets"],
  marketPatienceDays: ["i32", "markets"], // 0 = unmet demand is lost at once, -1 = waits for ever
  marketRingStart: ["i32", "markets"], // backorders by day modulo length
  marketRingLength: ["i32", "markets"],
  marketPassThroughFraction: ["f64", "markets"],
  marketLagStart: ["i32", "markets+1"],
  lagWeight: ["f64", "lags"], // share of a cost change that reaches the price 0, 1, ... days later
  marketElasticity: ["f64", "markets"],
  marketBasketWeight: ["f64", "markets"],
  marketUnitCostUsd: ["f64", "markets"], // baseline landed cost
  marketLocalRegion: ["i32", "marketRegions"], // [market x region] 1 where value added counts as local
  marketHasLocalBloc: ["i32", "markets"],
  marketLocalRule: ["i32", "markets"], // local-content rule of the design
  localRuleMinShare: ["f64", "localRules"],

  // Boundaries between parties. -1 = no such figure.
  stockParty: ["i32", "stocks"],
  laneBoundary: ["i32", "lanes"], // LANE_INSIDE and its like
  laneBoundaryUnitsPerDay: ["f64", "lanes"], // what plans upstream count on
  laneBoundaryUsdPerUnit: ["f64", "lanes"], // value at origin that goods have at baseline
  laneBoundaryTonnesPerUnit: ["f64", "lanes"], // embodied emissions at origin, tCO2e

  // Ports: discharge gates.
  portThroughputTonnesPerDay: ["f64", "ports"],
  portLaneStart: ["i32", "ports+1"],
  portLane: ["i32", "portLanes"],

  // Carbon regimes.
  regimePriceUsdPerTonne: ["f64", "regimes"],

  // What each hazard of the study touches in this design.
  hazardEffectStart: ["i32", "hazards+1"],
  effectChannel: ["i32", "effects"],
  effectIndex: ["i32", "effects"],
  effectAmount: ["f64", "effects"],
  effectPassDays: ["f64", "effects"], // transit: goods with more days to go than this have not passed
} as const;

/** Kinds of lanes: the lane itself, and other ways behind it. */
export const LANE_PROPER = 0;
export const LANE_DETOUR = 1;
/** Through a third country, round a ban: shut unless a hazard opens it. */
export const LANE_LEAK = 2;
export const LANE_EXPEDITE = 3;

/** Whether a lane crosses a boundary between parties: into the party that is looked at (any, in a joint study), or out of it. */
export const LANE_INSIDE = 0;
export const LANE_INBOUND = 1;
export const LANE_OUTBOUND = 2;

/** Kinds of claims on a stock. */
export const CLAIM_LANE = 0;
export const CLAIM_INPUT = 1;
export const CLAIM_MARKET = 2;

/** How many of each entity a network has; `laneSlots` and its like are the summed lengths of ring buffers. */
export interface NetworkCounts {
  readonly stocks: number;
  readonly levels: number;
  readonly claims: number;
  readonly lanes: number;
  readonly laneSlots: number;
  readonly processes: number;
  readonly processSlots: number;
  readonly inputs: number;
  readonly recyclings: number;
  readonly recyclingSlots: number;
  readonly pools: number;
  readonly markets: number;
  readonly marketSlots: number;
  readonly lags: number;
  readonly ports: number;
  readonly portLanes: number;
  readonly regimes: number;
  readonly regions: number;
  readonly products: number;
  readonly localRules: number;
  readonly parties: number;
  readonly hazards: number;
  readonly effects: number;
}

/** Scalars of a compiled design. */
export interface NetworkConstants {
  readonly detectionDelayDays: number;
  readonly restockDays: number;
  /** A paused stock without an order limit of its own may order this many times its baseline flow. */
  readonly laneHeadroomFactor: number;
  readonly capitalCostFractionPerDay: number;
  readonly fixedCostUsdPerDay: number;
  readonly siteCount: number;
  /** Whether critical products pass port gates first. */
  readonly prioritisesCritical: boolean;
  /** Cluster pooling: days until sites lend each other capacity, -1 where they never do, and what it costs. */
  readonly poolingDelayDays: number;
  readonly poolingCostFactor: number;
  /** Most that is built ahead of an announced closure, days of the flow it will cut off; 0 = nothing. */
  readonly frontLoadingDays: number;
  readonly scarcity: ScarcityPricing;
  /** Whether it is the network of one party among others. */
  readonly isOneParty: boolean;
  /** Whether goods cross boundaries with what they cost, or at the value agreed on. */
  readonly sharesPrices: boolean;
  /** Limits of the circle of trust and of the single-country cap; Infinity = no such policy. */
  readonly mostOutsideShare: number;
  readonly mostCountryShare: number;
}

export interface Network extends Columns<typeof NETWORK_COLUMNS> {
  readonly counts: NetworkCounts;
  readonly constants: NetworkConstants;
}

function networkDimensions(counts: NetworkCounts): Dimensions {
  return {
    ...counts,
    "stocks+1": counts.stocks + 1,
    "levels+1": counts.levels + 1,
    "processes+1": counts.processes + 1,
    "markets+1": counts.markets + 1,
    "ports+1": counts.ports + 1,
    "hazards+1": counts.hazards + 1,
    marketRegions: counts.markets * counts.regions,
  };
}

/** Bytes a network of these counts occupies in a shared buffer. */
export function networkByteLength(counts: NetworkCounts): number {
  return columnsByteLength(NETWORK_COLUMNS, networkDimensions(counts));
}

/** A network as views into a buffer. The buffer is shared between threads: nobody writes to it after compilation. */
export function viewNetwork(
  counts: NetworkCounts,
  constants: NetworkConstants,
  buffer: ArrayBufferLike,
  byteOffset = 0,
): Network {
  return { counts, constants, ...viewColumns(NETWORK_COLUMNS, networkDimensions(counts), buffer, byteOffset) };
}
