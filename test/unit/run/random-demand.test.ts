import { describe, expect, test } from "vitest";
import { createBatchRunner } from "../../../src/batch.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import { inline } from "../../../src/executors/inline.ts";
import { createPool } from "../../../src/executors/pool.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import { replayScenario } from "../../../src/replay.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { harbourStudy, parseInput } from "./studies.ts";

/** The harbours under demand that is random in the north and seasonal in the south. */
function restlessStudy(
  markets: object[] = [{ demandNoise: { cv: 0.3, correlationDays: 5 } }, { seasonality: SEASON }],
) {
  const study = harbourStudy({ warmUpDays: 40 });
  study.markets = study.markets.map((market: object, index: number) => ({ ...market, ...markets[index] }));
  return study;
}
const SEASON = { amplitudeFraction: 0.2, peakDay: 60, periodDays: 120 };

const compile = (input: StudyInput) => compileStudy(parseInput(input));
const batchOf = (input: StudyInput) => createBatchRunner(toBatchStudy(compile(input)));

describe("under random and seasonal demand", () => {
  const compiled = compile(restlessStudy());

  test("every metric of a scenario without disruptions is neutral, exactly", () => {
    const { settings } = compiled.study;
    for (const { network } of compiled.designs) {
      const runner = createDesignRunner(network, settings, 0);
      const { demand } = createScenarioSampler(compiled.study)(4);
      const calm = new Float64Array(METRICS.length);
      runner.run({ index: 4, disruptions: [], demand: demand as Float64Array });
      runner.measurer.measure({ index: 4, disruptions: [] }, runner.trajectory, calm, 0);
      expect(runner.trajectory).toEqual(runner.undisturbed);
      for (const name of ["fillRate", "minServiceLevel"]) expect(calm[metricIndex(name)]).toBe(1);
      for (const name of ["lostRevenueUsd", "delayedRevenueUsd", "extraCostUsd", "peakInflationPct", "impacted"]) {
        expect(calm[metricIndex(name)], name).toBe(0);
      }
      // Though demand does vary, and the buffer does not always suffice.
      expect(new Set(runner.trajectory.demand).size).toBeGreaterThan(150);
    }
  });

  test("all designs meet the same demand in the same scenario", () => {
    for (const index of [0, 5]) {
      const [one, other] = [0, 1].map((design) => replayScenario(compiled, design, index).days);
      expect(one.map((day) => day.demandUsd)).toEqual(other.map((day) => day.demandUsd));
      expect(new Set(one.map((day) => day.demandUsd)).size).toBe(120);
    }
  });

  test("a scenario does not depend on those run before, and its replay gives its row", () => {
    const runBatch = createBatchRunner(toBatchStudy(compiled));
    const { outcomes } = runBatch(0, 8);
    const alone = runBatch(5, 6);
    const size = 2 * METRICS.length;
    expect(alone.outcomes).toEqual(outcomes.slice(5 * size, 6 * size));
    expect(replayScenario(compiled, 1, 5).outcome).toEqual(alone.outcomes.slice(METRICS.length));
  });

  test("worker threads compute the same bytes", async () => {
    const blocks = [0, 4, 8].map((from) => ({ from, to: from + 4 }));
    const study = toBatchStudy(compiled);
    const collect = async (executor: typeof inline) => {
      const found = [];
      for await (const outcome of executor.execute(study, blocks)) found.push(outcome);
      return found;
    };
    expect(await collect(createPool({ workers: 2, helloMs: 120_000 }))).toEqual(await collect(inline));
  });

  test("losses come from disruptions: none without hazards, whatever demand does", () => {
    const calm = restlessStudy([{ demandNoise: { cv: 0.8 } }, { demandNoise: { cv: 0.8 } }]);
    const { outcomes } = batchOf({ ...calm, hazards: [] })(0, 6);
    for (let row = 0; row < 12; row++) {
      expect(outcomes[row * METRICS.length + metricIndex("lostRevenueUsd")]).toBe(0);
      expect(outcomes[row * METRICS.length + metricIndex("minServiceLevel")]).toBe(1);
    }
  });
});

describe("noise and seasons change outcomes, and nothing when off", () => {
  const plain = batchOf(harbourStudy())(0, 12);
  const outcomesWith = (...markets: object[]) => batchOf(restlessStudy(markets))(0, 12).outcomes;

  test("without amplitude and variation every byte is as without the keys, whatever the warm-up", () => {
    const still = { demandNoise: { cv: 0, correlationDays: 4 }, seasonality: { ...SEASON, amplitudeFraction: 0 } };
    expect(batchOf(restlessStudy([still, still]))(0, 12)).toEqual(plain);
  });

  test.each([
    ["demandNoise", { demandNoise: { cv: 0.3 } }],
    ["demandNoise.correlationDays", { demandNoise: { cv: 0.3, correlationDays: 10 } }],
    ["seasonality", { seasonality: SEASON }],
    ["seasonality.peakDay", { seasonality: { ...SEASON, peakDay: 0 } }],
    ["seasonality.periodDays", { seasonality: { ...SEASON, periodDays: 30 } }],
  ])("%s changes what is lost", (_, terms) => {
    const lost = metricIndex("lostRevenueUsd");
    const outcomes = outcomesWith({}, terms);
    const others = [
      plain.outcomes,
      outcomesWith({}, { demandNoise: { cv: 0.3 } }),
      outcomesWith({}, { seasonality: SEASON }),
    ];
    const differs = others.filter((other) =>
      other.some((value, at) => at % METRICS.length === lost && value !== outcomes[at]),
    );
    expect(differs.length).toBeGreaterThanOrEqual(2);
  });

  test("demand that wants more in its high season loses more to an outage in it", () => {
    const outage = {
      id: "works-down",
      kind: "site-outage",
      arrival: { days: [40] },
      durationDays: 30,
      targets: { sites: ["works"] },
    };
    const lossAt = (peakDay: number): number => {
      const study = restlessStudy([{}, { seasonality: { ...SEASON, peakDay } }]);
      return batchOf({ ...study, hazards: [outage] })(0, 1).outcomes[metricIndex("lostRevenueUsd")];
    };
    expect(lossAt(60)).toBeGreaterThan(lossAt(0));
  });
});
