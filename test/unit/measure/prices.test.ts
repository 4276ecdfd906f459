import { describe, expect, test } from "vitest";
import { createBatchRunner } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { allocatePriceCurves, createPriceMeasurer, type PriceCurves } from "../../../src/measure/prices.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import { allocateTrajectory, type Trajectory } from "../../../src/model/trajectory.ts";
import { replayScenario } from "../../../src/replay.ts";
import { compileFor, makeStudy } from "../../helpers/study.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const DAYS = 12;
const NO_PREMIUM = { premiumFactor: 0, capFraction: 1 };

/** Two markets that want 10 a day at 10 USD (a) and 5 a day at 20 USD (b); a unit costs 4 USD. */
function openMarkets(terms: object = {}) {
  const market = (id: string, demandUnitsPerDay: number, priceUsdPerUnit: number) => ({
    id,
    site: `site-${id}`,
    product: "p",
    demandUnitsPerDay,
    priceUsdPerUnit,
    unmet: "lost",
    ...terms,
  });
  const study = makeStudy({
    world: {
      regions: [{ id: "r" }],
      products: [{ id: "p", massTonnesPerUnit: 1 }],
      sites: ["site-a", "site-b"].map((id) => ({
        id,
        region: "r",
        processes: [{ output: "p", capacityUnitsPerDay: 99, conversionCostUsdPerUnit: 4 }],
      })),
    },
    markets: [market("a", 10, 10), market("b", 5, 20)],
    designs: [{ id: "d" }],
  });
  const { network } = compileFor(study);
  const run = allocateTrajectory(DAYS, network.counts);
  for (let at = 0; at < run.demand.length; at++) {
    run.demand[at] = run.servedOnTime[at] = at % 2 === 0 ? 10 : 5;
    run.soldCostUsd[at] = run.demand[at] * 4;
  }
  const measure = (scarcity = NO_PREMIUM, curves = allocatePriceCurves(DAYS), fromDay?: number): PriceCurves => {
    createPriceMeasurer(network, scarcity, DAYS)(run, curves, fromDay);
    return curves;
  };
  return { run, measure };
}

/** From `day` on a unit costs `usd` in both markets. */
function setCost(run: Trajectory, day: number, usd: number): void {
  for (let at = 2 * day; at < run.demand.length; at++) run.soldCostUsd[at] = run.servedOnTime[at] * usd;
}

describe("a change of cost with lags", () => {
  // A rise of 2 USD is 20 % of a's price and 10 % of b's: 15 % of the basket.
  test("reaches the price by its weights, day after day, and whole in the end", () => {
    const { run, measure } = openMarkets({ passThroughLagWeights: [0.5, 0, 0.3, 0.2] });
    setCost(run, 3, 6);
    const rises = [...measure().laspeyres].map((index) => Number((index - 1).toFixed(9)));
    expect(rises).toEqual([0, 0, 0, 0.075, 0.075, 0.12, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15]);
  });

  test("that passes goes as it came", () => {
    const { run, measure } = openMarkets({ passThroughLagWeights: [0.5, 0.5], passThroughFraction: 0.4 });
    setCost(run, 0, 6);
    setCost(run, 3, 4);
    // Before day 0 costs were the baseline's.
    const rises = [...measure().laspeyres].map((index) => Number((index - 1).toFixed(9)));
    expect(rises).toEqual([0.03, 0.06, 0.06, 0.03, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("of [1], or zeros behind it, is to the bit what is without", () => {
    const curvesWith = (terms: object): PriceCurves => {
      const { run, measure } = openMarkets(terms);
      for (let day = 0; day < DAYS; day++) setCost(run, day, 4 + day / 7);
      return measure();
    };
    expect(curvesWith({ passThroughLagWeights: [1] })).toEqual(curvesWith({}));
    expect(curvesWith({ passThroughLagWeights: [1, 0, 0] })).toEqual(curvesWith({}));
  });
});

describe("the four indices", () => {
  test("agree where all prices rise alike", () => {
    const { run, measure } = openMarkets();
    for (const at of [8, 9]) run.soldCostUsd[at] = run.servedOnTime[at] * (at === 8 ? 6 : 8); // 20 % in both markets
    const { laspeyres, paasche, fisher, tornqvist } = measure();
    for (const curve of [laspeyres, paasche, fisher, tornqvist]) {
      expect(curve[3]).toBeCloseTo(1, 14);
      expect(curve[4]).toBeCloseTo(1.2, 14);
    }
  });

  test("order as theory says when the dearer good is bought less: Laspeyres above Fisher above Paasche", () => {
    const { run, measure } = openMarkets();
    run.servedOnTime[10] = run.demand[10] = 2; // a, dear, is wanted less
    run.soldCostUsd[10] = 2 * 9;
    const { laspeyres, paasche, fisher, tornqvist } = measure();
    expect(laspeyres[5]).toBeGreaterThan(fisher[5]);
    expect(fisher[5]).toBeGreaterThan(paasche[5]);
    expect(tornqvist[5]).toBeGreaterThan(paasche[5]);
    expect(tornqvist[5]).toBeLessThan(laspeyres[5]);
  });

  test("a market that sells nothing keeps its last cost; Paasche leaves it out, and keeps the last basket where none sells", () => {
    const { run, measure } = openMarkets();
    setCost(run, 2, 6);
    for (const at of [6, 8, 9]) run.servedOnTime[at] = run.soldCostUsd[at] = 0; // a on days 3 and 4, b on day 4
    const { laspeyres, paasche, tornqvist } = measure({ premiumFactor: 1, capFraction: 0.5 });
    expect(laspeyres[2]).toBeCloseTo(1.15, 14);
    expect(laspeyres[3]).toBeCloseTo(1 + (0.2 + 0.5 + 0.1) / 2, 14);
    expect(paasche[3]).toBeCloseTo(1.1, 14); // b alone
    // Nothing at all is sold on day 4: the basket of day 3 stands.
    expect(laspeyres[4]).toBeCloseTo(1 + (0.2 + 0.5 + 0.1 + 0.5) / 2, 14);
    expect(paasche[4]).toBeCloseTo(1.6, 14);
    expect(tornqvist[4]).toBeCloseTo(1.7 ** 0.25 * 1.6 ** 0.75, 14);
  });

  test("are the same where days before any are known already, lags and baskets that stand included", () => {
    const { run, measure } = openMarkets({ passThroughLagWeights: [0.5, 0.2, 0.3] });
    setCost(run, 2, 6);
    setCost(run, 7, 5);
    for (const at of [6, 8, 9, 10, 11]) run.servedOnTime[at] = run.soldCostUsd[at] = 0; // nothing at all on days 4 and 5
    const scarcity = { premiumFactor: 1, capFraction: 0.5 };
    const all = measure(scarcity);
    for (let fromDay = 0; fromDay <= DAYS; fromDay++) {
      const known = allocatePriceCurves(DAYS);
      for (const name of Object.keys(known) as (keyof PriceCurves)[]) known[name].set(all[name].subarray(0, fromDay));
      expect(measure(scarcity, known, fromDay), `from day ${fromDay}`).toEqual(all);
    }
  });
});

describe("in a study", () => {
  // Dear carbon raises cost for 30 days.
  const shock = {
    id: "carbon-jump",
    kind: "carbon-price-shock",
    arrival: { days: [10] },
    durationDays: 30,
    targets: { carbonRegimes: ["ets"] },
    change: { addUsdPerTonne: 60 },
  };
  const studyWith = (terms: object) => {
    const study = harbourStudy();
    const markets = study.markets.map((market: object) => ({ ...market, ...terms }));
    return parseInput({ ...study, markets, hazards: [shock] });
  };
  const outcomeWith = (terms: object): Float64Array =>
    createBatchRunner(toBatchStudy(compileStudy(studyWith(terms))))(0, 1).outcomes;
  const metric = (outcome: Float64Array, name: string): number => outcome[metricIndex(name)];

  test("lags smooth a passing shock: a lower peak, later, and the same in sum; service, losses and costs stay to the bit", () => {
    const plain = outcomeWith({});
    const lagged = outcomeWith({ passThroughLagWeights: Array.from({ length: 40 }, () => 1 / 40) });
    expect(metric(plain, "peakInflationPct")).toBeGreaterThan(0.1);
    expect(metric(lagged, "peakInflationPct")).toBeLessThan(0.8 * metric(plain, "peakInflationPct"));
    // But for what has not reached the price by the horizon: dear goods leave the shelves for ever more slowly.
    expect(metric(lagged, "meanInflationPct")).toBeCloseTo(metric(plain, "meanInflationPct"), 3);
    const peakDay = (terms: object): number => {
      const indices = replayScenario(compileStudy(studyWith(terms)), 0, 0).days.map((day) => day.priceIndex);
      return indices.indexOf(Math.max(...indices));
    };
    expect(peakDay({ passThroughLagWeights: [0, 0, 0, 0, 0, 1] })).toBe(peakDay({}) + 5);
    METRICS.forEach(({ name }, at) => {
      if (!name.includes("Inflation")) expect(lagged[at], name).toBe(plain[at]);
    });
    expect(outcomeWith({ passThroughLagWeights: [1] })).toEqual(plain);
  });

  test.each([
    [[0.5, 0.4], "invalid weights, they sum to 0.9, must sum to 1"],
    [[], "invalid empty list, must hold at least one weight"],
    [[1.5, -0.5], "invalid value 1.5, must be a number in [0, 1]"],
  ])("weights %j are refused where they stand", (passThroughLagWeights, message) => {
    expect(() => studyWith({ passThroughLagWeights })).toThrow(message);
    expect(() => studyWith({ passThroughLagWeights })).toThrow("markets[0].passThroughLagWeights");
  });
});
