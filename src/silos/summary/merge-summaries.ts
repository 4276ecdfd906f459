import { ADDITIVE, type SharedDesign, type SharedSummary, TAILED } from "./shared-summary.ts";

/** A figure of the whole network, out of what parties share. */
export interface MergedFigure {
  readonly design: string;
  readonly figure: string;
  readonly unit: string;
  /** Absent where only bounds are known. */
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  /** exact: equal to the joint run's but for rounding; bounds: the joint run's lies between; estimate: an interval, where noise was added. */
  readonly kind: "exact" | "bounds" | "estimate" | "n/a";
  /** What `low` and `high` are, or why there is nothing. */
  readonly why: string;
}

/** Half the width of a 95 % interval in standard errors. */
const Z95 = 1.959963984540054;

/**
 * Puts together what parties share of one joint study. What adds up is exact; its standard error is at most the sum of the parties',
 * whatever their correlation (Cauchy and Schwarz). Service and prices are averages of markets, weighted by what they sell. Tails and
 * times cannot be put together without seeing scenarios: they are bounded.
 *
 * Source: CVaR of a sum is at most the sum of CVaRs: Acerbi & Tasche (2002), J. Banking & Finance 26(7); probability of a union lies
 * between the largest and the sum: Fréchet (1935).
 */
export function mergeSummaries(summaries: readonly SharedSummary[]): MergedFigure[] {
  const [{ terms }] = summaries;
  const hasNoise = summaries.some(({ noiseFraction }) => noiseFraction > 0);
  return terms.designs.flatMap((design) => {
    const parts = summaries.map((summary) => ({
      party: summary.party,
      noise: summary.noiseFraction,
      own: summary.designs.find((item) => item.design === design) as SharedDesign,
    }));
    return mergeDesign(design, parts, hasNoise);
  });
}

interface Part {
  readonly party: string;
  readonly noise: number;
  readonly own: SharedDesign;
}

function mergeDesign(design: string, parts: readonly Part[], hasNoise: boolean): MergedFigure[] {
  const rows: MergedFigure[] = [];
  const add = (figure: string, unit: string, rest: Omit<MergedFigure, "design" | "figure" | "unit">): void => {
    rows.push({ design, figure, unit, ...rest });
  };
  const withMarkets = parts.filter(({ own }) => own.revenueUsdPerDay > 0);
  const total = (pick: (own: SharedDesign) => number, of = parts): number =>
    of.reduce((sum, { own }) => sum + pick(own), 0);
  const revenue = total(({ revenueUsdPerDay }) => revenueUsdPerDay);
  const basket = total(({ basketWeight }) => basketWeight);
  add("costUsdPerDay", "USD a day", {
    value: total(({ costUsdPerDay }) => costUsdPerDay),
    kind: "exact",
    why: "undisturbed, adds up",
  });
  add("revenueUsdPerDay", "USD a day", { value: revenue, kind: "exact", why: "undisturbed, adds up" });

  for (const metric of ADDITIVE) {
    const unit = metric === "extraEmissionsTonnes" ? "tonnes CO2e" : "USD";
    const lacking = parts.filter(({ own }) => own.means[metric] === undefined).map(({ party }) => party);
    if (lacking.length > 0) {
      add(`mean ${metric}`, unit, { kind: "n/a", why: `not shared by ${lacking.join(", ")}` });
      continue;
    }
    const mean = total(({ means }) => means[metric].mean);
    const se = parts.reduce((sum, { own, noise }) => sum + own.means[metric].se * Math.sqrt(1 + noise * noise), 0);
    const why = "adds up; low to high is an interval of at least 95 %, whatever the correlation between parties";
    add(`mean ${metric}`, unit, {
      value: mean,
      low: mean - Z95 * se,
      high: mean + Z95 * se,
      kind: hasNoise ? "estimate" : "exact",
      why,
    });
  }

  const average = (metric: string, weightOf: (own: SharedDesign) => number, weights: number): number | undefined => {
    if (weights === 0 || withMarkets.some(({ own }) => own.means[metric] === undefined)) return undefined;
    return total((own) => (weightOf(own) / weights) * own.means[metric].mean, withMarkets);
  };
  const notShared = { kind: "n/a", why: "not shared by every party with markets" } as const;
  const bySales = (own: SharedDesign): number => own.revenueUsdPerDay;
  const isUsual = !parts.some(({ own }) => own.isDemandDisturbed);
  const kind = hasNoise || !isUsual ? "estimate" : "exact";
  const weighted = (by: string): string =>
    isUsual
      ? `weighted by ${by}`
      : `weighted by undisturbed ${by}; demand is disturbed, and the joint run's weights with it`;
  const fill = average("fillRate", bySales, revenue);
  add("mean fillRate", "fraction", fill === undefined ? notShared : { value: fill, kind, why: weighted("revenue") });
  const inflation = average("meanInflationPct", ({ basketWeight }) => basketWeight, basket);
  add(
    "mean meanInflationPct",
    "percent",
    inflation === undefined ? notShared : { value: inflation, kind, why: weighted("basket weight") },
  );
  const peak = average("peakInflationPct", ({ basketWeight }) => basketWeight, basket);
  add(
    "mean peakInflationPct",
    "percent",
    peak === undefined
      ? notShared
      : {
          ...(inflation === undefined ? {} : { low: inflation }),
          high: peak,
          kind: isUsual ? "bounds" : "estimate",
          why: isUsual ? "peaks need not fall on the same day" : weighted("basket weight"),
        },
  );

  const loss = average("resilienceLossDays", bySales, revenue);
  const curves = withMarkets.filter(({ own }) => own.meanService.length > 0);
  const isSeen = curves.length === withMarkets.length && withMarkets.length > 0;
  if (isSeen) {
    const days = curves[0].own.meanService.length;
    let lowest = Number.POSITIVE_INFINITY;
    let lost = 0;
    for (let day = 0; day < days; day++) {
      const level = total((own) => (own.revenueUsdPerDay / revenue) * own.meanService[day], curves);
      lowest = Math.min(lowest, level);
      lost += Math.max(0, 1 - level);
    }
    add("lowest mean service of a day", "fraction", {
      value: lowest,
      kind,
      why: weighted("revenue"),
    });
    if (loss !== undefined)
      add("mean resilienceLossDays", "days", {
        low: lost,
        high: loss,
        kind: isUsual ? "bounds" : "estimate",
        why: isUsual ? "a day above normal here does not make up for a bad one there" : weighted("revenue"),
      });
  } else add("lowest mean service of a day", "fraction", notShared);

  const hit = withMarkets.map(({ own }) => own.probabilities.impacted);
  if (hit.length > 0 && hit.every((probability) => probability !== undefined)) {
    const sum = hit.reduce((all, probability) => all + probability, 0);
    add("probability that any party's markets fail", "probability", {
      low: Math.max(...hit),
      high: Math.min(1, sum),
      kind: "bounds",
      why: "between the most frequent and the sum",
    });
  } else add("probability that any party's markets fail", "probability", notShared);
  for (const metric of TAILED) {
    const tails = withMarkets.map(({ own }) => own.cvar95[metric]);
    if (tails.length > 0 && tails.every((tail) => tail !== undefined)) {
      const sum = tails.reduce((all, tail) => all + tail, 0);
      add(`CVaR 95 of ${metric}`, "USD", {
        low: Math.max(...tails),
        high: sum,
        kind: "bounds",
        why: "between the largest and the sum",
      });
    } else add(`CVaR 95 of ${metric}`, "USD", notShared);
  }
  return rows;
}
