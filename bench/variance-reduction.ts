// How much each sampling method saves on a study: `npm run variance-study [-- study design scenarios]`.
import { readFileSync } from "node:fs";
import Table from "cli-table3";
import { parseDocument } from "yaml";
import { toArray } from "../src/aggregate/column.ts";
import type { Sampling } from "../src/aggregate/sampling.ts";
import { measureTail } from "../src/aggregate/tail.ts";
import { cumulateWeights, placeOf } from "../src/aggregate/weighted-quantile.ts";
import { replicateError, sortSample } from "../src/aggregate/weighted-sample.ts";
import { createBatchRunner } from "../src/batch.ts";
import { compileStudy, toBatchStudy } from "../src/compile-study.ts";
import { parseStudy } from "../src/config/parse-study.ts";
import { METRICS, metricIndex } from "../src/metrics/index.ts";
import { findSampler, SAMPLER_NAMES } from "../src/samplers/index.ts";
import { describeMachine } from "./measure.ts";

const [file = "configs/ev-battery.yaml", design = "hyper-global", scenarios = "4096"] = process.argv.slice(2);
/** How the importance sampler is set for this study; chosen once, by hand, before the figures were seen. */
const IMPORTANCE = { rateFactor: 1.3, durationFactor: 1.3, nominalShare: 0.3 };
const LEVEL = 0.99;

interface Figure {
  readonly value: number;
  readonly standardError: number;
  /** Relative error of the squared standard error, by the fourth moment of the replicates' totals. */
  readonly varianceError: number;
}

interface Measured {
  readonly seconds: number;
  readonly mean: Figure;
  readonly tail: Figure;
}

function errorOf(sample: ReturnType<typeof sortSample>, influence: Float64Array, value: number): Figure {
  const error = replicateError(sample, influence);
  if (error === undefined) throw new RangeError("missing replicates");
  const { standardError } = error;
  const totals = toArray(error.totals);
  const moment = (power: number): number =>
    totals.reduce((sum, total) => sum + Math.abs(total) ** power, 0) / totals.length;
  const squares = moment(2);
  return { value, standardError, varianceError: Math.sqrt((moment(4) / (squares * squares) - 1) / totals.length) };
}

/** Mean and CVaR of lost revenue with their standard errors, and the time it took. */
function measure(sampler: string): Measured {
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["settings", "sampler"], sampler);
  document.setIn(["settings", "importance"], IMPORTANCE);
  const compiled = compileStudy(parseStudy(file, String(document)), {
    scenarios: Number(scenarios),
    designs: [design],
  });
  const runBatch = createBatchRunner(toBatchStudy(compiled));
  const { isWeighted, replicateSize } = findSampler(sampler);
  const n = Number(scenarios);
  const column = new Float64Array(n);
  const weights = new Float64Array(n);
  const metric = metricIndex("lostRevenueUsd");
  runBatch(0, 8); // warm
  const start = process.cpuUsage();
  for (let from = 0; from < n; from += 64) {
    const block = runBatch(from, Math.min(n, from + 64));
    weights.set(block.weights, from);
    for (let at = 0; at < block.weights.length; at++) column[from + at] = block.outcomes[at * METRICS.length + metric];
  }
  const { user, system } = process.cpuUsage(start);
  const sampling: Sampling = {
    replicateSize: replicateSize(compiled.study.settings.replicateScenarios),
    ...(isWeighted ? { weights } : {}),
  };
  const sample = sortSample(column, sampling);
  const mean = sample.values.reduce((sum, value, at) => sum + value * sample.weights[at], 0) / sample.totalWeight;
  const cumulated = cumulateWeights(sample);
  const quantile = isWeighted
    ? sample.values[placeOf(cumulated, LEVEL)]
    : measureTail(sample.values, LEVEL, "upper").valueAtRisk;
  const excess = sample.values.map((value) => Math.max(0, value - quantile) / (1 - LEVEL));
  const meanExcess = excess.reduce((sum, value, at) => sum + value * sample.weights[at], 0) / sample.totalWeight;
  return {
    seconds: (user + system) / 1e6,
    mean: errorOf(
      sample,
      sample.values.map((value) => value - mean),
      mean,
    ),
    tail: errorOf(
      sample,
      excess.map((value) => value - meanExcess),
      quantile + meanExcess,
    ),
  };
}

const measured = new Map(SAMPLER_NAMES.map((name) => [name, measure(name)]));
const plain = measured.get("monte-carlo") as Measured;
const table = new Table({
  head: ["sampler", "CPU s", "mean, M$", "factor", "CVaR 99, M$", "factor"],
  style: { head: [], border: [] },
});
/** Variance x time of plain sampling over that of another method, with a 95 % interval by its logarithm. */
function factor(own: Figure, plainFigure: Figure, time: number): string {
  const value = ((plainFigure.standardError / own.standardError) ** 2 * plain.seconds) / time;
  const spread = 1.96 * Math.hypot(own.varianceError, plainFigure.varianceError);
  return `${value.toFixed(2)} [${(value * Math.exp(-spread)).toFixed(2)}, ${(value * Math.exp(spread)).toFixed(2)}]`;
}
const show = ({ value, standardError }: Figure): string =>
  `${(value / 1e6).toFixed(1)} ± ${(standardError / 1e6).toFixed(1)}`;
for (const [name, { seconds, mean, tail }] of measured) {
  table.push([
    name,
    seconds.toFixed(1),
    show(mean),
    factor(mean, plain.mean, seconds),
    show(tail),
    factor(tail, plain.tail, seconds),
  ]);
}
process.stdout.write(
  `${describeMachine()}\n${file}, ${design}, ${scenarios} scenarios, lost revenue; factors are work-normalised: variance x CPU time of monte-carlo over that of the method\n${table.toString()}\n`,
);
