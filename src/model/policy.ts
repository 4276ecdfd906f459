import type { Region, Tier } from "./world.ts";

/** What a design promises to keep to, checked at baseline and measured over every run. */
export interface Policies {
  readonly circleOfTrust?: CircleOfTrust;
  readonly localContent?: readonly LocalContentRule[];
  readonly maxSingleCountryShare?: CountryCap;
  readonly tierRules?: readonly TierRule[];
}

export type PolicyName = keyof Policies;

/** Regions, named or by bloc, among which products of some tiers may flow freely. */
export interface CircleOfTrust {
  readonly blocs?: readonly string[];
  readonly regions?: readonly string[];
  readonly tiers: readonly Tier[];
  /** Most of any product of these tiers that may come into the circle from outside, of all that comes in or is made inside. */
  readonly allowOutsideShare: number;
}

/** Least share of the value added in what the markets of a bloc buy that must be added inside that bloc. */
export interface LocalContentRule {
  readonly bloc: string;
  readonly minShare: number;
}

/** Most of any of these products that may be made in one region. */
export interface CountryCap {
  /** Absent: the strategic ones. */
  readonly products?: readonly string[];
  readonly maxShare: number;
}

/** What holds for all products of a tier where they are used or sold. */
export interface TierRule {
  readonly tier: Tier;
  /** Sites that make the product and from which lanes, backups included, lead there. */
  readonly minSources?: number;
  /** Days of cover, a reserve included. */
  readonly minCoverDays?: number;
  /** The sites that make it lie in one of these. */
  readonly blocs?: readonly string[];
}

/** Whether a region is named, or in a named bloc. */
export function isAmong(
  region: Region,
  { blocs = [], regions = [] }: Pick<CircleOfTrust, "blocs" | "regions">,
): boolean {
  return regions.includes(region.id) || region.blocs.some((bloc) => blocs.includes(bloc));
}

/** What a policy says about one thing, and what a design measures there. */
export interface PolicyFigure {
  readonly policy: PolicyName;
  /** Entry of the policy, where it is a list. */
  readonly entry?: number;
  readonly what: string;
  readonly value: number;
  readonly sense: "at most" | "at least";
  readonly limit: number;
  /** What the figure counts: days, sites, or a fraction. */
  readonly unit: "fraction" | "days" | "sites";
  /** How to change the figure where it breaks the policy. */
  readonly remedy: string;
}

/** A figure misses its limit by less than this only by rounding. */
const ROUNDING = 1e-9;

export function isKept(value: number, sense: PolicyFigure["sense"], limit: number): boolean {
  return sense === "at most" ? !(value > limit + ROUNDING) : !(value < limit - ROUNDING);
}
