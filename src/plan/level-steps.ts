import type { Disruption } from "../model/disruption.ts";
import { recoverySteps } from "./recovery.ts";

/** From `day` on a disruption stands at `level` = severity x what its recovery leaves. */
export interface LevelStep {
  readonly day: number;
  readonly disruption: number;
  readonly level: number;
}

/** All level changes of a scenario before the horizon, by day, then disruption. */
export function levelSteps(disruptions: readonly Disruption[], horizonDays: number): LevelStep[] {
  const steps: LevelStep[] = [];
  disruptions.forEach(({ onsetDay, durationDays, severity, profile, recoveryDays }, disruption) => {
    if (severity === 0) return;
    const outageEnd = onsetDay + durationDays;
    steps.push({ day: onsetDay, disruption, level: severity });
    for (const { fromDay, fraction } of recoverySteps(profile, recoveryDays)) {
      steps.push({ day: outageEnd + fromDay, disruption, level: severity * fraction });
    }
    steps.push({ day: outageEnd + recoveryDays, disruption, level: 0 });
  });
  const within = steps.filter((step) => step.day < horizonDays);
  return within.sort((left, right) => left.day - right.day || left.disruption - right.disruption);
}
