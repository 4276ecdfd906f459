import { describe, expect, test } from "vitest";
import type { Disruption } from "../../../src/model/disruption.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { levelSteps } from "../../helpers/level-steps.ts";
import { makeStudy, type StudyInput } from "../../helpers/study.ts";

const SCENARIOS = 5000;

function studyOf(hazards: readonly StudyInput[], settings: object = {}) {
  return makeStudy({
    settings: { horizonDays: 400, exposureDays: 200, seed: 3, ...settings },
    world: {
      carbonRegimes: [{ id: "ets", priceUsdPerTonne: 80 }],
      regions: [{ id: "r", carbonRegime: "ets" }],
      products: [{ id: "p", massTonnesPerUnit: 1 }],
      sites: [
        { id: "s", region: "r", processes: [{ output: "p", capacityUnitsPerDay: 9, conversionCostUsdPerUnit: 1 }] },
      ],
    },
    markets: [{ id: "m", site: "s", product: "p", demandUnitsPerDay: 1, priceUsdPerUnit: 2, unmet: "lost" }],
    designs: [{ id: "d" }],
    hazards: hazards.map((hazard, at) => ({
      id: `h${at}`,
      kind: "carbon-price-shock",
      durationDays: 100,
      targets: { carbonRegimes: ["ets"] },
      change: { factor: 2 },
      ...hazard,
    })),
  });
}

describe("a carbon price that wanders", () => {
  const path = { volatilityPerYear: 0.6, driftPerYear: 0.3, stepDays: 20 };
  const wandering = { arrival: { days: [10] }, durationDays: 200, change: { path } };
  const sample = createScenarioSampler(studyOf([wandering]));
  const paths = Array.from({ length: SCENARIOS }, (_, index) => sample(index).disruptions[0].path?.levels as number[]);

  test("starts where the price was and moves every so many days while it lasts", () => {
    for (const levels of paths.slice(0, 50)) {
      expect(levels).toHaveLength(10);
      expect(levels[0]).toBe(0);
      expect(new Set(levels).size).toBe(10);
    }
  });

  test("has the mean exp(drift t) and logarithms with variance volatility^2 t, independent from step to step", () => {
    for (const step of [1, 5, 9]) {
      const years = (step * 20) / 365;
      const factors = paths.map((levels) => 1 + levels[step]);
      const mean = factors.reduce((sum, factor) => sum + factor, 0) / SCENARIOS;
      const expected = Math.exp(0.3 * years);
      // A lognormal law's standard deviation over its mean is sqrt(exp(s^2) - 1).
      const spread = Math.sqrt(Math.exp(0.36 * years) - 1);
      expect(Math.abs(mean - expected)).toBeLessThan((4 * expected * spread) / Math.sqrt(SCENARIOS));
      const logs = factors.map((factor) => Math.log(factor) - (0.3 - 0.18) * years);
      const variance = logs.reduce((sum, value) => sum + value * value, 0) / SCENARIOS;
      expect(Math.abs(variance - 0.36 * years)).toBeLessThan(4 * 0.36 * years * Math.sqrt(2 / SCENARIOS));
    }
    const moves = paths.map((levels) => [4, 5].map((step) => Math.log((1 + levels[step + 1]) / (1 + levels[step]))));
    const centre = [0, 1].map((at) => moves.reduce((sum, move) => sum + move[at], 0) / SCENARIOS);
    const product = moves.reduce((sum, move) => sum + (move[0] - centre[0]) * (move[1] - centre[1]), 0) / SCENARIOS;
    expect(Math.abs(product)).toBeLessThan((4 * ((0.36 * 20) / 365)) / Math.sqrt(SCENARIOS));
  });

  test("without volatility grows as its drift says", () => {
    const steady = createScenarioSampler(
      studyOf([{ ...wandering, change: { path: { ...path, volatilityPerYear: 0 } } }]),
    );
    steady(0).disruptions[0].path?.levels.forEach((level, step) => {
      expect(level).toBeCloseTo(Math.exp((0.3 * 20 * step) / 365) - 1, 12);
    });
  });

  test("is drawn apart for each strike, and is the same whatever other hazards there are", () => {
    const twice = { ...wandering, arrival: { days: [10, 50] } };
    const [one, other] = createScenarioSampler(studyOf([twice]))(3).disruptions;
    expect(one.path).not.toEqual(other.path);
    const more = studyOf([{ id: "a", arrival: { ratePerYear: 9 } }, twice, { id: "z", arrival: { ratePerYear: 9 } }]);
    const own = createScenarioSampler(more)(3).disruptions.filter(({ path: levels }) => levels !== undefined);
    // Hazard h1 here was h0 there: name it the same.
    expect(own).toHaveLength(2);
    const named = studyOf([
      { id: "a", arrival: { ratePerYear: 9 } },
      { ...twice, id: "h0" },
    ]);
    const same = createScenarioSampler(named)(3).disruptions.filter(({ path: levels }) => levels !== undefined);
    expect(same.map(({ path: levels }) => levels)).toEqual([one.path, other.path]);
  });

  test("steps from level to level, times severity, and recovers from where it was", () => {
    const disruption: Disruption = {
      hazard: 0,
      onsetDay: 3,
      durationDays: 25,
      severity: 0.5,
      profile: "linear",
      recoveryDays: 1,
      path: { stepDays: 10, levels: [0, 0.4, -0.2, 9] },
    };
    expect(levelSteps([disruption], 100)).toEqual([
      { day: 3, disruption: 0, level: 0 },
      { day: 13, disruption: 0, level: 0.2 },
      { day: 23, disruption: 0, level: -0.1 },
      { day: 28, disruption: 0, level: -0.05 },
      { day: 29, disruption: 0, level: 0 },
    ]);
  });
});

describe("an announcement", () => {
  const days = (hazard: StudyInput, index = 0) =>
    createScenarioSampler(studyOf([{ arrival: { days: [50] }, ...hazard }]))(index).disruptions.map(
      ({ announcedDay }) => announcedDay,
    );

  test("comes so many days before the onset, not before day 0, and not at all unless stated", () => {
    expect(days({ announcementLeadDays: 30 })).toEqual([20]);
    expect(days({ announcementLeadDays: 80 })).toEqual([0]);
    expect(days({ announcementLeadDays: 0.4 })).toEqual([undefined]);
    expect(days({})).toEqual([undefined]);
  });

  test("comes not before what sets the disruption off", () => {
    const study = studyOf([
      { arrival: { days: [50] }, triggers: [{ hazard: "h1", delayDays: 10 }] },
      { arrival: { triggeredOnly: true }, announcementLeadDays: 25 },
    ]);
    expect(createScenarioSampler(study)(0).disruptions[1]).toMatchObject({ onsetDay: 60, announcedDay: 50 });
  });

  test("moves no other draw, and is a draw of its own", () => {
    const rich = {
      arrival: { ratePerYear: 9 },
      durationDays: { distribution: "exponential", mean: 9 },
      severity: { distribution: "uniform", min: 0, max: 1 },
    };
    const [silent, told] = [{}, { announcementLeadDays: { distribution: "uniform", min: 1, max: 9 } }].map((more) =>
      createScenarioSampler(studyOf([{ ...rich, ...more }])),
    );
    const leads = new Set<number>();
    for (let index = 0; index < 50; index++) {
      const strikes = told(index).disruptions;
      expect(strikes.map(({ announcedDay: _, ...rest }) => rest)).toEqual(silent(index).disruptions);
      for (const { onsetDay, announcedDay } of strikes) leads.add(onsetDay - (announcedDay as number));
    }
    expect(Math.max(...leads)).toBeLessThanOrEqual(9);
    expect(leads.size).toBeGreaterThanOrEqual(9);
  });

  test("says whether the end is known", () => {
    const [known] = createScenarioSampler(studyOf([{ arrival: { days: [5] }, isEndKnown: true }]))(0).disruptions;
    expect(known.isEndKnown).toBe(true);
  });
});
