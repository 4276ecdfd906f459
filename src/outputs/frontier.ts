import { findFront, type Standing } from "../aggregate/pareto.ts";
import type { Structure } from "../measure/structure.ts";
import { metricIndex } from "../metrics/index.ts";
import type { ComparisonRow } from "./tables/comparison.ts";
import type { FrontierRow } from "./tables/frontier.ts";
import type { SummaryRow } from "./tables/summary.ts";

/** Exact figures closer than this part are equal. */
const ROUNDING = 1e-9;

/**
 * Places every design among the others in structural premium (exact), CVaR of lost revenue and emissions (by the intervals of
 * their paired differences) and the 95 % quantile of the time to recover (told apart where its intervals do not overlap).
 */
export function placeDesigns(
  designIds: readonly string[],
  structures: readonly Structure[],
  summaries: readonly (readonly SummaryRow[])[],
  comparisons: readonly ComparisonRow[],
  horizonDays: number,
): FrontierRow[] {
  const loss = metricIndex("lostRevenueUsd");
  const emissions = metricIndex("extraEmissionsTonnes");
  const recover = metricIndex("timeToRecoverDays");
  const find = (design: number, metric: number, statistic: string): SummaryRow | undefined =>
    summaries[design].find((row) => row.metric === metric && row.statistic === statistic);
  const pair = (one: number, other: number, metric: number): ComparisonRow | undefined =>
    comparisons.find((row) => row.design === one && row.versus === other && row.metric === metric);
  const undisturbed = structures.map((structure) => structure.emissionsTonnesPerDay * horizonDays);

  /** Less is better in all four. */
  const standing = (one: number, other: number, objective: number): Standing => {
    if (one === other) return "same";
    switch (objective) {
      case 0:
        return byInterval(difference(structures[one].costUsdPerDay, structures[other].costUsdPerDay));
      case 1: {
        const found = pair(one, other, loss)?.cvar95;
        return byInterval([found?.low, found?.high]);
      }
      case 2: {
        const [own, its] = [one, other].map((design) => find(design, recover, "p95"));
        return byInterval([minus(own?.ciLow, its?.ciHigh), minus(own?.ciHigh, its?.ciLow)]);
      }
      default: {
        const extra = pair(one, other, emissions)?.mean;
        const [apart] = difference(undisturbed[one], undisturbed[other]);
        return byInterval([plus(extra?.low, apart), plus(extra?.high, apart)]);
      }
    }
  };
  const places = findFront(designIds.length, 4, standing);
  return designIds.map((_, design) => ({
    design,
    premiumPct: Number.isNaN(structures[design].premiumPct) ? undefined : structures[design].premiumPct,
    cvar95Usd: find(design, loss, "cvar95")?.value,
    recoverP95Days: find(design, recover, "p95")?.value,
    emissionsTonnes: undisturbed[design] + (find(design, emissions, "mean")?.value ?? 0),
    isOnFront: places[design].isOnFront,
    dominatedBy: places[design].dominatedBy.map((other) => designIds[other]).join(" "),
    group: places[design].group,
  }));
}

type Ends = readonly [low: number | undefined, high: number | undefined];

/** An interval of a difference that holds 0, or has an end that is not known, tells nothing apart. */
function byInterval([low, high]: Ends): Standing {
  if (high !== undefined && high < 0) return "better";
  return low !== undefined && low > 0 ? "worse" : "same";
}

function difference(one: number, other: number): Ends {
  const apart = one - other;
  const clean = Math.abs(apart) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other)) ? 0 : apart;
  return [clean, clean];
}

/** Difference of two limits; a limit that is not there is unbounded, and so is the difference. */
function minus(left: number | undefined, right: number | undefined): number | undefined {
  return left !== undefined && right !== undefined ? left - right : undefined;
}

function plus(limit: number | undefined, apart: number | undefined): number | undefined {
  return limit === undefined || apart === undefined ? undefined : limit + apart;
}
