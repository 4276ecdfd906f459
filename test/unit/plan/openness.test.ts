import { expect, test } from "vitest";
import { createAlarms } from "../../../src/plan/alarms.ts";
import { createLevelSteps, readLevelSteps } from "../../../src/plan/level-steps.ts";
import { createLevels } from "../../../src/plan/levels.ts";
import { allocateOpenness, createCombiner, type Openness } from "../../../src/plan/openness.ts";
import { createTouched, touchAll, touchChanged } from "../../../src/plan/touched.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { drawStudies, rollDice } from "../../helpers/random-study.ts";

const STUDIES = 20;
const STEPS = 30;

test("channel values followed change by change are those combined anew, to the bit", () => {
  const dice = rollDice(7);
  let changes = 0;
  for (const { study, compiled } of drawStudies(STUDIES, 1, { features: "all" })) {
    const { network } = compiled[0];
    const { disruptions } = createScenarioSampler(study)(0);
    const steps = createLevelSteps();
    readLevelSteps(disruptions, study.settings.horizonDays, steps);
    const levels = createLevels(steps, 0);
    levels.restart();
    const combineChannels = createCombiner(network);
    const [followed, anew] = [allocateOpenness(network), allocateOpenness(network)];
    const [touched, all] = [createTouched(network), createTouched(network)];
    touchAll(all);
    combineChannels(steps, levels.now, followed, all);
    for (let step = 0; step < STEPS && disruptions.length > 0; step++) {
      levels.before.set(levels.now);
      const changed = dice.whole(0, disruptions.length - 1);
      levels.now[changed] = dice.chance(0.3) ? 0 : dice.between(0, 1);
      levels.changed[0] = changed;
      levels.changedCount = 1;
      touchChanged(network, steps, levels, touched);
      combineChannels(steps, levels.now, followed, touched);
      combineChannels(steps, levels.now, anew, all);
      for (const name of Object.keys(anew) as (keyof Openness)[]) expect(followed[name], name).toEqual(anew[name]);
      changes += touched.lanes.count + touched.processes.count + touched.markets.count + touched.stocks.count;
    }
  }
  expect(changes).toBeGreaterThan(1000);
});

test("alarms ring on their days in order, none twice, none on a day that has rung or beyond the horizon", () => {
  const alarms = createAlarms(10);
  for (const day of [7, 3, 3, 12, 0]) alarms.set(day);
  expect([alarms.next(), alarms.ring(0), alarms.next(), alarms.ring(2)]).toEqual([0, true, 3, false]);
  alarms.set(1);
  alarms.set(5);
  expect([alarms.next(), alarms.ring(3), alarms.next(), alarms.ring(5)]).toEqual([3, true, 5, true]);
  expect([alarms.next(), alarms.ring(7), alarms.next()]).toEqual([7, true, Number.POSITIVE_INFINITY]);
  alarms.reset();
  alarms.set(0);
  expect(alarms.next()).toBe(0);
});
