import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../../src/aggregate/proportion.ts";
import { weightedShare } from "../../../src/aggregate/weighted-column.ts";
import { sortSample } from "../../../src/aggregate/weighted-sample.ts";
import { createBatchRunner } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import { parseInput } from "./studies.ts";

/**
 * A plant, a strait and a shop with some days of stock. Service fails when the strait is shut for longer than stock and goods
 * past it last: one blockade at most, exponential days, so that the probability is a product of two.
 */
function straitStudy(settings: object, arrival: number, meanDays: number) {
  return parseInput({
    id: "rare",
    settings: { horizonDays: 200, exposureDays: 50, planner: { detectionDelayDays: 0 }, ...settings },
    world: {
      regions: [{ id: "east" }, { id: "west" }],
      chokepoints: [{ id: "strait" }],
      products: [{ id: "widget", massTonnesPerUnit: 0.01 }],
      sites: [
        {
          id: "plant",
          region: "east",
          processes: [{ output: "widget", capacityUnitsPerDay: 250, conversionCostUsdPerUnit: 5 }],
        },
        { id: "shop", region: "west", stocks: [{ product: "widget", coverDays: 20 }] },
      ],
      lanes: [
        {
          id: "sea",
          product: "widget",
          from: "plant",
          to: "shop",
          mode: "sea",
          distanceKm: 3000,
          leadTimeDays: 5,
          costUsdPerUnit: 1,
          via: ["strait"],
        },
      ],
    },
    markets: [
      { id: "west", site: "shop", product: "widget", demandUnitsPerDay: 100, priceUsdPerUnit: 10, unmet: "lost" },
    ],
    hazards: [
      {
        id: "blocked",
        kind: "blockade",
        arrival: { probability: arrival },
        durationDays: { distribution: "exponential", mean: meanDays },
        targets: { chokepoints: ["strait"] },
      },
    ],
    designs: [{ id: "lean", lanes: ["sea"] }],
  });
}

/** Days of blockade from which service fails, found by trying. */
function fatalDays(): number {
  const impacted = metricIndex("impacted");
  for (let days = 1; ; days++) {
    const study = straitStudy({}, 1, 1);
    const fixed = {
      ...study,
      study: {
        ...study.study,
        hazards: study.study.hazards.map((hazard) => ({
          ...hazard,
          durationDays: { distribution: "fixed", value: days } as never,
        })),
      },
    };
    const values = createBatchRunner(toBatchStudy(compileStudy(fixed)))(0, 1).outcomes;
    if (values[impacted] === 1) return days;
  }
}

/** Weighted share of impacted scenarios with its interval, and the number of scenarios. */
function estimate(parsed: ReturnType<typeof straitStudy>, scenarios: number) {
  const runBatch = createBatchRunner(toBatchStudy(compileStudy(parsed)));
  const { outcomes, weights } = runBatch(0, scenarios);
  const flags = Float64Array.from(
    { length: scenarios },
    (_, at) => outcomes[at * METRICS.length + metricIndex("impacted")],
  );
  const sample = sortSample(flags, { replicateSize: 1, weights });
  const { value, ciLow, ciHigh } = weightedShare("probability", sample, 0.95);
  return { hits: flags.reduce((sum, flag) => sum + flag, 0), value: value!, low: ciLow!, high: ciHigh! };
}

describe("importance sampling", () => {
  const fatal = fatalDays();
  /** Days are rounded to whole ones. */
  const truth = (arrival: number, meanDays: number) => arrival * Math.exp(-(fatal - 0.5) / meanDays);
  const importance = { rateFactor: 30, durationFactor: 4, nominalShare: 0.1 };

  test("agrees with plain sampling and with the closed form on a common event", () => {
    const exact = truth(0.5, 30);
    expect(exact).toBeGreaterThan(0.1);
    const plain = estimate(straitStudy({}, 0.5, 30), 2000);
    const mild = { rateFactor: 1.5, durationFactor: 1.2, nominalShare: 0.3 };
    const tilted = estimate(straitStudy({ sampler: "importance", importance: mild }, 0.5, 30), 2000);
    for (const { low, high } of [plain, tilted]) {
      expect(low).toBeLessThan(exact);
      expect(high).toBeGreaterThan(exact);
    }
    expect(tilted.low).toBeLessThan(plain.high);
    expect(plain.low).toBeLessThan(tilted.high);
  });

  test("reaches an event rarer than 1 in 10,000 with more than 20 times less work than plain sampling", () => {
    const [arrival, meanDays, scenarios] = [0.01, 4, 2000];
    const exact = truth(arrival, meanDays);
    expect(exact).toBeLessThan(1e-4);
    expect(exact).toBeGreaterThan(1e-6);
    const { hits, value, low, high } = estimate(
      straitStudy({ sampler: "importance", importance }, arrival, meanDays),
      scenarios,
    );
    expect(hits).toBeGreaterThan(100);
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
    expect(Math.abs(value - exact) / exact).toBeLessThan(0.3);
    // Scenarios that plain sampling takes until its own interval is as narrow.
    const half = (high - low) / 2;
    let needed = scenarios;
    for (; ; needed *= 1.01) {
      const n = Math.round(needed);
      const wilson = wilsonInterval(Math.round(exact * n), n, 0.95);
      if ((wilson.high - wilson.low) / 2 <= half) break;
    }
    expect(needed / scenarios, `half-width ${half} of ${exact}`).toBeGreaterThan(20);
  });
});
