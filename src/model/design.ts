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

export interface StockOverlay {
  readonly site: string;
  readonly product: string;
  readonly coverDays?: number;
  readonly holdingCostUsdPerUnitDay?: number;
  readonly rationing?: "proportional" | "priority";
  readonly orderCapacityUnitsPerDay?: number;
}

export interface ProcessOverlay {
  readonly site: string;
  readonly output: string;
  readonly capacityUnitsPerDay?: number;
  readonly conversionCostUsdPerUnit?: number;
  readonly productionLeadTimeDays?: number;
  readonly yieldFraction?: number;
  readonly emissionsTonnesPerUnit?: number;
  readonly share?: number;
}

export interface SiteOverlay {
  readonly site: string;
  readonly fixedCostUsdPerDay: number;
}
