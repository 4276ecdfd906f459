import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import { inline } from "../../../src/executors/inline.ts";
import { METRICS } from "../../../src/metrics/index.ts";
import { snakeCase } from "../../../src/outputs/table.ts";
import { replayScenario } from "../../../src/replay.ts";
import { runStudy } from "../../../src/run.ts";
import { temporaryFolder } from "../run/folders.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";
import { loadPackage, type Row } from "./duckdb.ts";

/**
 * What the summary tables say, computed again from fact_outcome.csv as a reader of the files would: by SQL, or by the
 * definition in a few lines. Nothing of the engine's statistics is used.
 */

const SCENARIOS = 300;
const DESIGNS = ["lean", "buffered"];
const parsed = parseInput(harbourStudy({ scenarios: SCENARIOS }));
const out = join(temporaryFolder(afterAll), "run");
let query: (sql: string) => Promise<Row[]>;
/** [design] rows of fact_outcome, by scenario. */
let facts: Row[][];

beforeAll(async () => {
  await runStudy(parsed, { executor: inline, workers: 1, out });
  ({ query } = await loadPackage(out));
  facts = await Promise.all(
    DESIGNS.map((_, design) => query(`select * from fact_outcome where design_id = ${design} order by scenario_id`)),
  );
});

/** [design] the rows of a statistic in summary.csv. */
async function summaryOf(metric: string, statistic: string): Promise<Row[]> {
  const rows = await query(
    `select * from summary join dim_metric using (metric_id) where metric = '${metric}' and statistic = '${statistic}' order by design_id`,
  );
  expect(rows, `${metric} ${statistic}`).toHaveLength(DESIGNS.length);
  return rows;
}

function expectAlike(calculated: unknown, expected: number | undefined, what: string): void {
  expect(calculated === null, what).toBe(expected === undefined);
  if (expected === undefined) return;
  expect(typeof calculated, what).toBe("number");
  const distance = Math.abs((calculated as number) - expected);
  expect(distance, `${what}: ${calculated}, expected ${expected}`).toBeLessThanOrEqual(
    1e-12 * Math.abs(expected) + 1e-300,
  );
}

const valuesOf = (rows: readonly Row[], column: string): number[] =>
  rows.map((row) => row[column]).filter((value): value is number => value !== null);

/** Mean of the worst 1 - level of the values: the atom at VaR is split. */
function tailMean(values: readonly number[], level: number, worse: "higher" | "lower"): { var: number; cvar: number } {
  const worstFirst = values.toSorted((a, b) => (worse === "higher" ? b - a : a - b));
  const share = worstFirst.length * (1 - level);
  let rest = share;
  let sum = 0;
  for (const value of worstFirst) {
    if (rest < 1e-9) break;
    const weight = Math.min(1, rest);
    sum += weight * value;
    rest -= weight;
  }
  // VaR: the smallest value that at least `level` of all do not exceed.
  const rank = Math.ceil(worstFirst.length * level - 1e-9);
  const bestFirst = worstFirst.toReversed();
  return { var: bestFirst[Math.max(1, rank) - 1], cvar: sum / share };
}

/** Kaplan-Meier by its definition: the product over event times of 1 - events / at risk. */
function kaplanMeier(durations: readonly { time: number; isSeen: boolean }[]) {
  const times = [...new Set(durations.map(({ time }) => time))].toSorted((a, b) => a - b);
  let survival = 1;
  return times.map((time) => {
    const atRisk = durations.filter((item) => item.time >= time).length;
    const events = durations.filter((item) => item.time === time && item.isSeen).length;
    const censored = durations.filter((item) => item.time === time && !item.isSeen).length;
    survival *= 1 - events / atRisk;
    return { time, atRisk, events, censored, survival };
  });
}

function durationsOf(rows: readonly Row[], metric: string): { time: number; isSeen: boolean }[] {
  const { seenBy } = METRICS.find(({ name }) => name === metric) as { seenBy: string };
  return rows
    .filter((row) => row[snakeCase(metric)] !== null)
    .map((row) => ({ time: row[snakeCase(metric)] as number, isSeen: row[snakeCase(seenBy)] === true }));
}

describe("summary.csv says what fact_outcome.csv says", () => {
  test.each(METRICS.filter((metric) => metric.kind === "number"))(
    "of $name: mean, spread, extremes, quantiles, n",
    async ({ name }) => {
      const column = snakeCase(name);
      const again = await query(
        `select count(${column}) as n, min(${column}) as min, max(${column}) as max,
         stddev_samp(${column}) as sd, quantile_cont(${column}, 0.05) as p5, quantile_cont(${column}, 0.5) as p50,
         quantile_cont(${column}, 0.95) as p95 from fact_outcome group by design_id order by design_id`,
      );
      for (let design = 0; design < DESIGNS.length; design++) {
        const values = valuesOf(facts[design], column);
        const { n, min, max, sd, p5, p50, p95 } = again[design];
        expect((await summaryOf(column, "mean"))[design].n).toBe(n);
        const mean = values.length === 0 ? undefined : exactMean(values);
        expectAlike((await summaryOf(column, "mean"))[design].value, mean, `mean of ${name}`);
        for (const [statistic, value] of Object.entries({ min, max, p5, p50, p95 })) {
          const expected = (value ?? undefined) as number | undefined;
          const row = (await summaryOf(column, statistic))[design];
          expectClose(
            row.value,
            expected,
            `${statistic} of ${name}`,
            1e-12 * Math.abs((max as number) - (min as number)),
          );
        }
        const row = (await summaryOf(column, "sd"))[design];
        const scale = Math.max(Math.abs(max as number), Math.abs(min as number));
        expectClose(row.value, (sd ?? undefined) as number | undefined, `sd of ${name}`, 1e-9 * scale);
      }
    },
  );

  test.each([
    "lostRevenueUsd",
    "extraCostUsd",
    "peakInflationPct",
    "minServiceLevel",
    "fillRate",
    "resilienceLossDays",
  ])("of the tail of %s: VaR and CVaR at 95 %%, on the bad side", async (name) => {
    const { worse } = METRICS.find((metric) => metric.name === name) as (typeof METRICS)[number];
    for (let design = 0; design < DESIGNS.length; design++) {
      const tail = tailMean(valuesOf(facts[design], snakeCase(name)), 0.95, worse);
      expectAlike((await summaryOf(snakeCase(name), "var95"))[design].value, tail.var, `var95 of ${name}`);
      expectAlike((await summaryOf(snakeCase(name), "cvar95"))[design].value, tail.cvar, `cvar95 of ${name}`);
      // 300 scenarios leave three in the last percent: too few to say anything.
      const row = (await summaryOf(snakeCase(name), "cvar99"))[design];
      expect(row.value).toBeNull();
      expect(row.reason).toBe("needs at least 1000 scenarios");
    }
  });

  test.each(METRICS.filter((metric) => metric.kind === "flag"))("of $name: its probability", async ({ name }) => {
    const rows = await summaryOf(snakeCase(name), "probability");
    for (let design = 0; design < DESIGNS.length; design++) {
      const hits = facts[design].filter((row) => row[snakeCase(name)] === true).length;
      expectAlike(rows[design].value, hits / SCENARIOS, `P(${name})`);
      expect(rows[design].n).toBe(BigInt(SCENARIOS));
      expect(rows[design].ci_low as number).toBeLessThanOrEqual(hits / SCENARIOS);
      expect(rows[design].ci_high as number).toBeGreaterThanOrEqual(hits / SCENARIOS);
    }
  });

  test.each(METRICS.filter((metric) => metric.kind === "duration"))(
    "of $name: Kaplan-Meier quantiles, restricted mean and the censored share",
    async ({ name }) => {
      for (let design = 0; design < DESIGNS.length; design++) {
        const durations = durationsOf(facts[design], name);
        const steps = kaplanMeier(durations);
        for (const [statistic, probability] of [
          ["p50", 0.5],
          ["p75", 0.75],
          ["p90", 0.9],
          ["p95", 0.95],
        ] as const) {
          const time = steps.find((step) => step.survival <= 1 - probability + 1e-12)?.time;
          expectAlike((await summaryOf(snakeCase(name), statistic))[design].value, time, `${statistic} of ${name}`);
        }
        const censored = durations.filter(({ isSeen }) => !isSeen).length / durations.length;
        const share = (await summaryOf(snakeCase(name), "probabilityCensored"))[design];
        expectAlike(share.value, censored, `censored share of ${name}`);
        expect(share.n).toBe(BigInt(durations.length));
        // The horizon less the exposure: 60 days.
        const mean = (await summaryOf(snakeCase(name), "restrictedMean"))[design];
        expect(mean.method).toBe("Kaplan-Meier area to 60, Greenwood");
        const last = steps[steps.length - 1];
        if (mean.value === null) expect(last.time < 60 && last.survival > 0, String(mean.reason)).toBe(true);
        else expectAlike(mean.value, areaTo(60, steps), `restricted mean of ${name}`);
      }
    },
  );

  test("of the time to recover of those impacted, and survival.csv of all and of them", async () => {
    let steps = 0;
    for (let design = 0; design < DESIGNS.length; design++) {
      const impacted = facts[design].filter((row) => row.impacted === true);
      expect(impacted.length).toBeGreaterThan(20);
      for (const [population, rows] of [
        ["all", facts[design]],
        ["impacted", impacted],
      ] as const) {
        const expected = kaplanMeier(durationsOf(rows, "timeToRecoverDays"));
        const written = await query(
          `select * from survival where design_id = ${design} and population = '${population}' order by time_days`,
        );
        expect(written.map((row) => [row.time_days, row.at_risk, row.recovered, row.censored].map(Number))).toEqual(
          expected.map((step) => [step.time, step.atRisk, step.events, step.censored]),
        );
        written.forEach((row, at) => {
          expect(row.not_recovered_share as number).toBeCloseTo(expected[at].survival, 12);
        });
        steps += written.length;
        if (population === "all") continue;
        const median = expected.find((step) => step.survival <= 0.5 + 1e-12)?.time;
        const row = (await summaryOf("time_to_recover_days", "p50IfImpacted"))[design];
        expectAlike(row.value, median, "median if impacted");
        expect(row.n).toBe(BigInt(impacted.length));
      }
    }
    const [{ count }] = await query("select count(*) as count from survival");
    expect(Number(count)).toBe(steps);
  });
});

describe("exceedance.csv says what fact_outcome.csv says", () => {
  const PERIODS = [2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];

  /** The loss of rank n / period from above, linear in return period between ranks. */
  const reached = (losses: readonly number[], period: number): number => {
    const above = losses.toSorted((left, right) => right - left);
    const [rare, next] = [Math.floor(losses.length / period), Math.ceil(losses.length / period)];
    if (rare === next) return above[rare - 1];
    const [rarePeriod, nextPeriod] = [losses.length / rare, losses.length / next];
    const part = (period - nextPeriod) / (rarePeriod - nextPeriod);
    return above[next - 1] + part * (above[rare - 1] - above[next - 1]);
  };

  test.each(["lostRevenueUsd", "extraCostUsd"])("of %s: loss and tail mean at every return period", async (name) => {
    for (let design = 0; design < DESIGNS.length; design++) {
      const rows = await query(
        `select * from exceedance join dim_metric using (metric_id) where metric = '${snakeCase(name)}' and design_id = ${design}`,
      );
      expect(new Set(rows.map((row) => row.return_period))).toEqual(new Set(PERIODS));
      expect(rows).toHaveLength(4 * PERIODS.length);
      const losses = valuesOf(facts[design], snakeCase(name));
      let given = 0;
      for (const { ep_type, return_period, loss, reason } of rows) {
        const what = `${name}, return period ${return_period}, type ${ep_type}`;
        const period = return_period as number;
        if (ep_type === 1n || ep_type === 2n) {
          expect([loss, reason], what).toEqual([null, "losses by event need settings.eventLosses: true"]);
          continue;
        }
        if (loss === null) {
          expect(reason, what).toMatch(/^needs at least \d+ scenarios$/);
          expect(period, what).toBeGreaterThan(30);
          continue;
        }
        given += 1;
        const expected = ep_type === 3n ? reached(losses, period) : tailMean(losses, 1 - 1 / period, "higher").cvar;
        expectAlike(loss, expected, what);
      }
      expect(given).toBeGreaterThanOrEqual(10);
    }
  });
});

describe("service_curve.csv says what replays of all scenarios say", () => {
  test("day by day: mean to 1e-7, quantiles to the nearest 0.001", async () => {
    const compiled = compileStudy(parsed);
    for (let design = 0; design < DESIGNS.length; design++) {
      const replays = Array.from({ length: SCENARIOS }, (_, index) => replayScenario(compiled, design, index).days);
      for (const [curve, key] of [
        ["service_level", "service"],
        ["price_index", "priceIndex"],
      ] as const) {
        const rows = await query(
          `select * from service_curve where design_id = ${design} and curve = '${curve}' order by day`,
        );
        expect(rows.map((row) => Number(row.day))).toEqual(Array.from({ length: 120 }, (_, day) => day));
        rows.forEach((row, day) => {
          const values = replays.map((days) => days[day][key]).toSorted((a, b) => a - b);
          const mean = values.reduce((sum, value) => sum + value, 0) / SCENARIOS;
          const what = `${curve} of ${DESIGNS[design]} on day ${day}`;
          expect(Math.abs((row.mean as number) - mean), what).toBeLessThan(1e-7);
          for (const percent of [5, 25, 50, 75, 95]) {
            const value = values[Math.ceil((percent / 100) * SCENARIOS - 1e-9) - 1];
            const written = row[`p${percent}`] as number;
            expect(Math.abs(written - value), `p${percent} ${what}`).toBeLessThanOrEqual(0.0005 + 1e-9);
            expect(Math.abs(written * 1000 - Math.round(written * 1000))).toBeLessThan(1e-9);
          }
        });
        expect(Math.min(...rows.map((row) => row.mean as number)), curve).toBeLessThan(
          curve === "price_index" ? 1.01 : 0.9,
        );
      }
    }
  });
});

/** Mean by summing the smallest first, twice: good to the last bits. */
function exactMean(values: readonly number[]): number {
  let sum = 0;
  let rest = 0;
  for (const value of values.toSorted((a, b) => Math.abs(a) - Math.abs(b))) {
    const next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + rest) / values.length;
}

function areaTo(horizon: number, steps: readonly { time: number; survival: number }[]): number {
  let area = 0;
  let time = 0;
  let survival = 1;
  for (const step of steps) {
    if (step.time >= horizon) break;
    area += survival * (step.time - time);
    ({ time, survival } = step);
  }
  return area + survival * (horizon - time);
}

function expectClose(calculated: unknown, expected: number | undefined, what: string, tolerance: number): void {
  expect(calculated === null, what).toBe(expected === undefined);
  if (expected === undefined) return;
  expect(
    Math.abs((calculated as number) - expected),
    `${what}: ${calculated}, expected ${expected}`,
  ).toBeLessThanOrEqual(tolerance);
}
