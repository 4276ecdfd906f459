import type { Disruption } from "../model/disruption.ts";
import { recoverySteps } from "./recovery.ts";

const ALWAYS = [1];

/**
 * How the disruptions of a scenario go up and down: from `day` on one stands at `level` = severity x where its path is (1 without
 * one) x what its recovery leaves. In arrays that grow when needed and are used again.
 */
export interface LevelSteps {
  disruptions: readonly Disruption[];
  /** [disruption] its hazard: scenarios are objects at the door, and no two disruptions need look alike. */
  hazard: Int32Array;
  /** Steps of all disruptions. */
  count: number;
  /** [disruption + 1] first step of each. */
  start: Int32Array;
  /** [step] by disruption, then day. */
  day: Int32Array;
  level: Float64Array;
}

export function createLevelSteps(): LevelSteps {
  return {
    disruptions: [],
    count: 0,
    hazard: new Int32Array(15),
    start: new Int32Array(16),
    day: new Int32Array(256),
    level: new Float64Array(256),
  };
}

/** Fills in all level changes of a scenario before the horizon. */
export function readLevelSteps(disruptions: readonly Disruption[], horizonDays: number, steps: LevelSteps): void {
  steps.disruptions = disruptions;
  steps.count = 0;
  if (steps.hazard.length < disruptions.length) {
    steps.hazard = new Int32Array(2 * disruptions.length);
    steps.start = new Int32Array(2 * disruptions.length + 1);
  }
  for (let disruption = 0; disruption < disruptions.length; disruption++) {
    const own = disruptions[disruption];
    steps.hazard[disruption] = own.hazard;
    steps.start[disruption] = steps.count;
    if (own.severity !== 0) readDisruption(own, horizonDays, steps);
  }
  steps.start[disruptions.length] = steps.count;
}

function readDisruption(disruption: Disruption, horizonDays: number, steps: LevelSteps): void {
  const { onsetDay, durationDays, severity, profile, recoveryDays, path } = disruption;
  const outageEnd = onsetDay + durationDays;
  const levels = path === undefined ? ALWAYS : path.levels;
  let last = 0;
  for (let step = 0; step < levels.length; step++) {
    const day = onsetDay + (path === undefined ? 0 : step * path.stepDays);
    if (day >= outageEnd && step > 0) break;
    last = severity * levels[step];
    addStep(day, last, horizonDays, steps);
  }
  for (const { fromDay, fraction } of recoverySteps(profile, recoveryDays)) {
    addStep(outageEnd + fromDay, last * fraction, horizonDays, steps);
  }
  addStep(outageEnd + recoveryDays, 0, horizonDays, steps);
}

function addStep(day: number, level: number, horizonDays: number, steps: LevelSteps): void {
  if (day >= horizonDays) return;
  if (steps.count === steps.day.length) {
    const { day: days, level: levels } = steps;
    steps.day = new Int32Array(2 * days.length);
    steps.day.set(days);
    steps.level = new Float64Array(2 * levels.length);
    steps.level.set(levels);
  }
  steps.day[steps.count] = day;
  steps.level[steps.count++] = level;
}
