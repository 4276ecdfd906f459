import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import type { Disruption, Scenario } from "../../../src/model/disruption.ts";
import { samplingTask } from "../../../src/sample/sampling-task.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { findSampler } from "../../../src/samplers/index.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { studyOf } from "./study-of.ts";

const SCENARIOS = 20_000;
const EXPOSURE = 200;

function draw(study: Study, index: number): Scenario {
  return createScenarioSampler(study)(index);
}

function drawAll(hazard: StudyInput, count = SCENARIOS, settings: object = {}): Disruption[][] {
  const study = studyOf([hazard], settings);
  return Array.from({ length: count }, (_, index) => draw(study, index).disruptions as Disruption[]);
}

/** Sum of (seen - expected)^2 / expected over cells, and how far beyond its mean that is, in standard deviations. */
function chiSquareExcess(seen: readonly number[], expected: readonly number[]): number {
  const sum = seen.reduce((total, count, cell) => total + (count - expected[cell]) ** 2 / expected[cell], 0);
  const freedom = seen.length - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

describe("a hazard with a rate", () => {
  const ratePerYear = 2.5;
  const mean = (ratePerYear / 365) * EXPOSURE;
  const scenarios = drawAll({ arrival: { ratePerYear } });
  const counts = scenarios.map((disruptions) => disruptions.length);

  test("strikes as often as its rate says, with the variance of a Poisson law", () => {
    const average = counts.reduce((sum, count) => sum + count, 0) / SCENARIOS;
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / SCENARIOS));
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / (SCENARIOS - 1);
    // Variance of a sample variance of a Poisson law: (mu4 - mu2^2) / n with mu4 = mean + 3 mean^2.
    expect(Math.abs(variance - mean)).toBeLessThan(4 * Math.sqrt((mean + 2 * mean * mean) / SCENARIOS));
  });

  test("strikes 0, 1, 2 ... times as often as the Poisson law says", () => {
    const cells = 6;
    const seen = new Array<number>(cells + 1).fill(0);
    for (const count of counts) seen[Math.min(count, cells)] += 1;
    const law = Array.from({ length: cells }, (_, k) => {
      let probability = Math.exp(-mean);
      for (let factor = 1; factor <= k; factor++) probability *= mean / factor;
      return probability;
    });
    law.push(1 - law.reduce((sum, probability) => sum + probability, 0));
    const expected = law.map((probability) => probability * SCENARIOS);
    expect(Math.min(...expected)).toBeGreaterThan(20);
    expect(chiSquareExcess(seen, expected)).toBeLessThan(4);
  });

  test("strikes in order, on any day of the exposure alike, and never after it", () => {
    const seen = new Array<number>(EXPOSURE).fill(0);
    let strikes = 0;
    for (const disruptions of scenarios) {
      disruptions.forEach(({ onsetDay }, at) => {
        seen[onsetDay] += 1;
        strikes += 1;
        if (at > 0) expect(onsetDay).toBeGreaterThanOrEqual(disruptions[at - 1].onsetDay);
      });
    }
    expect(seen).toHaveLength(EXPOSURE);
    expect(chiSquareExcess(seen, new Array<number>(EXPOSURE).fill(strikes / EXPOSURE))).toBeLessThan(4);
  });

  test("strikes daily when it may: two on a day are two disruptions", () => {
    const daily = drawAll({ arrival: { ratePerYear: 365 } }, 50);
    const average = daily.reduce((sum, disruptions) => sum + disruptions.length, 0) / 50;
    expect(Math.abs(average - EXPOSURE)).toBeLessThan(4 * Math.sqrt(EXPOSURE / 50));
    expect(daily.some((days) => days.some(({ onsetDay }, at) => at > 0 && onsetDay === days[at - 1].onsetDay))).toBe(
      true,
    );
  });
});

describe("a hazard with a probability", () => {
  const probability = 0.3;
  const scenarios = drawAll({ arrival: { probability } });

  test("strikes once in that share of the scenarios, else not at all", () => {
    expect(new Set(scenarios.map((disruptions) => disruptions.length))).toEqual(new Set([0, 1]));
    const share = scenarios.filter((disruptions) => disruptions.length === 1).length / SCENARIOS;
    expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / SCENARIOS));
  });

  test("strikes on any day of the exposure alike", () => {
    const seen = new Array<number>(EXPOSURE).fill(0);
    const onsets = scenarios.flat().map(({ onsetDay }) => onsetDay);
    for (const day of onsets) seen[day] += 1;
    expect(seen).toHaveLength(EXPOSURE);
    expect(chiSquareExcess(seen, new Array<number>(EXPOSURE).fill(onsets.length / EXPOSURE))).toBeLessThan(4);
  });

  test("strikes in every scenario when it is 1", () => {
    expect(drawAll({ arrival: { probability: 1 } }, 500).every((disruptions) => disruptions.length === 1)).toBe(true);
  });
});

describe("a hazard with days or dates", () => {
  test("strikes on just these, in order, in every scenario", () => {
    const days = drawAll({ arrival: { days: [120, 0, 7, 7, 199] } }, 3);
    for (const disruptions of days) expect(disruptions.map(({ onsetDay }) => onsetDay)).toEqual([0, 7, 7, 120, 199]);
  });

  test("counts dates from the start date, over leap days and the turn of the year", () => {
    const dates = ["2024-03-01", "2023-12-31", "2024-02-28", "2024-02-29", "2023-11-15"];
    const [disruptions] = drawAll({ arrival: { dates } }, 1, { startDate: "2023-11-15" });
    expect(disruptions.map(({ onsetDay }) => onsetDay)).toEqual([0, 46, 105, 106, 107]);
  });
});

describe("a disruption", () => {
  const only = (hazard: StudyInput, count = 2000): Disruption[] =>
    drawAll({ arrival: { days: [5] }, ...hazard }, count).map(([disruption]) => disruption);

  test.each([
    [2.4, 2],
    [2.5, 3],
    [3.49, 3],
    [0.2, 1],
    [1e-9, 1],
    [1.6, 2],
  ])("of %d days lasts %i: whole days, at least one", (days, expected) => {
    expect(only({ durationDays: days }, 1)[0].durationDays).toBe(expected);
  });

  test("of a law lasts as that law says, rounded", () => {
    // Uniform in [0, 3]: 0 to 1.5 round to 0 or 1 and last a day, up to 2.5 two days, the rest three.
    const durations = only({ durationDays: { distribution: "uniform", min: 0, max: 3 } }, SCENARIOS);
    const seen = [1, 2, 3].map((days) => durations.filter((item) => item.durationDays === days).length);
    expect(seen[0] + seen[1] + seen[2]).toBe(SCENARIOS);
    expect(chiSquareExcess(seen, [SCENARIOS / 2, SCENARIOS / 3, SCENARIOS / 6])).toBeLessThan(4);
  });

  test("that is permanent lasts the whole horizon", () => {
    expect(only({ durationDays: "permanent" }, 1)[0].durationDays).toBe(400);
  });

  test("of a law with a heavy tail lasts whole days that are exact", () => {
    const durations = only({ durationDays: { distribution: "pareto", min: 1, shape: 0.1 } });
    expect(Math.max(...durations.map((item) => item.durationDays))).toBe(1_000_000);
    for (const { durationDays } of durations) expect(Number.isInteger(durationDays)).toBe(true);
  });

  test("has a severity within its law, and 1 where none is stated", () => {
    const severities = only({ severity: { distribution: "uniform", min: 0.3, max: 0.8 } }, SCENARIOS).map(
      (item) => item.severity,
    );
    expect(Math.min(...severities)).toBeGreaterThanOrEqual(0.3);
    expect(Math.min(...severities)).toBeLessThan(0.301);
    expect(Math.max(...severities)).toBeLessThanOrEqual(0.8);
    expect(Math.max(...severities)).toBeGreaterThan(0.799);
    const average = severities.reduce((sum, severity) => sum + severity, 0) / SCENARIOS;
    expect(Math.abs(average - 0.55)).toBeLessThan(4 * Math.sqrt(0.25 / 12 / SCENARIOS));
    expect(only({}, 1)[0].severity).toBe(1);
  });

  test.each([
    [{}, "step", 0],
    [{ recovery: { profile: "linear", durationDays: 6.5 } }, "linear", 7],
    [{ recovery: { profile: "linear", durationDays: 0.4 } }, "linear", 0],
    [{ recovery: { profile: "s-curve", durationDays: 12 } }, "s-curve", 12],
    [{ recovery: { profile: "exponential", durationDays: 9 } }, "exponential", 9],
    // 5 % are left after log2(20) = 4.32 half-lives.
    [{ recovery: { profile: "exponential", halfLifeDays: 10 } }, "exponential", 43],
    [{ recovery: { profile: "exponential", halfLifeDays: 0.1 } }, "exponential", 0],
  ])("with %o recovers as %s over %i days", (hazard, profile, recoveryDays) => {
    expect(only(hazard, 1)[0]).toMatchObject({ profile, recoveryDays });
  });

  test("draws duration, severity and recovery apart from each other", () => {
    const law = { distribution: "uniform", min: 0, max: 1 };
    const days = { distribution: "uniform", min: 1, max: 1e6 };
    const disruptions = only(
      { durationDays: days, severity: law, recovery: { profile: "linear", durationDays: days } },
      5000,
    );
    const columns = (["durationDays", "severity", "recoveryDays"] as const).map((key) =>
      disruptions.map((item) => item[key]),
    );
    for (const [left, right] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      expect(Math.abs(rankCorrelation(columns[left], columns[right]))).toBeLessThan(4 / Math.sqrt(5000));
    }
  });
});

describe("the draws of a hazard", () => {
  const rich = {
    arrival: { ratePerYear: 6 },
    durationDays: { distribution: "exponential", mean: 9 },
    severity: { distribution: "uniform", min: 0, max: 1 },
    recovery: { profile: "linear", durationDays: { distribution: "uniform", min: 0, max: 9 } },
  };
  const named = (...ids: string[]): StudyInput[] => ids.map((id) => ({ ...rich, id }));
  const own = (study: Study, id: string, index: number): Omit<Disruption, "hazard">[] => {
    const hazard = study.hazards.findIndex((item) => item.id === id);
    return draw(study, index)
      .disruptions.filter((item) => item.hazard === hazard)
      .map(({ hazard: _hazard, ...rest }) => rest);
  };
  const base = studyOf(named("flood", "strike"));

  test("are the same whatever other hazards there are, and in whatever order they are listed", () => {
    const others = [
      studyOf(named("strike", "flood")),
      studyOf(named("aaa", "flood", "strike", "zzz", "flood2", "2flood")),
      studyOf(named("flood")),
      studyOf([...named("flood", "strike"), { id: "calm", arrival: { probability: 1e-9 } }]),
    ];
    for (let index = 0; index < 200; index++) {
      for (const other of others) expect(own(other, "flood", index)).toEqual(own(base, "flood", index));
    }
    const count = Array.from({ length: 200 }, (_, index) => own(base, "flood", index).length);
    expect(count.reduce((sum, strikes) => sum + strikes, 0)).toBeGreaterThan(400);
  });

  test("do not depend on how many scenarios are asked for, nor on the size of blocks", () => {
    const more = studyOf(named("flood", "strike"), { scenarios: 77, blockScenarios: 3 });
    for (let index = 0; index < 100; index++) expect(draw(more, index)).toEqual(draw(base, index));
  });

  test("do not depend on what was drawn before", () => {
    const before = draw(base, 41);
    for (let index = 0; index < 50; index++) draw(base, index);
    expect(draw(base, 41)).toEqual(before);
  });

  test("differ between scenarios, seeds and ids", () => {
    expect(draw(base, 1).disruptions).not.toEqual(draw(base, 2).disruptions);
    expect(draw(studyOf(named("flood", "strike"), { seed: 4 }), 1).disruptions).not.toEqual(draw(base, 1).disruptions);
    expect(own(base, "flood", 1)).not.toEqual(own(base, "strike", 1));
  });

  test("do not mix up hazard 'a' in scenario 11 with hazard 'a1' in scenario 1", () => {
    const study = studyOf(named("a", "a1", "a11"));
    const draws = [
      own(study, "a", 111),
      own(study, "a1", 11),
      own(study, "a11", 1),
      own(study, "a", 11),
      own(study, "a1", 1),
    ];
    expect(new Set(draws.map((item) => JSON.stringify(item))).size).toBe(draws.length);
  });

  test("do not change when it strikes more often: those of a lower rate are among those of a higher one", () => {
    const often = studyOf(named("flood", "strike").map((hazard) => ({ ...hazard, arrival: { ratePerYear: 9 } })));
    const texts = (study: Study, index: number) => own(study, "flood", index).map((item) => JSON.stringify(item));
    let added = 0;
    for (let index = 0; index < 100; index++) {
      const [few, many] = [texts(base, index), texts(often, index)];
      expect(many).toEqual(expect.arrayContaining(few));
      added += many.length - few.length;
    }
    expect(added).toBeGreaterThan(100);
  });

  test("do not change in length and severity when the exposure grows; their days spread with it", () => {
    const rare = { ...rich, arrival: { probability: 0.7 }, id: "rare" };
    const [narrow, wide] = [100, 300].map((exposureDays) => studyOf([rare], { exposureDays }));
    for (let index = 0; index < 100; index++) {
      const [one, other] = [own(narrow, "rare", index), own(wide, "rare", index)];
      expect(other).toEqual(one.map((item, at) => ({ ...item, onsetDay: other[at].onsetDay })));
      one.forEach(({ onsetDay }, at) => {
        expect(Math.floor(other[at].onsetDay / 3)).toBe(onsetDay);
      });
    }
  });

  test("make a hazard strike where its uniform number is large, by rate and by probability alike", () => {
    const pair = studyOf([
      { ...rich, id: "flood", arrival: { ratePerYear: 0.5 } },
      { ...rich, id: "flood-once", arrival: { probability: 0.25 } },
    ]);
    const opened = findSampler("monte-carlo").prepare(
      samplingTask({ ...pair, settings: { ...pair.settings, seed: 3 } }),
    );
    for (let index = 0; index < 500; index++) {
      const uniform = (id: string) => opened(index).open(id, "occurrence")();
      // P(no strike in 200 days) at half a strike a year.
      expect(own(pair, "flood", index).length > 0).toBe(uniform("flood") > Math.exp((-0.5 * EXPOSURE) / 365));
      expect(own(pair, "flood-once", index).length > 0).toBe(uniform("flood-once") >= 0.75);
    }
  });

  test("stand by hazard in code-unit order of ids, then by onset", () => {
    const study = studyOf(named("b", "a", "Z", "é"));
    expect(study.hazards.map((hazard) => hazard.id)).toEqual(["Z", "a", "b", "é"]);
    for (let index = 0; index < 100; index++) {
      const { disruptions } = draw(study, index);
      for (let at = 1; at < disruptions.length; at++) {
        const [left, right] = [disruptions[at - 1], disruptions[at]];
        expect(left.hazard < right.hazard || (left.hazard === right.hazard && left.onsetDay <= right.onsetDay)).toBe(
          true,
        );
      }
    }
  });
});
