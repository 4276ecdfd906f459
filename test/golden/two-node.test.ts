import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inline } from "../../src/executors/inline.ts";
import { METRICS } from "../../src/metrics/index.ts";
import type { Manifest } from "../../src/outputs/manifest.ts";
import { snakeCase } from "../../src/outputs/table.ts";
import { runStudy } from "../../src/run.ts";
import { temporaryFolder } from "../unit/run/folders.ts";
import { parseCsv } from "../unit/run/parse-csv.ts";
import { twoNode } from "../unit/run/studies.ts";

/**
 * The whole run of configs/two-node.yaml against numbers derived by hand.
 *
 * The strait lies halfway on a lane of 5 days, so goods with 2 days to go or fewer are past it. On the day of onset D the
 * goods with 0, 1 and 2 days to go still arrive (days D, D + 1, D + 2); those with 3 and 4 stand still for 20 days and
 * arrive on D + 23 and D + 24, those shipped on D + 20 on D + 25. So nothing arrives on the 20 days D + 3 ... D + 22.
 *
 * lean:     10 days of stock are gone after D + 12; the 10 days D + 13 ... D + 22 sell nothing:
 *           10 days x 100 units x 10 USD = 10,000 USD lost, recovered from D + 23 on: 10 days.
 * buffered: 25 days of stock outlast 20 days without arrivals: never impacted.
 *
 * A unit costs 5 (made) + 1 (freight) = 6 USD where it is sold, in the shop's stock and, freight paid at dispatch, under
 * way. In the evening lean has 10 days in stock and 5 under way: 15 x 100 x 6 = 9,000 USD. Money costs 10 % a year:
 * 9,000 x 0.1 / 365 a day beside 600 of goods sold. buffered has 15 days more.
 */
const LOST_USD = 10 * 100 * 10;
const LEAN_USD_PER_DAY = 600 + (9000 * 0.1) / 365;
const PREMIUM_PCT = ((15 * 100 * 6 * 0.1) / 365 / LEAN_USD_PER_DAY) * 100;
const SCENARIOS = 1000;

const out = join(temporaryFolder(afterAll), "run");
let manifest: Manifest;
/** [design][scenario] a scenario's metrics as text. */
let facts: Record<string, string>[][];
let disruptions: Map<string, Record<string, string>>;

function readTable(name: string): Record<string, string>[] {
  const [header, ...records] = parseCsv(readFileSync(join(out, "data", `${name}.csv`), "utf8"));
  return records.map((record) => Object.fromEntries(record.map((cell, index) => [header[index], cell])));
}

beforeAll(async () => {
  ({ manifest } = await runStudy(twoNode(), { executor: inline, workers: 1, out }));
  const rows = readTable("fact_outcome");
  facts = ["0", "1"].map((design) => rows.filter((row) => row.design_id === design));
  disruptions = new Map(readTable("fact_disruption").map((row) => [row.scenario_id, row]));
});

describe("the smallest study", () => {
  test("strikes once with probability 0.25, on any of the first 100 days, for 20 days", () => {
    expect(facts.map((rows) => rows.length)).toEqual([SCENARIOS, SCENARIOS]);
    const share = disruptions.size / SCENARIOS;
    expect(Math.abs(share - 0.25)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / SCENARIOS));
    const onsets = [...disruptions.values()].map((row) => Number(row.onset_day));
    expect(Math.min(...onsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...onsets)).toBeLessThan(100);
    for (const row of disruptions.values()) {
      expect(row).toMatchObject({
        disruption_id: "0",
        hazard_id: "0",
        duration_days: "20",
        recovery_days: "0",
        severity: "1",
      });
    }
  });

  test("costs lean 10,000 USD and 10 days whenever the strait is blocked", () => {
    let struck = 0;
    for (const row of facts[0]) {
      const event = disruptions.get(row.scenario_id);
      if (event === undefined) continue;
      struck += 1;
      expectNumbers(row, {
        lostRevenueUsd: LOST_USD,
        delayedRevenueUsd: 0,
        openBacklogUsd: 0,
        timeToRecoverDays: 10,
        timeToSurviveDays: 13,
        daysBelowService: 10,
        longestOutageDays: 10,
        resilienceLossDays: 10,
        minServiceLevel: 0,
        fillRate: 190 / 200,
        firstOnsetDay: Number(event.onset_day),
        // Sales are lost for good: cumulative service never comes back within half a percent.
        backlogClearedDays: 200 - Number(event.onset_day),
        // 1000 units fewer are made and shipped; every unit still costs 6 USD.
        extraProductionCostUsd: -5 * 1000,
        extraFreightCostUsd: -1 * 1000,
        extraTariffCostUsd: 0,
        extraCarbonCostUsd: 0,
        // 3,000 km x 0.01 t x 9.2 g/tkm a unit.
        extraEmissionsTonnes: (-1000 * 3000 * 0.01 * 9.2) / 1e6,
        peakInflationPct: 0,
        endInflationPct: 0,
      });
      expect(row).toMatchObject({ impacted: "true", recovered: "true", backlog_cleared: "false" });
    }
    expect(struck).toBeGreaterThan(200);
  });

  test("ties up less money in goods, until what the shop lacks has been made and shipped again", () => {
    // Days from the onset. While the strait is shut nothing is shipped, and the shop sells 100 units a day until day 12:
    // its goods, on hand and under way, fall by 100 units of 6 USD a day. On day 20 the shop orders what it lacks, 1,400
    // units: 1,500 (10 days of cover, 5 under way) + the demand of the day - the 200 that move again. The plant makes at
    // most 250 a day and the lane ships at most 200, twice its flow: up to 300 units wait at the plant for 5 USD each. The
    // shop sells again from day 23 on, and orders 100 a day again from day 24 on.
    let atShop = 0;
    let atPlant = 0;
    let toMake = 0;
    let toShip = 0;
    let usdDays = 0;
    for (let day = 0; day < 60; day++) {
      const ordered = day === 20 ? 1400 : day >= 24 ? 100 : 0;
      toMake += ordered;
      toShip += ordered;
      const made = Math.min(250, toMake);
      const shipped = Math.min(200, toShip, atPlant + made);
      const sold = day >= 13 && day <= 22 ? 0 : 100;
      toMake -= made;
      toShip -= shipped;
      atPlant += made - shipped;
      atShop += shipped - sold;
      usdDays += atShop * 6 + atPlant * 5;
    }
    expect([atShop, atPlant]).toEqual([0, 0]);
    const expected = (usdDays * 0.1) / 365;
    const rows = facts[0].filter((row) => disruptions.has(row.scenario_id));
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows) expectNumbers(row, { extraHoldingCostUsd: expected, extraCostUsd: expected - 6000 });
  });

  test("never touches a customer of buffered", () => {
    for (const row of facts[1]) {
      expect(row).toMatchObject({ impacted: "false", recovered: "true", backlog_cleared: "true" });
      expectNumbers(row, {
        lostRevenueUsd: 0,
        timeToRecoverDays: 0,
        minServiceLevel: 1,
        fillRate: 1,
        peakInflationPct: 0,
        extraEmissionsTonnes: 0,
      });
      const event = disruptions.get(row.scenario_id);
      // Never failed: survived to the horizon, which is all that was seen.
      expect(row.time_to_survive_days).toBe(event === undefined ? "" : String(200 - Number(event.onset_day)));
    }
  });

  test("is exactly neutral where nothing strikes, in every metric", () => {
    const neutral: Record<string, string> = {
      backlogCleared: "true",
      recovered: "true",
      isWithinPolicies: "true",
      impacted: "false",
      fillRate: "1",
      minServiceLevel: "1",
      firstOnsetDay: "",
      outsideTrustShare: "",
      timeToSurviveDays: "",
      localContentShare: "",
      maxCountryShare: "",
    };
    for (const row of facts.flat()) {
      if (disruptions.has(row.scenario_id)) continue;
      for (const { name } of METRICS) expect(row[snakeCase(name)], name).toBe(neutral[name] ?? "0");
    }
  });

  test("says so in its headline, each figure with an interval that holds the truth", () => {
    const [lean, buffered] = manifest.headline;
    const share = disruptions.size / SCENARIOS;
    expect(lean.structuralPremiumPct).toBe(0);
    expect(buffered.structuralPremiumPct).toBeCloseTo(PREMIUM_PCT, 10);
    expect(PREMIUM_PCT).toBeCloseTo(0.4093, 4);
    expect(lean.probabilityImpacted.value).toBe(share);
    expect(lean.probabilityImpacted.ciLow).toBeLessThan(0.25);
    expect(lean.probabilityImpacted.ciHigh).toBeGreaterThan(0.25);
    expect(lean.timeToRecoverP50).toMatchObject({ value: 10, n: disruptions.size });
    expect(lean.timeToRecoverP95).toMatchObject({ value: 10 });
    expect(lean.lostRevenueMeanUsd.value).toBeCloseTo(share * LOST_USD, 6);
    expect(lean.lostRevenueMeanUsd.ciLow).toBeLessThan(0.25 * LOST_USD);
    expect(lean.lostRevenueMeanUsd.ciHigh).toBeGreaterThan(0.25 * LOST_USD);
    expect(lean.lostRevenueCvar95Usd.value).toBeCloseTo(LOST_USD, 6);
    expect(buffered.probabilityImpacted.value).toBe(0);
    expect(buffered.timeToRecoverP50).toMatchObject({ n: 0, reason: "no scenario was impacted" });
    expect(buffered.lostRevenueCvar95Usd.value).toBe(0);
  });

  test("prices both designs in dim_design", () => {
    const [lean, buffered] = readTable("dim_design");
    expect(lean).toMatchObject({
      design: "lean",
      is_reference: "true",
      revenue_usd_per_day: "1000",
      goods_usd: "9000",
    });
    expect(Number(lean.cost_usd_per_day)).toBeCloseTo(LEAN_USD_PER_DAY, 10);
    expect(Number(lean.holding_cost_usd_per_day)).toBeCloseTo((9000 * 0.1) / 365, 12);
    expect(Number(buffered.goods_usd)).toBeCloseTo(18_000, 9);
    expect(Number(buffered.structural_premium_pct)).toBeCloseTo(PREMIUM_PCT, 10);
    expect(buffered.price_premium_pct).toBe("0");
    // 100 units x 3,000 km x 0.01 t x 9.2 g a day.
    expect(Number(lean.emissions_tonnes_per_day)).toBeCloseTo(0.0276, 12);
  });

  test("shows the outage in the mean service of each day", () => {
    // On day t a scenario with onset D fails when D + 13 <= t <= D + 22.
    const onsets = [...disruptions.values()].map((row) => Number(row.onset_day));
    const curve = readTable("service_curve").filter((row) => row.design_id === "0" && row.curve === "service_level");
    expect(curve).toHaveLength(200);
    curve.forEach((row, day) => {
      const failing = onsets.filter((onset) => onset + 13 <= day && day <= onset + 22).length;
      expect(Number(row.mean)).toBeCloseTo(1 - failing / SCENARIOS, 7);
      expect(row.p50).toBe("1");
      expect(row.p5).toBe(failing / SCENARIOS >= 0.05 ? "0" : "1");
    });
  });

  test("loses 10,000 USD once in up to four periods, and nothing more often", () => {
    const rows = readTable("exceedance").filter((row) => row.design_id === "0" && row.ep_type === "3");
    const lost = rows.filter(
      (row) => row.metric_id === String(METRICS.findIndex(({ name }) => name === "lostRevenueUsd")),
    );
    const losses = Object.fromEntries(lost.map((row) => [row.return_period, row.loss]));
    expect(losses["2"]).toBe("0");
    for (const period of ["5", "10", "20", "25", "50", "100", "200"])
      expect(Number(losses[period])).toBeCloseTo(LOST_USD, 6);
  });
});

function expectNumbers(row: Record<string, string>, expected: Record<string, number>): void {
  for (const [name, value] of Object.entries(expected)) {
    const calculated = Number(row[snakeCase(name)]);
    const tolerance = 1e-9 * Math.max(1, Math.abs(value));
    const what = `${name} of scenario ${row.scenario_id}: ${calculated}, expected ${value} within ${tolerance}`;
    expect(Math.abs(calculated - value) <= tolerance && row[snakeCase(name)] !== "", what).toBe(true);
  }
}
