import type { Policies } from "./policy.ts";
import type { Alternative, Backup, Expedite, Growth, Recycling, Reserve, Standby, Surge } from "./world.ts";

/**
 * One network: which lanes, shares, buffers, capacities and backups of the world are active. `extends` has been
 * resolved; overlays hold only what differs from the world.
 */
export interface Design {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly planner: PlannerSettings;
  readonly lanes: readonly LaneOverlay[];
  readonly stocks: readonly StockOverlay[];
  readonly processes: readonly ProcessOverlay[];
  readonly sites: readonly SiteOverlay[];
  readonly policies: Policies;
}

/** How fast and how smoothly a design reacts. */
export interface PlannerSettings {
  /** Days until a change in the world is seen and acted on. */
  readonly detectionDelayDays: number;
  /** Days over which a gap to the target stock is closed; 1 orders the whole gap at once. */
  readonly restockDays: number;
  /** Whether sites of one cluster lend each other idle capacity. */
  readonly clusterPooling?: ClusterPooling;
  /** Whether stock is built ahead of closures that are announced. */
  readonly frontLoading?: FrontLoading;
  /** Whether critical products come first at port gates and where processes share an input. */
  readonly prioritisesCritical?: boolean;
}

export interface ClusterPooling {
  readonly activationDelayDays: number;
  /** Conversion cost of a unit made with borrowed capacity as a multiple of the usual one. */
  readonly costFactor: number;
}

export interface FrontLoading {
  /** Most that is built ahead, days of the flow that the closure will cut off. */
  readonly maxCoverDays: number;
}

export interface LaneOverlay {
  readonly lane: string;
  readonly share?: number;
  readonly capacityUnitsPerDay?: number;
  readonly leadTimeDays?: number;
  readonly costUsdPerUnit?: number;
  readonly allocationPriority?: number;
  /** `none` turns a backup of the world into a primary lane. */
  readonly backup?: Backup | "none";
  readonly expedite?: Expedite | "none";
}

/** What an overlay on a stock, a process or a site says besides. */
interface Inheritable {
  /** Stated by an extended design alone: without effect, and no mistake, where this design drops what it is about. */
  readonly isInherited: boolean;
}

export interface StockOverlay extends Inheritable {
  readonly site: string;
  readonly product: string;
  readonly coverDays?: number;
  readonly holdingCostUsdPerUnitDay?: number;
  readonly rationing?: "proportional" | "priority";
  readonly orderCapacityUnitsPerDay?: number;
  readonly storageUnits?: number;
  readonly reserve?: Reserve | "none";
}

export interface ProcessOverlay extends Inheritable {
  readonly site: string;
  readonly output: string;
  readonly capacityUnitsPerDay?: number;
  readonly conversionCostUsdPerUnit?: number;
  readonly productionLeadTimeDays?: number;
  readonly yieldFraction?: number;
  readonly emissionsTonnesPerUnit?: number;
  readonly share?: number;
  readonly surge?: Surge | "none";
  readonly standby?: Standby | "none";
  readonly growth?: Growth | "none";
  readonly recycling?: Recycling | "none";
  readonly alternatives?: readonly Alternative[];
}

export interface SiteOverlay extends Inheritable {
  readonly site: string;
  readonly fixedCostUsdPerDay: number;
}
