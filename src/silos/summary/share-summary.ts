import { openUniforms } from "../../math/keyed-uniforms.ts";
import { normalQuantile } from "../../math/normal-quantile.ts";
import {
  ADDITIVE,
  AVERAGED,
  type SharedDesign,
  type SharedMean,
  type SharedSummary,
  type SharedTerms,
  TAILED,
} from "./shared-summary.ts";

/** A statistic of a party's run, ids in place of numbers. */
export interface RunStatistic {
  readonly design: string;
  readonly metric: string;
  readonly statistic: string;
  readonly value: number | undefined;
}

/** What a party's run folder says. */
export interface PartyRun {
  readonly party: string;
  readonly terms: SharedTerms;
  readonly statistics: readonly RunStatistic[];
  readonly designs: readonly {
    readonly design: string;
    readonly costUsdPerDay: number;
    readonly revenueUsdPerDay: number;
    readonly basketWeight: number;
    readonly isDemandDisturbed: boolean;
    readonly meanService: readonly number[];
  }[];
}

/** How a party guards what it shares. */
export interface Guard {
  /** Statistics that rest on fewer scenarios are left out. */
  readonly leastScenarios: number;
  /** Noise on means: its standard deviation as a fraction of the standard error. */
  readonly noiseFraction: number;
  /** The party's own; keeps noise the same however often it is asked for, so that averaging takes nothing off. */
  readonly noiseSeed: string;
}

const TAIL_SHARE = 0.05;
/** Means of what markets have seen: they rest on the scenarios in which any failed. */
const OF_MARKETS: readonly string[] = ["lostRevenueUsd", "delayedRevenueUsd", "openBacklogUsd", ...AVERAGED];

/** What a party tells of its run: means of what adds up and of what its markets see, a tail, how often they were hit. */
export function shareSummary(run: PartyRun, guard: Guard): SharedSummary {
  const { scenarios } = run.terms;
  const { leastScenarios, noiseFraction, noiseSeed } = guard;
  const find = (design: string, metric: string, statistic: string): number | undefined =>
    run.statistics.find((row) => row.design === design && row.metric === metric && row.statistic === statistic)?.value;

  function shareDesign(own: PartyRun["designs"][number]): SharedDesign {
    const { design } = own;
    const withheld: string[] = [];
    const sells = own.revenueUsdPerDay > 0;
    const impacted = sells ? find(design, "impacted", "probability") : undefined;
    const hit = Math.round((impacted ?? 0) * scenarios);
    const isFew = (many: number): boolean => many > 0 && many < leastScenarios;
    const isTooFew = scenarios < leastScenarios;
    /** Why a figure is kept back, where it is. */
    const reasonOf = (isOfMarkets: boolean): string | undefined => {
      if (isTooFew) return `rests on ${scenarios} scenarios`;
      return isOfMarkets && isFew(hit) ? `rests on fewer than ${leastScenarios} scenarios` : undefined;
    };
    const means: Record<string, SharedMean> = {};
    for (const metric of sells ? [...ADDITIVE, ...AVERAGED] : ADDITIVE) {
      const mean = find(design, metric, "mean");
      const se = find(design, metric, "se");
      const reason = reasonOf(OF_MARKETS.includes(metric));
      if (mean === undefined || se === undefined) withheld.push(`${metric}: not defined in every scenario`);
      else if (reason !== undefined) withheld.push(`${metric}: ${reason}`);
      else means[metric] = { mean: noisy(mean, se, design, metric), se };
    }
    const probabilities: Record<string, number> = {};
    const hasNoise = noiseFraction > 0;
    if (impacted !== undefined && hasNoise) withheld.push("impacted: noise was asked for");
    else if (isTooFew || isFew(hit) || isFew(scenarios - hit)) {
      withheld.push(`impacted: rests on fewer than ${leastScenarios} scenarios`);
    } else if (impacted !== undefined) probabilities.impacted = impacted;
    const cvar95: Record<string, number> = {};
    for (const metric of sells ? TAILED : []) {
      const value = find(design, metric, "cvar95");
      const inTail = Math.floor(scenarios * TAIL_SHARE);
      if (hasNoise) withheld.push(`${metric} CVaR 95: noise was asked for`);
      else if (inTail < leastScenarios) withheld.push(`${metric} CVaR 95: rests on ${inTail} scenarios`);
      else if (isFew(hit)) withheld.push(`${metric} CVaR 95: rests on fewer than ${leastScenarios} scenarios`);
      else if (value !== undefined) cvar95[metric] = value;
    }
    const reason = hasNoise ? "noise was asked for" : reasonOf(true);
    if (sells && reason !== undefined) withheld.push(`mean service by day: ${reason}`);
    const meanService = sells && reason === undefined ? own.meanService : [];
    const { costUsdPerDay, revenueUsdPerDay, basketWeight, isDemandDisturbed } = own;
    return {
      design,
      costUsdPerDay,
      revenueUsdPerDay,
      basketWeight,
      isDemandDisturbed,
      means,
      probabilities,
      cvar95,
      meanService,
      withheld,
    };
  }

  /** Normal noise by key: the same number asked for twice has the same noise. */
  function noisy(mean: number, se: number, design: string, metric: string): number {
    if (noiseFraction === 0) return mean;
    const uniform = openUniforms(
      "silo noise",
      noiseSeed,
      noiseFraction,
      run.party,
      run.terms.seed,
      scenarios,
      design,
      metric,
    )();
    return mean + noiseFraction * se * normalQuantile(Math.max(uniform, Number.MIN_VALUE));
  }

  return {
    format: "breakwater-silo-summary",
    version: 1,
    party: run.party,
    terms: run.terms,
    leastScenarios,
    noiseFraction,
    designs: run.designs.map(shareDesign),
  };
}
