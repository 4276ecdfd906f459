import { describe, expect, test } from "vitest";
import type { Settings } from "../../../src/model/settings.ts";
import type { Market } from "../../../src/model/world.ts";
import { createDemandSampler } from "../../../src/sample/demand-sampler.ts";
import { keyedUniforms } from "../../../src/samplers/define.ts";

const SCENARIOS = 20_000;
const WARM_UP = 6;
const HORIZON = 12;
const settings = { seed: 5, sampler: "monte-carlo", warmUpDays: WARM_UP, horizonDays: HORIZON } as Settings;

const market = (id: string, terms: Partial<Market> = {}): Market => ({ id, demandUnitsPerDay: 40, ...terms }) as Market;
const noisy = (id: string, cv: number, correlationDays = 0): Market =>
  market(id, { demandNoise: { cv, correlationDays } });

/** The demand of scenario `index`, by plain sampling. */
function demandSampler(how: Settings, markets: readonly Market[]): ((index: number) => Float64Array) | undefined {
  const sample = createDemandSampler(how, markets);
  return sample && ((index) => sample((id, purpose) => keyedUniforms(how.seed, id, index, purpose)));
}

/** [scenario] demand of the only market on each of the given days, as a fraction of its mean. */
function factorsOn(days: readonly number[], item: Market): Float64Array[] {
  const sample = demandSampler(settings, [item]) as (index: number) => Float64Array;
  const columns = days.map(() => new Float64Array(SCENARIOS));
  for (let index = 0; index < SCENARIOS; index++) {
    const demand = sample(index);
    days.forEach((day, at) => {
      columns[at][index] = demand[WARM_UP + day] / item.demandUnitsPerDay;
    });
  }
  return columns;
}

/** The mean of `value` over all scenarios lies within four standard errors of what the law says. */
function expectMean(value: (scenario: number) => number, expected: number, what: string): void {
  let sum = 0;
  let squares = 0;
  for (let scenario = 0; scenario < SCENARIOS; scenario++) {
    const one = value(scenario);
    sum += one;
    squares += one * one;
  }
  const mean = sum / SCENARIOS;
  const standardError = Math.sqrt((squares / SCENARIOS - mean * mean) / SCENARIOS);
  expect(standardError, `${what}: standard error`).toBeLessThan(0.1 * Math.max(expected, 0.1));
  expect(
    Math.abs(mean - expected),
    `${what}: ${mean}, expected ${expected}, standard error ${standardError}`,
  ).toBeLessThan(4 * standardError);
}

describe("random demand", () => {
  const days = [-6, -2, 0, 3, 11];

  test.each([0.1, 0.4, 0.8])("has mean 1 and coefficient of variation %d on every day, the warm-up's too", (cv) => {
    for (const [at, column] of factorsOn(days, noisy("m", cv)).entries()) {
      expectMean((scenario) => column[scenario], 1, `mean on day ${days[at]}`);
      expectMean((scenario) => (column[scenario] - 1) ** 2, cv * cv, `variance on day ${days[at]}`);
    }
  });

  test("is lognormal: its logarithm is symmetric about -s^2 / 2, with variance s^2 = ln(1 + cv^2)", () => {
    const [column] = factorsOn([4], noisy("m", 0.5));
    const variance = Math.log(1.25);
    const deviation = (scenario: number): number => Math.log(column[scenario]) + variance / 2;
    expectMean((scenario) => deviation(scenario) ** 2, variance, "variance of the logarithm");
    expectMean((scenario) => (deviation(scenario) < 0 ? 1 : 0), 0.5, "part below the median");
    expectMean((scenario) => deviation(scenario) ** 4, 3 * variance * variance, "fourth moment of the logarithm");
  });

  test.each([
    [0, 0.3],
    [2, 0.3],
    [20, 0.3],
    [4, 0.9],
  ])(
    "correlated over %d days (cv %d) has the autocovariance of the law, across day 0 as elsewhere",
    (correlationDays, cv) => {
      const columns = factorsOn(days, noisy("m", cv, correlationDays));
      const rho = correlationDays === 0 ? 0 : Math.exp(-1 / correlationDays);
      for (const [left, leftDay] of days.entries()) {
        for (const [right, rightDay] of days.entries()) {
          if (right <= left) continue;
          const correlation = rho ** (rightDay - leftDay);
          const expected = Math.expm1(Math.log1p(cv * cv) * correlation);
          const product = (scenario: number): number => (columns[left][scenario] - 1) * (columns[right][scenario] - 1);
          expectMean(product, expected, `covariance of days ${leftDay} and ${rightDay}`);
        }
      }
    },
  );

  test("depends on the market's id and on nothing else", () => {
    const alone = demandSampler(settings, [noisy("b", 0.5, 3)])?.(7) as Float64Array;
    const sampleAll = demandSampler(settings, [noisy("c", 0.2), noisy("b", 0.5, 3), market("a")]);
    const together = sampleAll?.(7) as Float64Array;
    // Markets stand in the order of their ids.
    expect(together.filter((_, at) => at % 3 === 1)).toEqual(alone);
    expect(together.filter((_, at) => at % 3 === 0)).toEqual(new Float64Array(WARM_UP + HORIZON).fill(40));
    const renamed = demandSampler(settings, [noisy("b2", 0.5, 3)])?.(7);
    expect(renamed).not.toEqual(alone);
    expect(sampleAll?.(8)).not.toEqual(together);
    expect(sampleAll?.(7)).toEqual(together);
  });

  test("of two markets is not correlated", () => {
    const [left] = factorsOn([2], noisy("left", 0.4));
    const [right] = factorsOn([2], noisy("right", 0.4));
    let covariance = 0;
    for (let at = 0; at < SCENARIOS; at++) covariance += (left[at] - 1) * (right[at] - 1);
    expect(Math.abs(covariance / SCENARIOS / 0.16)).toBeLessThan(4 / Math.sqrt(SCENARIOS));
  });

  test("of a day depends neither on the horizon nor on the warm-up", () => {
    const item = noisy("m", 0.6, 5);
    const long = demandSampler({ ...settings, warmUpDays: 20, horizonDays: 50 }, [item])?.(3) as Float64Array;
    const short = demandSampler(settings, [item])?.(3) as Float64Array;
    expect(long.subarray(20 - WARM_UP, 20 + HORIZON)).toEqual(short);
    const cold = demandSampler({ ...settings, warmUpDays: 0 }, [item])?.(3);
    expect(cold).toEqual(short.slice(WARM_UP));
  });

  test("never falls to zero or below, nor beyond all bounds", () => {
    for (const column of factorsOn([0, 5], noisy("m", 3))) {
      expect(Math.min(...column)).toBeGreaterThan(0);
      expect(Number.isFinite(Math.max(...column))).toBe(true);
    }
  });
});

describe("seasonal demand", () => {
  const season = { amplitudeFraction: 0.3, peakDay: 100, periodDays: 365 };
  const year = { ...settings, horizonDays: 365, warmUpDays: 10 };

  test("peaks on its day, is lowest half a period away, and has mean 1 over a period", () => {
    const demand = demandSampler(year, [market("m", { seasonality: season })])?.(0) as Float64Array;
    const factors = demand.map((units) => units / 40);
    expect(factors[10 + 100]).toBe(1.3);
    expect(Math.max(...factors)).toBe(1.3);
    expect(factors[10 + 282]).toBeCloseTo(0.7, 4);
    expect(factors.subarray(10).reduce((sum, value) => sum + value, 0) / 365).toBeCloseTo(1, 12);
    // The warm-up belongs to the year before.
    expect(factors[0]).toBeCloseTo(1 + 0.3 * Math.cos((2 * Math.PI * (-10 - 100)) / 365), 12);
  });

  test("multiplies with noise", () => {
    const noise = { cv: 0.4, correlationDays: 0 };
    const both = demandSampler(year, [market("m", { seasonality: season, demandNoise: noise })])?.(2);
    const onlyNoise = demandSampler(year, [market("m", { demandNoise: noise })])?.(2) as Float64Array;
    const onlySeason = demandSampler(year, [market("m", { seasonality: season })])?.(2) as Float64Array;
    both?.forEach((units, at) => {
      expect(units).toBeCloseTo((onlyNoise[at] * onlySeason[at]) / 40, 9);
    });
  });

  test("is the same in every scenario", () => {
    const sample = demandSampler(year, [market("m", { seasonality: season })]);
    expect(sample?.(0)).toEqual(sample?.(99));
  });
});

test("demand without noise and season is not drawn at all", () => {
  const still = {
    demandNoise: { cv: 0, correlationDays: 9 },
    seasonality: { amplitudeFraction: 0, peakDay: 3, periodDays: 365 },
  };
  expect(demandSampler(settings, [market("a"), market("b", still)])).toBeUndefined();
  // Beside a market that is, it is its mean, exactly.
  const beside = demandSampler(settings, [market("a", still), noisy("b", 0.2)])?.(0) as Float64Array;
  expect(beside.filter((_, at) => at % 2 === 0)).toEqual(new Float64Array(WARM_UP + HORIZON).fill(40));
});
