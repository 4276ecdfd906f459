import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { studyOf } from "./study-of.ts";

const SCENARIOS = 10_000;
const EXPOSURE = 200;

function countsOf(study: Study, scenarios = SCENARIOS): number[] {
  const sample = createScenarioSampler(study);
  return Array.from({ length: scenarios }, (_, index) => sample(index).disruptions.length);
}

/**
 * Mean and variance of the number of events of a Hawkes process in [0, T] that starts without a past, intensity
 * mu + sum of n b exp(-b age): the moments' differential equations, dE[l] = b mu + (a - b) E[l] and so on with a = n b,
 * integrated by Runge and Kutta's rule. (A. Dassios & H. Zhao, "A dynamic contagion process", Advances in Applied
 * Probability 43 (2011), with jumps of fixed size.)
 */
function hawkesMoments(mu: number, n: number, decayDays: number, days: number): { mean: number; variance: number } {
  const b = 1 / decayDays;
  const a = n * b;
  const slope = ([l, ll, m, lm]: number[]): number[] => [
    b * mu + (a - b) * l,
    2 * b * mu * l + 2 * (a - b) * ll + a * a * l,
    l,
    b * mu * m + (a - b) * lm + ll + a * l,
    2 * lm + l,
  ];
  const steps = 4000;
  const h = days / steps;
  let state = [mu, mu * mu, 0, 0, 0];
  const along = (by: number, slopes: number[]): number[] => state.map((value, at) => value + by * slopes[at]);
  for (let step = 0; step < steps; step++) {
    const k1 = slope(state);
    const k2 = slope(along(h / 2, k1));
    const k3 = slope(along(h / 2, k2));
    const k4 = slope(along(h, k3));
    state = state.map((value, at) => value + (h / 6) * (k1[at] + 2 * k2[at] + 2 * k3[at] + k4[at]));
  }
  return { mean: state[2], variance: state[4] - state[2] * state[2] };
}

describe("a self-exciting hazard", () => {
  test.each([
    { ratePerYear: 4, branchingRatio: 0.5, decayDays: 10 },
    { ratePerYear: 3, branchingRatio: 0.8, decayDays: 30 },
    { ratePerYear: 10, branchingRatio: 0.3, decayDays: 120 },
  ])("of %o strikes as often, and as unevenly, as a Hawkes process", (selfExciting) => {
    const { ratePerYear, branchingRatio: n, decayDays } = selfExciting;
    const mu = ratePerYear / 365;
    const { mean, variance } = hawkesMoments(mu, n, decayDays, EXPOSURE);
    // The mean has a closed form; the end of the exposure cuts off what comes later.
    const rest = (1 - Math.exp((-(1 - n) * EXPOSURE) / decayDays)) * (decayDays / (1 - n));
    expect(mean).toBeCloseTo((mu / (1 - n)) * (EXPOSURE - n * rest), 9);
    const counts = countsOf(studyOf([{ arrival: { selfExciting } }]));
    const average = counts.reduce((sum, count) => sum + count, 0) / SCENARIOS;
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / SCENARIOS));
    const moment = (power: number): number =>
      counts.reduce((sum, count) => sum + (count - average) ** power, 0) / SCENARIOS;
    const spread = Math.sqrt((moment(4) - moment(2) ** 2) / SCENARIOS);
    expect(Math.abs(moment(2) - variance)).toBeLessThan(4 * spread);
    expect(variance / mean, "more uneven than independent strikes").toBeGreaterThan(1.3);
  });

  test("that excites nothing is a hazard with a rate, to the bit", () => {
    const plain = studyOf([{ arrival: { ratePerYear: 6 } }]);
    const idle = studyOf([{ arrival: { selfExciting: { ratePerYear: 6, branchingRatio: 0, decayDays: 10 } } }]);
    for (let index = 0; index < 100; index++) {
      expect(createScenarioSampler(idle)(index)).toEqual(createScenarioSampler(plain)(index));
    }
  });

  test("keeps the strikes that nothing set off, and says of the others which one did, after an exponential delay", () => {
    const plain = createScenarioSampler(studyOf([{ arrival: { ratePerYear: 6 } }]));
    const excited = createScenarioSampler(
      studyOf([{ arrival: { selfExciting: { ratePerYear: 6, branchingRatio: 0.5, decayDays: 5 } } }]),
    );
    const delays: number[] = [];
    for (let index = 0; index < 2000; index++) {
      const { disruptions } = excited(index);
      const own = disruptions.filter(({ triggeredBy }) => triggeredBy === undefined);
      expect(own).toEqual(plain(index).disruptions);
      for (const { triggeredBy, onsetDay } of disruptions) {
        expect(onsetDay).toBeLessThan(EXPOSURE);
        if (triggeredBy === undefined) continue;
        const cause = disruptions[triggeredBy].onsetDay;
        if (cause < 100) delays.push(onsetDay - cause);
      }
    }
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    // Whole days between floors: the mean of the difference is the mean delay, 100 days being as good as for ever.
    const average = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(Math.abs(average - 5)).toBeLessThan((4 * 5.1) / Math.sqrt(delays.length));
  });

  test("excites itself also where another hazard set it off", () => {
    const study = studyOf([
      { id: "quake", arrival: { days: [0] }, triggers: [{ hazard: "riot" }] },
      { id: "riot", arrival: { selfExciting: { ratePerYear: 1e-9, branchingRatio: 0.5, decayDays: 1 } } },
    ]);
    // A cluster of the branching process has 1 / (1 - 0.5) members, variance 0.5 / 0.5^3, and hardly any after 200 days.
    const sizes = countsOf(study).map((count) => count - 1);
    const average = sizes.reduce((sum, size) => sum + size, 0) / SCENARIOS;
    expect(Math.abs(average - 2)).toBeLessThan(4 * Math.sqrt(4 / SCENARIOS));
  });
});
