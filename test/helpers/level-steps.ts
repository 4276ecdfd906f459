import type { Disruption } from "../../src/model/disruption.ts";
import { createLevelSteps, readLevelSteps } from "../../src/plan/level-steps.ts";
import { createLevels } from "../../src/plan/levels.ts";

export interface LevelStep {
  readonly day: number;
  readonly disruption: number;
  readonly level: number;
}

/** All level changes of a scenario before the horizon, by day, then disruption, as a planner goes through them. */
export function levelSteps(disruptions: readonly Disruption[], horizonDays: number, delayDays = 0): LevelStep[] {
  const steps = createLevelSteps();
  readLevelSteps(disruptions, horizonDays, steps);
  const levels = createLevels(steps, delayDays);
  levels.restart();
  const list: LevelStep[] = [];
  while (levels.nextDay !== Number.POSITIVE_INFINITY) {
    const day = levels.nextDay;
    const count = levels.goTo(day);
    for (const disruption of levels.changed.subarray(0, count)) {
      list.push({ day, disruption, level: levels.now[disruption] });
    }
  }
  return list;
}
