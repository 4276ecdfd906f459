import { describe, expect, it } from "vitest";
import type { Statistic } from "../../../src/aggregate/statistic.ts";
import { summarizeColumn, summarizeDurations } from "../../../src/aggregate/summary.ts";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import { type Draws, fourBinomialErrors, openDraws } from "./draws.ts";

const replications = 400;

/** The share of replications whose interval holds the truth. */
function measureCoverage(seed: string, truth: number, name: string, replicate: (draws: Draws) => Statistic[]): number {
  const draws = openDraws(seed);
  let held = 0;
  for (let replication = 0; replication < replications; replication++) {
    const { ciLow, ciHigh } = replicate(draws).find(({ statistic }) => statistic === name)!;
    if (ciLow! <= truth && truth <= ciHigh!) held++;
  }
  return held / replications;
}

const summarize = (column: Float64Array) => summarizeColumn(column, { worse: "higher", isFlag: false });

/** CVaR of the standard normal at 95 %: the density at the quantile over 0.05. */
const normalCvar95 = 2.0627128075074275;

describe("a nominal 95 % interval covers within four binomial standard errors of 95 %", () => {
  it.each([
    [
      "the mean of 50 normal values",
      "mean",
      0,
      (draws: Draws) => summarize(draws.column(50, () => normalQuantile(draws.uniform()))),
    ],
    [
      "the mean of 1,000 exponential values",
      "mean",
      1,
      (draws: Draws) => summarize(draws.column(1000, () => draws.exponential(1))),
    ],
    [
      "the sd of 200 normal values",
      "sd",
      1,
      (draws: Draws) => summarize(draws.column(200, () => normalQuantile(draws.uniform()))),
    ],
    [
      "the 95 % quantile of 1,000 exponential values",
      "p95",
      Math.log(20),
      (draws: Draws) => summarize(draws.column(1000, () => draws.exponential(1))),
    ],
    [
      "VaR at 95 % of 1,000 Pareto values, which has no law to fear",
      "var95",
      20 ** (1 / 3),
      (draws: Draws) => summarize(draws.column(1000, () => draws.pareto(3))),
    ],
    [
      "CVaR at 95 % of 2,000 normal values",
      "cvar95",
      normalCvar95,
      (draws: Draws) => summarize(draws.column(2000, () => normalQuantile(draws.uniform()))),
    ],
    [
      "the Kaplan-Meier median of 200 exponential durations, a third of them censored",
      "p50",
      Math.LN2,
      (draws: Draws) => summarizeCensored(draws, 200),
    ],
    [
      "the Kaplan-Meier 75 % point of 200 exponential durations, a third of them censored",
      "p75",
      2 * Math.LN2,
      (draws: Draws) => summarizeCensored(draws, 200),
    ],
    [
      "the mean to time 1.5 of 200 exponential durations, a third of them censored",
      "restrictedMean",
      1 - Math.exp(-1.5),
      (draws: Draws) => summarizeCensored(draws, 200),
    ],
    [
      "a probability of 0.1 seen in 200 scenarios",
      "probability",
      0.1,
      (draws: Draws) =>
        summarizeColumn(
          draws.column(200, () => (draws.uniform() < 0.1 ? 1 : 0)),
          { worse: "higher", isFlag: true },
        ),
    ],
  ])("%s", (title, name, truth, replicate) => {
    const coverage = measureCoverage(title, truth, name, replicate);
    expect(Math.abs(coverage - 0.95), `${title}: ${coverage}`).toBeLessThanOrEqual(
      fourBinomialErrors(0.95, replications),
    );
  });
});

// The symmetric interval CVaR -+ 1.96 standard errors covers 90, 88, 81 and 92 % here: the skewness is what makes it right.
describe("a nominal 95 % interval of CVaR holds with ten values in the tail and where the tail is heavy", () => {
  it.each([
    ["ten normal values in the tail", 200, normalCvar95, (draws: Draws) => normalQuantile(draws.uniform())],
    ["ten exponential values in the tail", 200, Math.log(20) + 1, (draws: Draws) => draws.exponential(1)],
    ["ten Pareto values in the tail", 200, 1.5 * 20 ** (1 / 3), (draws: Draws) => draws.pareto(3)],
    ["a hundred Pareto values in the tail", 2000, 1.5 * 20 ** (1 / 3), (draws: Draws) => draws.pareto(3)],
  ])("%s", (title, n, truth, draw) => {
    const coverage = measureCoverage(title, truth, "cvar95", (draws) => summarize(draws.column(n, () => draw(draws))));
    expect(Math.abs(coverage - 0.95), `${title}: ${coverage}`).toBeLessThanOrEqual(
      fourBinomialErrors(0.95, replications),
    );
  });
});

/** Exponential durations of mean 1 against an exponential end of observation of mean 2. */
function summarizeCensored(draws: Draws, n: number): Statistic[] {
  const durations = draws.column(n, () => draws.exponential(1));
  const ends = draws.column(n, () => draws.exponential(2));
  const times = durations.map((duration, index) => Math.min(duration, ends[index]));
  const isEvent = durations.map((duration, index) => (duration <= ends[index] ? 1 : 0));
  return summarizeDurations(times, isEvent, { horizon: 1.5 });
}
