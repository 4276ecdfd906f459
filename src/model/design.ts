import type { Backup } from "./world.ts";

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
}

/** How fast and how smoothly a design reacts. */
export interface PlannerSettings {
  /** Days until a change in the world is seen and acted on. */
  readonly detectionDelayDays: number;
  /** Days over which a gap to the target stock is closed; 1 orders the whole gap at once. */
  readonly restockDays: number;
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
}

export interface SiteOverlay extends Inheritable {
  readonly site: string;
  readonly fixedCostUsdPerDay: number;
}
