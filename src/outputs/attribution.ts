import { meanInterval, measureMoments } from "../aggregate/moments.ts";
import { effectiveSampleSize, isPlain, type Sampling } from "../aggregate/sampling.ts";
import { summarizeColumn, summaryConfidence } from "../aggregate/summary.ts";
import { neededTailSampleSize } from "../aggregate/tail.ts";
import { tailWeights } from "../aggregate/tail-weights.ts";
import { ATTRIBUTED_METRICS, type Shares } from "../attribute-scenario.ts";
import { compensatedSum } from "../math/compensated-sum.ts";

/** The part one hazard has in one metric of one design. */
export interface HazardShare {
  readonly design: number;
  readonly hazard: number;
  /** Number of the metric in `ATTRIBUTED_METRICS`. */
  readonly value: number;
  /** Mean Shapley share of a scenario, in the unit of the metric, with its 95 % interval over scenarios. */
  readonly mean: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Standard error that sampled orders alone leave; 0 where every coalition was valued. */
  readonly samplingError: number;
  /** `mean` over the design's mean; undefined where that is 0. */
  readonly share: number | undefined;
  /** `mean` with what the hazard's disruptions set off counted to it, and what set them off not. */
  readonly rootMean: number;
  /** Mean that is gone when the hazard is: does not sum to the whole. */
  readonly leftOutMean: number;
  /** Part of CVaR 95, and its share; undefined with fewer than 200 scenarios. */
  readonly cvar95: number | undefined;
  readonly cvar95Share: number | undefined;
  readonly scenarios: number;
}

const TAIL_LEVEL = 0.95;
const VALUES = ATTRIBUTED_METRICS.length;
const KINDS = ["own", "root", "leftOut", "variances"] as const;

/** Puts the shares of blocks side by side in whole columns, and says what each hazard has a part in. */
export interface SharesGatherer {
  /** Adds the rows of scenarios from `from` on. */
  add(shares: Shares, from: number): void;
  /** Rows by design, metric, hazard, over the first `scenarios`. */
  read(scenarios: number, sampling: Sampling): HazardShare[];
}

export function gatherShares(designs: number, hazards: number, mostScenarios: number): SharesGatherer {
  const size = mostScenarios * designs * hazards * VALUES;
  const totals = new Float64Array(mostScenarios * designs * VALUES);
  const all = Object.fromEntries(KINDS.map((kind) => [kind, new Float64Array(size)])) as Record<
    (typeof KINDS)[number],
    Float64Array
  >;

  /** [scenario] of one design, hazard and value. */
  const columnOf = (kind: (typeof KINDS)[number], scenarios: number, design: number, hazard: number, value: number) =>
    Float64Array.from(
      { length: scenarios },
      (_, at) => all[kind][((at * designs + design) * hazards + hazard) * VALUES + value],
    );

  function readValue(design: number, value: number, scenarios: number, sampling: Sampling): HazardShare[] {
    const { weights } = sampling;
    const whole = Float64Array.from({ length: scenarios }, (_, at) => totals[(at * designs + design) * VALUES + value]);
    const mean = meanOf(whole, weights);
    const size = weights === undefined ? scenarios : effectiveSampleSize(weights);
    const tail = size < neededTailSampleSize(TAIL_LEVEL) ? undefined : tailWeights(whole, TAIL_LEVEL, weights);
    const cvar = tail && weigh(whole, tail);
    return Array.from({ length: hazards }, (_, hazard) => {
      const column = (kind: (typeof KINDS)[number]) => columnOf(kind, scenarios, design, hazard, value);
      const own = column("own");
      const estimate = estimateMean(own, sampling);
      const part = tail && weigh(own, tail);
      return {
        design,
        hazard,
        value,
        ...estimate,
        samplingError: errorOf(column("variances"), weights),
        share: mean === 0 ? undefined : estimate.mean / mean,
        rootMean: meanOf(column("root"), weights),
        leftOutMean: meanOf(column("leftOut"), weights),
        cvar95: part,
        cvar95Share: part === undefined || cvar === undefined || cvar === 0 ? undefined : part / cvar,
        scenarios,
      };
    });
  }

  return {
    add(shares, from) {
      const row = from * designs;
      totals.set(shares.totals, row * VALUES);
      for (const kind of KINDS) all[kind].set(shares[kind], row * hazards * VALUES);
    },
    read: (scenarios, sampling) =>
      Array.from({ length: designs }, (_, design) =>
        ATTRIBUTED_METRICS.map((_, value) => readValue(design, value, scenarios, sampling)),
      ).flat(2),
  };
}

function estimateMean(values: Float64Array, sampling: Sampling): Pick<HazardShare, "mean" | "low" | "high"> {
  if (isPlain(sampling)) {
    const moments = measureMoments(values);
    const interval = meanInterval(moments, summaryConfidence);
    return { mean: moments.mean, low: interval?.low, high: interval?.high };
  }
  const found = summarizeColumn(values, { worse: "higher", isFlag: false }, sampling).find(
    ({ statistic }) => statistic === "mean",
  );
  return { mean: meanOf(values, sampling.weights), low: found?.ciLow, high: found?.ciHigh };
}

function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  if (weights === undefined) return compensatedSum(values) / values.length;
  return weigh(values, weights) / compensatedSum(weights);
}

/** Standard error of a mean of estimates with these variances. */
function errorOf(variances: Float64Array, weights: Float64Array | undefined): number {
  if (weights === undefined) return Math.sqrt(compensatedSum(variances)) / variances.length;
  return (
    Math.sqrt(compensatedSum(variances.map((own, at) => own * weights[at] * weights[at]))) / compensatedSum(weights)
  );
}

function weigh(values: Float64Array, weights: Float64Array): number {
  return compensatedSum(values.map((value, at) => value * weights[at]));
}
