import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import type { Disruption, Scenario } from "../model/disruption.ts";
import type { Settings } from "../model/settings.ts";
import type { Market } from "../model/world.ts";
import { findSampler } from "../samplers/index.ts";
import { createDemandSampler } from "./demand-sampler.ts";
import { drawOnsets } from "./draw-onsets.ts";

/** Longer than any horizon; keeps the days of heavy-tailed draws exact integers. */
const LONGEST_DAYS = 1_000_000;
/** ln(20) / ln(2): half-lives until 5 % is left, where an exponential recovery ends. */
const HALF_LIVES_TO_END = 4.321928094887363;

/** What scenarios are drawn from. */
export interface SampledStudy {
  readonly settings: Settings;
  /** In code-unit order of their ids; `Disruption.hazard` counts in it. */
  readonly hazards: readonly Hazard[];
  /** In any order. */
  readonly markets: readonly Market[];
}

/**
 * Makes the function that draws scenario `index` of a study: for every hazard its onsets, and for every onset a duration, a
 * severity and a recovery; and demand where it is random or seasonal. The same for every design, alone or in a batch, whatever
 * other hazards exist.
 */
export function createScenarioSampler({ settings, hazards, markets }: SampledStudy): (index: number) => Scenario {
  const sampler = findSampler(settings.sampler);
  const sampleDemand = createDemandSampler(settings, markets);

  return function sampleScenario(index) {
    const openStream = sampler.openScenario(settings.seed, index);
    const disruptions: Disruption[] = [];
    hazards.forEach((hazard, hazardIndex) => {
      const onsets = drawOnsets(settings, hazard, openStream);
      if (onsets.length === 0) return;
      const durations = openStream(hazard.id, "duration");
      const severities = openStream(hazard.id, "severity");
      const recoveries = openStream(hazard.id, "recovery");
      for (const onsetDay of onsets) {
        disruptions.push({
          hazard: hazardIndex,
          onsetDay,
          durationDays: drawDuration(hazard, durations, settings.horizonDays),
          severity: drawFrom(hazard.severity, severities()),
          profile: hazard.recovery.profile,
          recoveryDays: drawRecovery(hazard, recoveries),
        });
      }
    });
    // The sort is stable: strikes of one day stay in the order drawn.
    disruptions.sort((left, right) => left.hazard - right.hazard || left.onsetDay - right.onsetDay);
    return sampleDemand === undefined ? { index, disruptions } : { index, disruptions, demand: sampleDemand(index) };
  };
}

function drawDuration(hazard: Hazard, uniforms: () => number, horizonDays: number): number {
  if (hazard.durationDays === "permanent") return horizonDays;
  const days = Math.round(drawFrom(hazard.durationDays, uniforms()));
  return Math.min(Math.max(1, days), LONGEST_DAYS);
}

function drawRecovery(hazard: Hazard, uniforms: () => number): number {
  const { durationDays, halfLifeDays } = hazard.recovery;
  if (halfLifeDays !== undefined) return Math.round(halfLifeDays * HALF_LIVES_TO_END);
  if (durationDays === undefined) return 0;
  return Math.min(Math.max(0, Math.round(drawFrom(durationDays, uniforms()))), LONGEST_DAYS);
}
