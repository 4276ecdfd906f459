// How often 95 % intervals hold the truth, on problems whose answer is known: `npm run coverage-study [-- replications]`.
import Table from "cli-table3";
import { columnPrecision, precisionLooks } from "../src/aggregate/precision.ts";
import { plainSampling, type Sampling } from "../src/aggregate/sampling.ts";
import type { Statistic } from "../src/aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations } from "../src/aggregate/summary.ts";
import { drawFrom } from "../src/distributions/index.ts";
import { normalQuantile } from "../src/math/normal-quantile.ts";
import { regularizedGammaP, regularizedGammaQ } from "../src/math/regularized-gamma.ts";
import { keyedUniforms, type SamplingTask, type ScenarioDraws, type Uniforms } from "../src/samplers/define.ts";
import { SAMPLERS } from "../src/samplers/index.ts";
import { exponentialTruths, type LawTruths, lognormalTruths, normalTruths, paretoTruths } from "./truths.ts";

const REPLICATIONS = Number(process.argv[2] ?? 1000);
const loss = { worse: "higher", isFlag: false } as const;
const rows: (string | number)[][] = [];

/** Adds a row for each statistic: the share of replications whose interval holds its truth. */
function measure(
  problem: string,
  truths: Readonly<Record<string, number>> | LawTruths,
  replicate: (replication: number) => readonly Statistic[],
): void {
  const held = new Map<string, number>();
  const given = new Map<string, number>();
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const statistics = replicate(replication);
    for (const [name, truth] of Object.entries(truths)) {
      const { ciLow, ciHigh } = statistics.find(({ statistic }) => statistic === name) as Statistic;
      if (ciLow === undefined || ciHigh === undefined) continue;
      given.set(name, (given.get(name) ?? 0) + 1);
      if (ciLow <= truth && truth <= ciHigh) held.set(name, (held.get(name) ?? 0) + 1);
    }
  }
  for (const name of Object.keys(truths)) {
    const [all, inside] = [given.get(name) ?? 0, held.get(name) ?? 0];
    const of = all === REPLICATIONS ? "" : ` of ${all} given`;
    const coverage = all === 0 ? "no interval" : `${((100 * inside) / all).toFixed(1)} %${of}`;
    rows.push([problem, name, coverage]);
    process.stderr.write(`${problem}: ${name} ${coverage}\n`);
  }
}

// ------------------------------------------------ single laws, plain sampling ------------------------------------------------

const column = (n: number, key: string, replication: number, draw: (uniforms: Uniforms) => number): Float64Array => {
  const uniforms = keyedUniforms(replication, key, n, "coverage");
  return Float64Array.from({ length: n }, () => draw(uniforms));
};

/** Laws by a draw, and mean, 95 % quantile and CVaR at 95 and 99 %. */
const LAWS: [string, (uniforms: Uniforms) => number, LawTruths][] = [
  ["normal", (u) => normalQuantile(1 - u()), normalTruths],
  ["exponential", (u) => -Math.log(1 - u()), exponentialTruths(1)],
  ["lognormal, sigma 1", (u) => Math.exp(normalQuantile(1 - u())), lognormalTruths],
  ["Pareto, shape 3", (u) => Math.exp(-Math.log(1 - u()) / 3), paretoTruths(3)],
  ["60 % zeros, else exponential", (u) => Math.max(0, -Math.log((1 - u()) / 0.4)), exponentialTruths(0.4)],
];

for (const [name, draw, truths] of LAWS) {
  for (const n of [200, 1000, 5000]) {
    measure(`${name}, ${n} scenarios`, truths, (replication) =>
      summarizeColumn(column(n, name, replication, draw), loss),
    );
  }
}

// ------------------------------------------------ compound Poisson losses, every sampler ------------------------------------------------

const MEAN_COUNT = 1;
const SCENARIOS = 1024;

/** Sums of a Poisson number of exponential losses: mean, 95 % quantile, CVaR, from the Poisson mixture of gamma laws. */
function compoundTruths(): Record<string, number> {
  const weights = [Math.exp(-MEAN_COUNT)];
  for (let count = 1; count < 60; count++) weights.push((weights[count - 1] * MEAN_COUNT) / count);
  const upTo = (x: number): number =>
    weights.reduce((sum, weight, count) => sum + weight * (count === 0 ? 1 : regularizedGammaP(count, x)), 0);
  const beyond = (x: number): number =>
    weights.reduce((sum, weight, count) => sum + weight * count * regularizedGammaQ(count + 1, x), 0);
  let [low, high] = [0, 100];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (upTo(middle) >= 0.95) high = middle;
    else low = middle;
  }
  return { mean: MEAN_COUNT, p95: high, cvar95: beyond(high) / 0.05 };
}

function drawLoss({ open }: ScenarioDraws): number {
  const count = drawFrom({ distribution: "poisson", mean: MEAN_COUNT }, open("h", "occurrence")());
  const durations = open("h", "duration");
  let sum = 0;
  for (let strike = 0; strike < count; strike++) sum -= Math.log(1 - durations());
  return sum;
}

for (const sampler of SAMPLERS) {
  const task = (seed: number): SamplingTask => ({
    seed,
    replicateScenarios: 64,
    counts: [{ hazardId: "h", meanCount: MEAN_COUNT }],
    variesWithoutStrikes: false,
    nominalShare: 0.3,
    tilts: new Map([["h", { rateFactor: 1.5, durationFactor: 1.3, severityFactor: 1 }]]),
  });
  const draw = <Value>(
    replication: number,
    value: (draws: ScenarioDraws) => Value,
  ): { values: Value[]; sampling: Sampling } => {
    const open = sampler.prepare(task(replication));
    const weights = new Float64Array(SCENARIOS);
    const values = Array.from({ length: SCENARIOS }, (_, scenario) => {
      const draws = open(scenario);
      const own = value(draws);
      weights[scenario] = draws.weight();
      return own;
    });
    const size = sampler.replicateSize(64);
    return { values, sampling: { replicateSize: size, ...(sampler.isWeighted ? { weights } : {}) } };
  };
  measure(`compound Poisson, ${sampler.name}, ${SCENARIOS} scenarios`, compoundTruths(), (replication) => {
    const { values, sampling } = draw(replication, drawLoss);
    return summarizeColumn(Float64Array.from(values), loss, sampling);
  });
  // Exponential durations, a third of them censored by another exponential time.
  measure(
    `censored durations, ${sampler.name}, ${SCENARIOS} scenarios`,
    { p50: Math.LN2, restrictedMean: 1 - Math.exp(-1.5) },
    (replication) => {
      const { values, sampling } = draw(replication, ({ open }) => [
        -Math.log(1 - open("h", "duration")()),
        -2 * Math.log(1 - open("h", "onset")()),
      ]);
      const times = Float64Array.from(values, ([duration, end]) => Math.min(duration, end));
      const isEvent = Float64Array.from(values, ([duration, end]) => (duration <= end ? 1 : 0));
      return summarizeDurations(times, isEvent, { horizon: 1.5 }, sampling);
    },
  );
}

// ------------------------------------------------ a run to a precision ------------------------------------------------

measure("exponential, run until mean and p95 are known to 5 %", exponentialTruths(1), (replication) => {
  const all = column(20_000, "sequential", replication, (u) => -Math.log(1 - u()));
  for (const look of precisionLooks(500, 20_000, 1)) {
    const values = all.slice(0, look);
    const isMet = columnPrecision(values, loss, plainSampling).every(
      ({ relativeHalfWidth: own }) => own !== undefined && own <= 0.05,
    );
    if (isMet || look === 20_000) return summarizeColumn(values, loss);
  }
  return [];
});

const table = new Table({ head: ["problem", "statistic", "coverage"], style: { head: [], border: [] } });
for (const row of rows) table.push(row);
process.stdout.write(`${REPLICATIONS} replications, nominal 95 %\n${table.toString()}\n`);
