import { z } from "zod";

/** What one party says of its own run to the others: statistics, never a scenario. */
export interface SharedSummary {
  readonly format: "breakwater-silo-summary";
  readonly version: 1;
  readonly party: string;
  /** What all parties must have run alike. */
  readonly terms: SharedTerms;
  /** Statistics that rest on fewer scenarios than this are left out. */
  readonly leastScenarios: number;
  /** Standard deviation of the noise on every mean, as a fraction of its standard error; 0 = none. */
  readonly noiseFraction: number;
  readonly designs: readonly SharedDesign[];
}

export interface SharedTerms {
  readonly parties: readonly string[];
  readonly sharesPrices: boolean;
  readonly designs: readonly string[];
  readonly seed: number;
  readonly scenarios: number;
  readonly horizonDays: number;
  readonly exposureDays: number;
  readonly engineVersion: string;
}

export interface SharedDesign {
  readonly design: string;
  /** Undisturbed, a day. */
  readonly costUsdPerDay: number;
  readonly revenueUsdPerDay: number;
  /** Weight of the party's markets in the price basket. */
  readonly basketWeight: number;
  /** Whether demand is ever other than usual: random, seasonal, elastic, or shocked by a hazard this party knows. */
  readonly isDemandDisturbed: boolean;
  readonly means: Readonly<Record<string, SharedMean>>;
  /** Probabilities of flags, and means of the worst twentieth of losses. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly cvar95: Readonly<Record<string, number>>;
  /** [day] mean service level; empty where noise was added, or without markets. */
  readonly meanService: readonly number[];
  /** What was left out, and why. */
  readonly withheld: readonly string[];
}

export interface SharedMean {
  readonly mean: number;
  readonly se: number;
}

const number = z.number();
const id = z.string().min(1).max(64);
const byName = <Value extends z.ZodType>(value: Value) => z.record(z.string().max(64), value);

/** Whatever a neighbour sends: strict, so that nothing unexpected passes unseen. */
export const sharedSummarySchema: z.ZodType<SharedSummary> = z.strictObject({
  format: z.literal("breakwater-silo-summary"),
  version: z.literal(1),
  party: id,
  terms: z.strictObject({
    parties: z.array(id).min(2).max(1000),
    sharesPrices: z.boolean(),
    designs: z.array(id).min(1).max(1000),
    seed: number.int(),
    scenarios: number.int().positive(),
    horizonDays: number.int().positive().max(36_500),
    exposureDays: number.int().positive().max(36_500),
    engineVersion: z.string().max(64),
  }),
  leastScenarios: number.int().min(1),
  noiseFraction: number.min(0),
  designs: z.array(
    z.strictObject({
      design: id,
      costUsdPerDay: number,
      revenueUsdPerDay: number.min(0),
      basketWeight: number.min(0),
      isDemandDisturbed: z.boolean(),
      means: byName(z.strictObject({ mean: number, se: number.min(0) })),
      probabilities: byName(number.min(0).max(1)),
      cvar95: byName(number),
      meanService: z.array(number).max(36_500),
      withheld: z.array(z.string().max(300)).max(1000),
    }),
  ),
});

/** Metrics whose values for the whole network are the sums of the parties'. */
export const ADDITIVE = [
  "lostRevenueUsd",
  "delayedRevenueUsd",
  "openBacklogUsd",
  "forgoneDemandUsd",
  "spoiledUsd",
  "extraCostUsd",
  "extraProductionCostUsd",
  "extraFreightCostUsd",
  "extraTariffCostUsd",
  "extraCarbonCostUsd",
  "extraHoldingCostUsd",
  "extraExpediteCostUsd",
  "extraInvestmentCostUsd",
  "extraEmissionsTonnes",
] as const;
/** Averages over markets, by what they sell or by their weight in the basket. */
export const AVERAGED = ["fillRate", "resilienceLossDays", "meanInflationPct", "peakInflationPct"] as const;
/** Losses that are never negative, whose tails bound each other. */
export const TAILED = ["lostRevenueUsd"] as const;
