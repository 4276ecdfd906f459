import type { Disruption } from "../model/disruption.ts";
import { recoverySteps } from "./recovery.ts";

const ALWAYS = [1];

/** From `day` on a disruption stands at `level` = severity x where its path is (1 without one) x what its recovery leaves. */
export interface LevelStep {
  readonly day: number;
  readonly disruption: number;
  readonly level: number;
}

/** All level changes of a scenario before the horizon, by day, then disruption. */
export function levelSteps(disruptions: readonly Disruption[], horizonDays: number): LevelStep[] {
  const steps: LevelStep[] = [];
  disruptions.forEach(({ onsetDay, durationDays, severity, profile, recoveryDays, path }, disruption) => {
    if (severity === 0) return;
    const outageEnd = onsetDay + durationDays;
    const levels = path === undefined ? ALWAYS : path.levels;
    let last = 0;
    for (let step = 0; step < levels.length; step++) {
      const day = onsetDay + (path === undefined ? 0 : step * path.stepDays);
      if (day >= outageEnd && step > 0) break;
      last = severity * levels[step];
      steps.push({ day, disruption, level: last });
    }
    for (const { fromDay, fraction } of recoverySteps(profile, recoveryDays)) {
      steps.push({ day: outageEnd + fromDay, disruption, level: last * fraction });
    }
    steps.push({ day: outageEnd + recoveryDays, disruption, level: 0 });
  });
  const within = steps.filter((step) => step.day < horizonDays);
  return within.sort((left, right) => left.day - right.day || left.disruption - right.disruption);
}
