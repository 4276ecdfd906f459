/**
 * How often the 95 % intervals of paired differences hold the truth, over 1,000 replications of problems with known answers.
 * Run it with `npx tsx bench/paired-coverage.ts`; docs/statistics.md quotes what it prints.
 */
import { comparableDurations, comparableValues } from "../src/aggregate/contributions.ts";
import { flagDifference, meanDifference, pairColumns, varianceReduction } from "../src/aggregate/paired-difference.ts";
import { tailDifference } from "../src/aggregate/paired-tail.ts";
import { plainSampling } from "../src/aggregate/sampling.ts";
import { openUniforms } from "../src/math/keyed-uniforms.ts";
import { normalQuantile } from "../src/math/normal-quantile.ts";
import { exponentialTruths, lognormalTruths } from "./truths.ts";

const REPLICATIONS = 1000;
type Ends = { readonly low: number | undefined; readonly high: number | undefined };

interface Problem {
  readonly title: string;
  readonly truth: number;
  interval(uniforms: () => number): Ends;
}

const column = (n: number, draw: () => number): Float64Array => Float64Array.from({ length: n }, draw);
const exponential = (uniforms: () => number, mean: number): number => -mean * Math.log(1 - uniforms());
const normal = (uniforms: () => number): number => normalQuantile(1 - uniforms());
const pair = (first: Float64Array, second: Float64Array) =>
  pairColumns(comparableValues(first), comparableValues(second), plainSampling);
const mean = (first: Float64Array, second: Float64Array): Ends =>
  meanDifference(pair(first, second), 0.95).interval as Ends;

/** A loss in two of five scenarios, the same scenarios for both, the second design loses 70 % of it and noise. */
function struck(uniforms: () => number, n: number): [Float64Array, Float64Array] {
  const first = column(n, () => (uniforms() < 0.4 ? exponential(uniforms, 1) : 0));
  return [first, first.map((loss) => (loss > 0 ? 0.7 * loss + exponential(uniforms, 0.1) : 0))];
}

/** CVaR at 95 % of an exponential law of mean 1 and 0.5: the memoryless excess on top of the quantile. */
const exponentialTail = exponentialTruths(1).cvar95;

/** Losses of two designs in one scenario, and the difference of their CVaRs at 95 %. */
const TAILS: readonly {
  readonly title: string;
  readonly truth: number;
  draw(uniforms: () => number): [first: number, second: number];
}[] = [
  {
    title: "exponential pairs, correlation 0.8",
    truth: exponentialTail / 2,
    draw(uniforms) {
      // A fifth of the second design's risk is its own: a mixture that is exponential of mean 0.5 itself.
      const first = exponential(uniforms, 1);
      return [first, uniforms() < 0.8 ? first / 2 : exponential(uniforms, 0.5)];
    },
  },
  {
    title: "independent exponential pairs",
    truth: exponentialTail / 2,
    draw: (uniforms) => [exponential(uniforms, 1), exponential(uniforms, 0.5)],
  },
  {
    title: "lognormal pairs, correlation of logarithms 0.8",
    truth: lognormalTruths.cvar95 / 2,
    draw(uniforms) {
      const log = normal(uniforms);
      return [Math.exp(log), 0.5 * Math.exp(0.8 * log + 0.6 * normal(uniforms))];
    },
  },
  {
    title: "losses of which three in five are nothing, one in five its design's own",
    truth: 0.3 * (Math.log(8) + 1),
    draw(uniforms) {
      if (uniforms() >= 0.4) return [0, 0];
      const first = exponential(uniforms, 1);
      return [first, 0.7 * (uniforms() < 0.8 ? first : exponential(uniforms, 1))];
    },
  },
];

const problems: Problem[] = [
  {
    title: "mean, 50 correlated normal pairs",
    truth: 0.5,
    interval(uniforms) {
      const first = column(50, () => normal(uniforms));
      return mean(
        first.map((value) => value + 0.5),
        first.map((value) => 0.8 * value + 0.6 * normal(uniforms)),
      );
    },
  },
  {
    title: "mean, 100 exponential pairs on the same draws",
    truth: 0.5,
    interval(uniforms) {
      const first = column(100, () => exponential(uniforms, 1));
      return mean(
        first,
        first.map((value) => value / 2),
      );
    },
  },
  {
    title: "mean, 400 losses of which three in five are nothing",
    truth: 0.4 * (1 - 0.8),
    interval: (uniforms) => mean(...struck(uniforms, 400)),
  },
  {
    title: "probability, 200 pairs of flags, 8 % differ",
    truth: 0.04,
    interval(uniforms) {
      const draws = column(200, uniforms);
      const flag = (low: number, high: number): Float64Array => draws.map((u) => (u >= low && u < high ? 1 : 0));
      return flagDifference(pair(flag(0, 0.26), flag(0.06, 0.28)), 0.95).interval as Ends;
    },
  },
  {
    title: "mean up to 1.5 of 300 durations, a third cut off",
    truth: 1 - Math.exp(-1.5) - 0.5 * (1 - Math.exp(-3)),
    interval(uniforms) {
      const durations = column(300, () => exponential(uniforms, 1));
      const ends = column(300, () => exponential(uniforms, 2) + 0.2);
      const side = (times: Float64Array) => {
        const seen = times.map((time, at) => (time <= ends[at] ? 1 : 0));
        return comparableDurations(
          times.map((time, at) => Math.min(time, ends[at])),
          seen,
          1.5,
          plainSampling,
        );
      };
      const [first, second] = [side(durations), side(durations.map((time) => time / 2))];
      if (first === undefined || second === undefined) return { low: undefined, high: undefined };
      return meanDifference(pairColumns(first, second, plainSampling), 0.95).interval as Ends;
    },
  },
  ...[1000, 2000, 5000].flatMap((n) =>
    TAILS.map(({ title, truth, draw }) => ({
      title: `CVaR 95, ${n} ${title}`,
      truth,
      interval(uniforms: () => number): Ends {
        const drawn = Array.from({ length: n }, () => draw(uniforms));
        const side = (design: 0 | 1): Float64Array => Float64Array.from(drawn, (losses) => losses[design]);
        return tailDifference(pair(side(0), side(1)), 0.95, "upper", 0.95);
      },
    })),
  ),
  {
    title: "variance reduction factor, 400 pairs of correlation 0.8",
    truth: 2 / 0.4,
    interval(uniforms) {
      const first = column(400, () => normal(uniforms));
      return varianceReduction(
        pair(
          first,
          first.map((value) => 0.8 * value + 0.6 * normal(uniforms)),
        ),
        0.95,
      );
    },
  },
];

for (const { title, truth, interval } of problems) {
  let held = 0;
  let given = 0;
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const { low, high } = interval(openUniforms("coverage", title, replication));
    if (low === undefined || high === undefined) continue;
    given += 1;
    if (low <= truth && truth <= high) held += 1;
  }
  process.stdout.write(`${title}: ${((held / given) * 100).toFixed(1)} % of ${given}\n`);
}
