import { describe, expect, test } from "vitest";
import { createDesignRunner } from "../../src/design-runner.ts";
import { normalProbability } from "../../src/math/truncated-normal.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import { compileFor, makeStudy } from "../helpers/study.ts";

/*
 * A base-stock node with random demand, through the whole engine: what is ordered on day t, once demand is seen, is on the
 * shelf on day t + L before that day's demand is served, and unmet demand waits. A day then ends with
 * S - (demand of the last L days) on hand, or owed where that is negative.
 *
 * Source: Zipkin (2000), Foundations of Inventory Management, section 6.2; Snyder & Shen (2019), section 4.3.
 */

const MEAN = 100;
const SCENARIOS = 60;
const WARM_UP = 30;
const DAYS = 200;

interface Terms {
  readonly leadTimeDays: number;
  readonly coverDays: number;
  readonly cv: number;
  readonly correlationDays?: number;
}

function openNode({ leadTimeDays, coverDays, cv, correlationDays = 0 }: Terms) {
  const study = makeStudy({
    settings: { horizonDays: DAYS, warmUpDays: WARM_UP, seed: 21 },
    world: {
      regions: [{ id: "here" }],
      products: [{ id: "goods", massTonnesPerUnit: 1 }],
      sites: [
        {
          id: "source",
          region: "here",
          processes: [{ output: "goods", capacityUnitsPerDay: 1e9, conversionCostUsdPerUnit: 1 }],
        },
        { id: "shop", region: "here", stocks: [{ product: "goods", coverDays }] },
      ],
      lanes: [
        {
          id: "supply",
          product: "goods",
          from: "source",
          to: "shop",
          mode: "road",
          distanceKm: 1,
          costUsdPerUnit: 0,
          leadTimeDays,
          capacityUnitsPerDay: 1e9,
        },
      ],
    },
    markets: [
      {
        id: "market",
        site: "shop",
        product: "goods",
        demandUnitsPerDay: MEAN,
        priceUsdPerUnit: 1,
        unmet: "backorder",
        patienceDays: 3650,
        demandNoise: { cv, correlationDays },
      },
    ],
    designs: [{ id: "node", lanes: ["supply"] }],
  });
  const { network } = compileFor(study);
  const drawScenario = createScenarioSampler(study);
  const shop = network.marketStock[0];
  return {
    target: network.stockTargetUnits[shop],
    run(index: number) {
      const runner = createDesignRunner(network, study.settings, 0);
      const scenario = drawScenario(index);
      const net = new Float64Array(DAYS);
      runner.run(scenario, (day, state) => {
        net[day] = state.onHand[shop] - state.backorder[0];
      });
      return { demand: scenario.demand as Float64Array, net, servedOnTime: runner.trajectory.servedOnTime };
    },
  };
}

/** Independent replications [scenario] -> within four standard errors of the closed form, which are below 2 % of it. */
function expectMean(values: readonly number[], expected: number, what: string): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const reach = 4 * Math.sqrt(variance / values.length);
  expect(reach, `${what}: four standard errors beside ${expected}`).toBeLessThan(0.02 * Math.abs(expected));
  expect(Math.abs(mean - expected), `${what}: ${mean}, expected ${expected} +- ${reach}`).toBeLessThan(reach);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe("a base-stock node with lognormal demand", () => {
  test.each([1, 2, 5])("over %i days of lead time ends every day with S - the demand of those days", (leadTimeDays) => {
    const node = openNode({ leadTimeDays, coverDays: 0.8, cv: 0.5, correlationDays: 3 });
    expect(node.target).toBeCloseTo(MEAN * (leadTimeDays + 0.8), 9);
    for (let index = 0; index < 5; index++) {
      const { demand, net } = node.run(index);
      for (let day = 0; day < DAYS; day++) {
        // From day 0 on: the warm-up has brought in the demand of the days before.
        const recent = sum(demand.subarray(WARM_UP + day - leadTimeDays + 1, WARM_UP + day + 1));
        expect(Math.abs(net[day] - (node.target - recent)), `day ${day}`).toBeLessThan(1e-8 * node.target);
      }
    }
  });

  test.each([0.2, 0.6])("and one day of lead time (cv %d) serves the newsvendor's part of demand on time", (cv) => {
    const node = openNode({ leadTimeDays: 1, coverDays: 0.3, cv });
    const s = Math.sqrt(Math.log1p(cv * cv));
    const d = Math.log(node.target / MEAN) / s;
    // E[min(D, S)] of a lognormal D: the limited expected value, Klugman et al., Loss Models, appendix A.5.1.
    const onTime =
      MEAN * normalProbability(Number.NEGATIVE_INFINITY, d - s / 2) +
      node.target * normalProbability(d + s / 2, Number.POSITIVE_INFINITY);
    const runs = Array.from({ length: SCENARIOS }, (_, index) => node.run(index));
    const perDay = (values: Float64Array): number => sum(values) / DAYS;
    expectMean(
      runs.map(({ servedOnTime }) => perDay(servedOnTime)),
      onTime,
      "served on time a day",
    );
    // Day 0 alone obeys the same law.
    const first = runs.map(({ demand, servedOnTime }) => servedOnTime[0] - Math.min(demand[WARM_UP], node.target));
    expect(Math.max(...first.map(Math.abs))).toBeLessThan(1e-9);
  });

  test("and correlated days: on hand varies on day 0 as the demand of the lead time does", () => {
    const [cv, correlationDays, leadTimeDays] = [0.3, 4, 3];
    const node = openNode({ leadTimeDays, coverDays: 5, cv, correlationDays });
    const covariance = (lag: number): number =>
      MEAN * MEAN * Math.expm1(Math.log1p(cv * cv) * Math.exp(-lag / correlationDays));
    let variance = 0;
    for (let one = 0; one < leadTimeDays; one++) {
      for (let other = 0; other < leadTimeDays; other++) variance += covariance(Math.abs(one - other));
    }
    const squares = Array.from({ length: 400 }, (_, index) => (node.run(index).net[0] - 5 * MEAN) ** 2);
    const mean = squares.reduce((total, value) => total + value, 0) / squares.length;
    const spread = squares.reduce((total, value) => total + (value - mean) ** 2, 0) / squares.length;
    expect(Math.abs(mean - variance)).toBeLessThan(4 * Math.sqrt(spread / squares.length));
    // Without a warm-up it would be that of a single day.
    expect(variance - covariance(0)).toBeGreaterThan(4 * Math.sqrt(spread / squares.length));
  });
});
