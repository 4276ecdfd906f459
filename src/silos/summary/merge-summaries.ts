import { normalQuantile } from "../../math/normal-quantile.ts";
import { CURVE_UNIT } from "../../model/curve-grid.ts";
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
  /** exact: equal to the joint run's but for rounding; bounds: the joint run's lies between; estimate: near it, `why` says what is between them. */
  readonly kind: "exact" | "bounds" | "estimate" | "n/a";
  /** What `low` and `high` are, or why there is nothing. */
  readonly why: string;
}

/** Half the width of a 95 % interval in standard errors. */
const Z95 = normalQuantile(0.975);

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
  return terms.designs.flatMap((design) => {
    const parts = summaries.map(({ party, noiseFraction, designs }): Part => {
      return { party, noiseFraction, own: designs.find((item) => item.design === design) as SharedDesign };
    });
    const circumstances: Circumstances = {
      hasNoise: summaries.some(({ noiseFraction }) => noiseFraction > 0),
      isDisturbed: parts.some(({ own }) => own.isDemandDisturbed),
      sharesPrices: terms.sharesPrices,
    };
    const figures = [
      ...mergeSums(parts, circumstances),
      ...mergeAverages(parts, circumstances),
      ...boundFailures(parts.filter(sells)),
    ];
    return figures.map((figure): MergedFigure => ({ design, ...figure }));
  });
}

interface Part {
  readonly party: string;
  readonly noiseFraction: number;
  readonly own: SharedDesign;
}

/** What keeps figures from being those of the joint run. */
interface Circumstances {
  readonly hasNoise: boolean;
  readonly isDisturbed: boolean;
  readonly sharesPrices: boolean;
}

type Figure = Omit<MergedFigure, "design">;

const sells = ({ own }: Part): boolean => own.revenueUsdPerDay > 0;
const totalOf = (parts: readonly Part[], pick: (own: SharedDesign) => number): number =>
  parts.reduce((sum, { own }) => sum + pick(own), 0);
const NOT_SHARED = { kind: "n/a", why: "not shared by every party with markets" } as const;

/** What money is worth depends on the values at which goods cross. */
const isOfMoney = (metric: string): boolean => /CostUsd$|^spoiledUsd$/.test(metric);

function mergeSums(parts: readonly Part[], { hasNoise, sharesPrices }: Circumstances): Figure[] {
  const figures: Figure[] = [];
  const agreed = "at the values agreed on, not those of a joint run";
  figures.push({
    figure: "costUsdPerDay",
    unit: "USD a day",
    value: totalOf(parts, ({ costUsdPerDay }) => costUsdPerDay),
    kind: sharesPrices ? "exact" : "estimate",
    why: sharesPrices ? "undisturbed, adds up" : `undisturbed, adds up ${agreed}`,
  });
  figures.push({
    figure: "revenueUsdPerDay",
    unit: "USD a day",
    value: totalOf(parts, ({ revenueUsdPerDay }) => revenueUsdPerDay),
    kind: "exact",
    why: "undisturbed, adds up",
  });
  for (const metric of ADDITIVE) {
    const common = { figure: `mean ${metric}`, unit: metric === "extraEmissionsTonnes" ? "tonnes CO2e" : "USD" };
    const lacking = parts.filter(({ own }) => own.means[metric] === undefined).map(({ party }) => party);
    if (lacking.length > 0) {
      figures.push({ ...common, kind: "n/a", why: `not shared by ${lacking.join(", ")}` });
      continue;
    }
    const mean = totalOf(parts, ({ means }) => means[metric].mean);
    const se = parts.reduce(
      (sum, { own, noiseFraction }) => sum + own.means[metric].se * Math.sqrt(1 + noiseFraction * noiseFraction),
      0,
    );
    const isAgreed = isOfMoney(metric) && !sharesPrices;
    figures.push({
      ...common,
      value: mean,
      low: mean - Z95 * se,
      high: mean + Z95 * se,
      kind: hasNoise || isAgreed ? "estimate" : "exact",
      why: `adds up${isAgreed ? ` ${agreed}` : ""}; low to high is an interval of at least 95 %, whatever the correlation between parties`,
    });
  }
  return figures;
}

/** What is an average of markets, by what they sell or by their weight in the basket. */
function mergeAverages(parts: readonly Part[], { hasNoise, isDisturbed }: Circumstances): Figure[] {
  const selling = parts.filter(sells);
  const bySales = (own: SharedDesign): number => own.revenueUsdPerDay;
  const byBasket = (own: SharedDesign): number => own.basketWeight;
  const mean = (weightOf: (own: SharedDesign) => number, pick: (own: SharedDesign) => number): number =>
    totalOf(selling, (own) => (weightOf(own) / totalOf(selling, weightOf)) * pick(own));
  const average = (metric: string, weightOf: (own: SharedDesign) => number): number | undefined => {
    const isTold = selling.length > 0 && selling.every(({ own }) => own.means[metric] !== undefined);
    return isTold ? mean(weightOf, ({ means }) => means[metric].mean) : undefined;
  };
  const isFaithful = !hasNoise && !isDisturbed;
  const exact = isFaithful ? "exact" : "estimate";
  const weighted = (by: string): string =>
    isDisturbed
      ? `weighted by undisturbed ${by}; demand is disturbed, and the joint run's weights with it`
      : `weighted by ${by}`;
  const between = (by: string, why: string): Pick<Figure, "kind" | "why"> =>
    isFaithful ? { kind: "bounds", why } : { kind: "estimate", why: weighted(by) };

  const fill = average("fillRate", bySales);
  const inflation = average("meanInflationPct", byBasket);
  const peak = average("peakInflationPct", byBasket);
  const loss = average("resilienceLossDays", bySales);
  const [days] = selling.map(({ own }) => own.meanService.length);
  const isSeen = selling.length > 0 && selling.every(({ own }) => own.meanService.length > 0);
  const levels = isSeen ? Array.from({ length: days }, (_, day) => mean(bySales, (own) => own.meanService[day])) : [];
  // A day's level is known to half a step of the grid on which curves are summed.
  const lost = levels.reduce((sum, level) => sum + Math.max(0, 1 - level - CURVE_UNIT / 2), 0);
  return [
    {
      figure: "mean fillRate",
      unit: "fraction",
      ...(fill === undefined ? NOT_SHARED : { value: fill, kind: exact, why: weighted("revenue") }),
    },
    {
      figure: "mean meanInflationPct",
      unit: "percent",
      ...(inflation === undefined ? NOT_SHARED : { value: inflation, kind: exact, why: weighted("basket weight") }),
    },
    {
      figure: "mean peakInflationPct",
      unit: "percent",
      ...(inflation === undefined || peak === undefined
        ? NOT_SHARED
        : { low: inflation, high: peak, ...between("basket weight", "peaks need not fall on the same day") }),
    },
    {
      figure: "lowest mean service of a day",
      unit: "fraction",
      ...(isSeen ? { value: Math.min(...levels), kind: exact, why: weighted("revenue") } : NOT_SHARED),
    },
    {
      figure: "mean resilienceLossDays",
      unit: "days",
      ...(isSeen && loss !== undefined
        ? {
            low: lost,
            high: loss,
            ...between("revenue", "a day above normal here does not make up for a bad one there"),
          }
        : NOT_SHARED),
    },
  ];
}

/** How often, and how badly at worst: only scenarios could tell, and they are not shared. */
function boundFailures(selling: readonly Part[]): Figure[] {
  const bound = (
    figure: string,
    unit: string,
    pick: (own: SharedDesign) => number | undefined,
    most: number,
  ): Figure => {
    const told = selling.map(({ own }) => pick(own)).filter((value) => value !== undefined);
    if (told.length === 0 || told.length < selling.length) return { figure, unit, ...NOT_SHARED };
    const sum = told.reduce((all, value) => all + value, 0);
    return {
      figure,
      unit,
      low: Math.max(...told),
      high: Math.min(most, sum),
      kind: "bounds",
      why: "between the largest and the sum",
    };
  };
  return [
    bound("probability that any party's markets fail", "probability", ({ probabilities }) => probabilities.impacted, 1),
    ...TAILED.map((metric) => bound(`CVaR 95 of ${metric}`, "USD", ({ cvar95 }) => cvar95[metric], Number.MAX_VALUE)),
  ];
}
