import type { PlannerSettings } from "./design.ts";
import type { SitePause } from "./world.ts";

/** What a study asks: horizon, sample, thresholds. Every field has its default in the schema. */
export interface Settings {
  readonly horizonDays: number;
  /** Disruptions start on days [0, exposureDays); the rest of the horizon is for recovery. Also the loss period. */
  readonly exposureDays: number;
  /** Days simulated before day 0 where demand is random or seasonal, and measured by nothing. */
  readonly warmUpDays: number;
  readonly scenarios: number;
  readonly seed: number;
  readonly sampler: string;
  /** Scenarios that share one randomisation, for samplers that have replicates. */
  readonly replicateScenarios: number;
  /** Run until estimates are this precise, instead of a fixed number of scenarios. */
  readonly precision?: PrecisionSettings;
  /** Whether the loss of every single event is measured, by running its scenario without it. */
  readonly eventLosses: boolean;
  /** Share what the first scenarios cost among the hazards. */
  readonly attribution?: AttributionSettings;
  /** How the sampler `importance` tilts. */
  readonly importance?: ImportanceSettings;
  /** Scenarios per block, the unit of work of a worker. Changes no number. */
  readonly blockScenarios: number;
  /** Calendar date of day 0, YYYY-MM-DD, for hazards with fixed dates. */
  readonly startDate?: string;
  /** The design against which structural premiums are measured. */
  readonly referenceDesign: string;
  readonly laneHeadroomFactor: number;
  /** Yearly cost of the money tied up in goods, as a fraction of their value. */
  readonly capitalCostFractionPerYear: number;
  readonly planner: PlannerSettings;
  readonly service: ServiceThresholds;
  readonly scarcity: ScarcityPricing;
  readonly exposure: ExposureSettings;
}

/** What the risk-exposure question puts out of action. Changes no number of a run. */
export interface ExposureSettings {
  /** Days out of whatever states none of its own. */
  readonly restoreTimeDays: number;
  /** Longest outage tried; the rest of the horizon shows its consequences. */
  readonly longestOutageDays: number;
  readonly pauses: readonly SitePause[];
}

/** When a run may end: from `scenarios` on, at the latest at `maximumScenarios`. */
export interface PrecisionSettings {
  /** Half the width of a 95 % interval over its value, which every watched statistic of every design must reach. */
  readonly relativeHalfWidth: number;
  /** Metrics whose statistics are watched. */
  readonly metrics: readonly string[];
  readonly maximumScenarios: number;
}

/** How costs are shared among hazards. */
export interface AttributionSettings {
  /** First scenarios of the run that are shared out. */
  readonly scenarios: number;
  /** All coalitions of a scenario's disruptions are valued up to so many of them. */
  readonly exactUpTo: number;
  /** Pairs of orders followed beyond. */
  readonly orderPairs: number;
}

/** Factors of a hazard that is not named are those of all. */
export interface ImportanceSettings extends TiltFactors {
  /** Share of scenarios drawn from the study's own laws; no weight exceeds 1 / nominalShare. */
  readonly nominalShare: number;
  readonly hazards: readonly ({ readonly hazard: string } & Partial<TiltFactors>)[];
}

/** How many times as often a hazard strikes, and how far durations and severities move to the bad side. */
export interface TiltFactors {
  readonly rateFactor: number;
  readonly durationFactor: number;
  readonly severityFactor: number;
}

export interface ServiceThresholds {
  /** A day fails when the service level is below this. */
  readonly failBelowFraction: number;
  /** Recovered when the service level is at least this for `holdDays` days. */
  readonly recoverAtFraction: number;
  readonly holdDays: number;
  /** The backlog counts as cleared when cumulative service is back within this fraction of the undisturbed run. */
  readonly backlogToleranceFraction: number;
  /** Days to which the mean time to recover is restricted, the same for all designs. */
  readonly restrictedMeanDays: number;
}

export interface ScarcityPricing {
  /** Premium over the baseline price when nothing can be had, as a multiple of that price. */
  readonly premiumFactor: number;
  /** The most the premium can be, as a fraction of the baseline price. */
  readonly capFraction: number;
}
