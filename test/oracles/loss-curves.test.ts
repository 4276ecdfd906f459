import { describe, expect, test } from "vitest";
import { exceedanceCurve, type LossRanks, lossAt, rankLosses } from "../../src/aggregate/exceedance.ts";
import { measureMoments } from "../../src/aggregate/moments.ts";
import { quantileRanks } from "../../src/aggregate/quantile.ts";
import { measureTail } from "../../src/aggregate/tail.ts";
import { drawFrom } from "../../src/distributions/index.ts";
import { keyedUniforms } from "../../src/samplers/define.ts";
import { type Oracle, openOracle } from "../helpers/oracle.ts";

/** Losses of periods by event and sample, as the cases have them: [sample][period] sums and largest events. */
function periodLosses(oracle: Oracle, key: string): { sums: Float64Array[]; largest: Float64Array[] } {
  const { periods, occurrences_event_period: occurrences } = oracle.inputs;
  const byEvent = oracle.inputs[key] as Record<string, number[]>;
  const samples = Object.values(byEvent)[0].length;
  const empty = () => Array.from({ length: samples }, () => new Float64Array(periods));
  const [sums, largest] = [empty(), empty()];
  for (const [event, period] of occurrences) {
    byEvent[event].forEach((loss, sample) => {
      sums[sample][period - 1] += loss;
      largest[sample][period - 1] = Math.max(largest[sample][period - 1], loss);
    });
  }
  return { sums, largest };
}

const pool = (samples: readonly Float64Array[]): Float64Array =>
  Float64Array.from(samples.flatMap((losses) => [...losses]));
/** ktools lists ranks with a loss only. */
const withLoss = ({ returnPeriod, loss }: LossRanks, values: Float64Array) =>
  Array.from(values, (value, rank) => [returnPeriod[rank], value]).filter((_, rank) => loss[rank] > 0);
const losses = (ranks: LossRanks) => withLoss(ranks, ranks.loss);
const tails = (ranks: LossRanks) => withLoss(ranks, ranks.tailLoss);
const meanOf = (samples: readonly Float64Array[]): Float64Array =>
  samples[0].map((_, at) => samples.reduce((sum, sample) => sum + sample[at], 0) / samples.length);

describe("exceedance tables are those of ktools", () => {
  test.each(["EP-A1", "EP-A2"])("%s: occurrence and aggregate, their tails, average and spread", (id) => {
    const oracle = openOracle(id);
    const { sums, largest } = periodLosses(oracle, "event_loss_by_sample");
    for (const [name, samples] of [
      ["OEP", largest],
      ["AEP", sums],
    ] as const) {
      const pooled = rankLosses(pool(samples));
      oracle.check(`${name} [(return period, loss)] full uncertainty`, losses(pooled));
      oracle.check(`${name} TVaR [(return period, loss)] full uncertainty`, tails(pooled));
      if (samples.length === 1) continue;
      const mean = rankLosses(meanOf(samples));
      oracle.check(`${name} [(return period, loss)] sample mean of period losses`, losses(mean));
      oracle.check(`${name} TVaR [(return period, loss)] sample mean of period losses`, tails(mean));
      // Curves of the samples, averaged rank by rank.
      const curves = samples.map((sample) => rankLosses(sample));
      const average = {
        returnPeriod: curves[0].returnPeriod,
        loss: meanOf(curves.map(({ loss }) => loss)),
        tailLoss: meanOf(curves.map(({ tailLoss }) => tailLoss)),
      };
      oracle.check(`${name} [(return period, loss)] per-sample mean`, losses(average));
      oracle.check(`${name} TVaR [(return period, loss)] per-sample mean`, tails(average));
    }
    const moments = measureMoments(pool(sums));
    oracle.check("AAL (sample)", moments.mean);
    oracle.check("sd of annual loss (sample)", moments.sd);
    oracle.close();
  });

  test("EP-A1-rp: at requested return periods", () => {
    const oracle = openOracle("EP-A1-rp");
    const { sums, largest } = periodLosses(oracle, "event_loss");
    const at = (sample: Float64Array) =>
      (oracle.inputs.return_periods as number[]).map((period) => [period, lossAt(rankLosses(sample), period)]);
    oracle.check("AEP [(return period, loss)]", at(sums[0]));
    oracle.check("OEP [(return period, loss)]", at(largest[0]));
    oracle.close();
  });
});

const YEARS = 100_000;

/** Yearly sums and largest events of a compound Poisson process, drawn as the engine draws: a count, then a severity each. */
function compound(
  id: string,
  mean: number,
  severityAt: (u: number) => number,
): { sums: Float64Array; largest: Float64Array } {
  const sums = new Float64Array(YEARS);
  const largest = new Float64Array(YEARS);
  for (let year = 0; year < YEARS; year++) {
    const count = drawFrom({ distribution: "poisson", mean }, keyedUniforms(1, id, year, "occurrence")());
    const uniforms = keyedUniforms(1, id, year, "severity");
    for (let event = 0; event < count; event++) {
      const loss = severityAt(uniforms());
      sums[year] += loss;
      largest[year] = Math.max(largest[year], loss);
    }
  }
  return { sums, largest };
}

/** Checks mean, variance and skewness within four standard errors, those of the higher moments from 100 batches. */
function checkMoments(
  oracle: Oracle,
  values: Float64Array,
  names: { mean: string; spread: string; skewness?: string },
): void {
  const { mean, sd } = measureMoments(values);
  oracle.checkWithin(names.mean, mean, (4 * sd!) / Math.sqrt(YEARS), "four standard errors");
  const batches = Array.from({ length: 100 }, (_, at) => values.subarray((at * YEARS) / 100, ((at + 1) * YEARS) / 100));
  const within = (name: string, measure: (column: Float64Array) => number): void => {
    const { standardError } = measureMoments(Float64Array.from(batches, measure));
    oracle.checkWithin(name, measure(values), 4 * standardError!, "four standard errors");
  };
  within(names.spread, (column) =>
    names.spread === "variance" ? measureMoments(column).centralSecondMoment : measureMoments(column).sd!,
  );
  if (names.skewness === undefined) return;
  within(names.skewness, (column) => {
    const moments = measureMoments(column);
    const cubes = column.reduce((sum, value) => sum + (value - moments.mean) ** 3, 0) / column.length;
    return cubes / moments.centralSecondMoment ** 1.5;
  });
}

/** Distribution function of the losses 0, 1, 2 ... by Panjer's recursion, as the case states it. */
function panjer(mean: number, severities: readonly (readonly [value: string, probability: number])[]): number[] {
  const density = [Math.exp(-mean)];
  for (let loss = 1; loss < 60; loss++) {
    const terms = severities.map(
      ([value, probability]) => Number(value) * probability * (density[loss - Number(value)] ?? 0),
    );
    density.push((mean / loss) * terms.reduce((sum, term) => sum + term, 0));
  }
  let sum = 0;
  return density.map((probability) => (sum += probability));
}

function checkTails(oracle: Oracle, sorted: Float64Array, levels: readonly number[]): void {
  for (const level of levels) {
    const risk = measureTail(sorted, level, "upper");
    const suffix = oracle.expected.some(({ quantity }) => quantity.startsWith(`CVaR ${level} (`))
      ? " (Rockafellar-Uryasev, atom split)"
      : "";
    const error = 4 * risk.conditionalStandardError;
    oracle.checkWithin(`CVaR ${level}${suffix}`, risk.conditionalValueAtRisk, error, "four standard errors");
  }
}

describe("compound Poisson losses have the moments and tails of the closed forms", () => {
  test.each(["CP-A1", "CP-A2"])("%s: severities 1, 2 and 3", (id) => {
    const oracle = openOracle(id);
    const pmf = Object.entries(oracle.inputs.severity_pmf as Record<string, number>);
    const severityAt = (u: number): number => {
      let sum = 0;
      for (const [value, probability] of pmf) {
        sum += probability;
        if (u < sum) return Number(value);
      }
      return Number(pmf[pmf.length - 1][0]);
    };
    const { sums } = compound(id, oracle.inputs.frequency.lam, severityAt);
    checkMoments(oracle, sums, { mean: "mean", spread: "variance", skewness: "skewness" });
    const cells: number[] = [];
    for (let loss = 0; loss <= 8; loss++) {
      const expected = oracle.find(`P(S=${loss})`).value as number;
      const share = sums.filter((sum) => sum === loss).length / YEARS;
      cells.push(((share - expected) ** 2 * YEARS) / expected);
      const error = 4 * Math.sqrt((expected * (1 - expected)) / YEARS);
      oracle.checkWithin(`P(S=${loss})`, share, error, "four standard errors of a share");
    }
    // 99.9 % point of chi-square with 9 degrees of freedom.
    expect(cells.reduce((sum, cell) => sum + cell, 0)).toBeLessThan(27.877);
    const sorted = sums.toSorted();
    const upTo = panjer(oracle.inputs.frequency.lam, pmf);
    for (const level of [0.5, 0.9, 0.95, 0.99, 0.995]) {
      const name = `quantile ${level} (smallest s with F(s)>=p)`;
      const expected = oracle.find(name).value as number;
      // The recursion and the case agree; draws may be off by one where F comes so near to p that chance decides.
      expect(upTo.findIndex((probability) => probability >= level)).toBe(expected);
      const error = 4 * Math.sqrt((level * (1 - level)) / YEARS);
      const isOpen = [expected - 1, expected].some((value) => value >= 0 && Math.abs(upTo[value] - level) < error);
      const found = measureTail(sorted, level, "upper").valueAtRisk;
      oracle.checkWithin(name, found, isOpen ? 1 : 0, "the mapping's exception where F(q) is near p");
    }
    checkTails(oracle, sorted, [0.95, 0.99]);
    oracle.close();
  });

  test("CP-A3: gamma severities", () => {
    const oracle = openOracle("CP-A3");
    const { shape, rate } = oracle.inputs.severity;
    const { sums } = compound("CP-A3", oracle.inputs.frequency.lam, (u) =>
      drawFrom({ distribution: "gamma", shape, scale: 1 / rate }, u),
    );
    checkMoments(oracle, sums, { mean: "mean", spread: "variance" });
    const none = sums.filter((sum) => sum === 0).length / YEARS;
    const expected = oracle.find("P(S=0)").value as number;
    oracle.checkWithin("P(S=0)", none, 4 * Math.sqrt(expected / YEARS), "four standard errors of a share");
    const sorted = sums.toSorted();
    for (const level of [0.5, 0.75, 0.9, 0.95, 0.99, 0.995]) {
      const { lowerRank, upperRank } = quantileRanks(YEARS, level, 0.999)!;
      const value = oracle.find(`quantile ${level}`).value as number;
      const [low, high] = [sorted[lowerRank - 1], sorted[upperRank - 1]];
      expect(value, `quantile ${level}`).toBeGreaterThan(low);
      expect(value, `quantile ${level}`).toBeLessThan(high);
      oracle.checkWithin(`quantile ${level}`, (low + high) / 2, (high - low) / 2, "the 99.9 % rank interval");
    }
    checkTails(oracle, sorted, [0.95, 0.99, 0.995]);
    oracle.close();
  });

  test("CP-A4: lognormal severities, the largest event of a year", () => {
    const oracle = openOracle("CP-A4");
    const { lam, severity } = oracle.inputs;
    const { sums, largest } = compound("CP-A4", lam, (u) =>
      drawFrom({ distribution: "lognormal", median: Math.exp(severity.mu), sigma: severity.sigma }, u),
    );
    checkMoments(oracle, sums, {
      mean: "AAL = mean annual loss",
      spread: "sd of annual loss",
      skewness: "skewness of annual loss",
    });
    const sorted = largest.toSorted();
    const periods = [2, 5, 10, 50, 100, 250, 1000];
    for (const { returnPeriod, loss } of exceedanceCurve(largest, periods)) {
      const name = `OEP loss at return period ${returnPeriod}`;
      const { lowerRank, upperRank } = quantileRanks(YEARS, 1 - 1 / returnPeriod, 0.999)!;
      const [low, high] = [sorted[lowerRank - 1], sorted[upperRank - 1]];
      const value = oracle.find(name).value as number;
      expect(value, name).toBeGreaterThan(low);
      expect(value, name).toBeLessThan(high);
      oracle.checkWithin(name, loss.value, high - low, "the width of the 99.9 % rank interval");
    }
    oracle.close();
  });
});
