import type { RecoveryProfile } from "../model/disruption.ts";

/** A recovery of more days than this is cut into this many steps; the area under it stays exact. */
const MOST_STEPS = 24;

/** Severity left at the end of an exponential recovery, where it drops to nothing. */
export const EXPONENTIAL_END = 0.05;

/**
 * What is left of severity during a recovery, as steps of whole days. Each step holds the average of the profile over its
 * days, so that the steps enclose the same area as the profile.
 *
 * linear 1 - x; exponential 0.05^x; s-curve 1 - (3 x^2 - 2 x^3); with x = days since the outage / recoveryDays.
 *
 * @returns steps in order; `fromDay` counts from the end of the outage, `fraction` in [0, 1]
 */
export function recoverySteps(
  profile: RecoveryProfile,
  recoveryDays: number,
): { readonly fromDay: number; readonly fraction: number }[] {
  if (profile === "step" || recoveryDays <= 0) return [];
  const stepCount = Math.min(recoveryDays, MOST_STEPS);
  const steps = [];
  for (let step = 0; step < stepCount; step++) {
    const fromDay = Math.round((step * recoveryDays) / stepCount);
    const toDay = Math.round(((step + 1) * recoveryDays) / stepCount);
    const from = fromDay / recoveryDays;
    const to = toDay / recoveryDays;
    const recovered = remainingArea(profile, to) - remainingArea(profile, from);
    steps.push({ fromDay, fraction: recovered / (to - from) });
  }
  return steps;
}

/** Integral of what is left from 0 to x. */
function remainingArea(profile: RecoveryProfile, x: number): number {
  if (profile === "linear") return x - (x * x) / 2;
  if (profile === "exponential") {
    const decay = Math.log(EXPONENTIAL_END);
    return (Math.exp(decay * x) - 1) / decay;
  }
  return x - (x * x * x - (x * x * x * x) / 2);
}
