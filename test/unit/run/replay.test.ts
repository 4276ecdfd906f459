import { describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import { metricIndex } from "../../../src/metrics/index.ts";
import { replayScenario } from "../../../src/replay.ts";
import { harbourStudy, parseInput, twoNode } from "./studies.ts";

describe("the replay of a blocked strait", () => {
  const compiled = compileStudy(twoNode());
  const replay = replayScenario(compiled, 0, 3);
  const [{ onsetDay }] = replay.scenario.disruptions;
  const from = (daysAfterOnset: number) => replay.days[onsetDay + daysAfterOnset];

  test("shows every day once, with its service and what was sold, late and lost at baseline prices", () => {
    expect(replay.days.map(({ day }) => day)).toEqual(Array.from({ length: 200 }, (_, day) => day));
    expect(from(12)).toMatchObject({
      service: 1,
      demandUsd: 1000,
      servedOnTimeUsd: 1000,
      servedLateUsd: 0,
      lostUsd: 0,
    });
    expect(from(13)).toMatchObject({
      service: 0,
      demandUsd: 1000,
      servedOnTimeUsd: 0,
      servedLateUsd: 0,
      lostUsd: 1000,
    });
    expect(from(23)).toMatchObject({ service: 1, servedOnTimeUsd: 1000, lostUsd: 0, backorderUsd: 0 });
  });

  test("shows where the money in goods is in the evening", () => {
    // 100 units of 6 USD a day: ten days in the shop and five under way.
    expect(from(-1)).toMatchObject({ onHandUsd: 6000, underWayUsd: 3000, heldUsd: 0, waitingUsd: 0 });
    // Two days of goods stand still, two are past the strait; nothing is dispatched.
    expect(from(0)).toMatchObject({ onHandUsd: 6000, underWayUsd: 1200, heldUsd: 1200, waitingUsd: 0 });
    expect(from(12)).toMatchObject({ onHandUsd: 0, underWayUsd: 0, heldUsd: 1200 });
    expect(from(20).heldUsd).toBe(0);
  });

  test("lists the change points of the scenario: the strait shuts and opens", () => {
    expect([...replay.segments.days.subarray(0, replay.segments.count)]).toEqual([onsetDay, onsetDay + 20]);
  });

  test("of a scenario in which nothing happens shows the same day all over", () => {
    const index = Array.from({ length: 50 }, (_, scenario) => scenario).find(
      (scenario) => replayScenario(compiled, 0, scenario).scenario.disruptions.length === 0,
    );
    const { days, outcome } = replayScenario(compiled, 0, index as number);
    const { day: _day, ...first } = days[0];
    for (const { day: _other, ...rest } of days) expect(rest).toEqual(first);
    expect(outcome[metricIndex("fillRate")]).toBe(1);
  });
});

describe("the days of any replay", () => {
  const compiled = compileStudy(parseInput(harbourStudy()));

  test("sum to what the scenario's metrics say, and service is what was served on time of a normal day", () => {
    const normalUsd = 50 * 40 + 30 * 35;
    let struck = 0;
    for (let scenario = 0; scenario < 40; scenario++) {
      for (const design of [0, 1]) {
        const { days, outcome } = replayScenario(compiled, design, scenario);
        const sum = (key: "lostUsd" | "servedLateUsd"): number => days.reduce((total, day) => total + day[key], 0);
        const metric = (name: string): number => outcome[metricIndex(name)];
        expect(sum("lostUsd")).toBeCloseTo(metric("lostRevenueUsd"), 6);
        expect(sum("servedLateUsd")).toBeCloseTo(metric("delayedRevenueUsd"), 6);
        expect(days[days.length - 1].backorderUsd).toBeCloseTo(metric("openBacklogUsd"), 6);
        expect(Math.min(...days.map((day) => day.service))).toBeCloseTo(metric("minServiceLevel"), 12);
        expect((Math.max(...days.map((day) => day.priceIndex)) - 1) * 100).toBeCloseTo(metric("peakInflationPct"), 9);
        for (const day of days) expect(day.service).toBeCloseTo(day.servedOnTimeUsd / normalUsd, 9);
        if (metric("lostRevenueUsd") > 0) struck += 1;
      }
    }
    expect(struck).toBeGreaterThan(10);
  });
});
