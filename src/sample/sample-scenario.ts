import { drawFrom } from "../distributions/index.ts";
import type { Hazard } from "../hazards/index.ts";
import { dayNumber } from "../model/calendar.ts";
import type { Disruption, Scenario } from "../model/disruption.ts";
import type { Settings } from "../model/settings.ts";
import type { OpenStream } from "../samplers/define.ts";
import { findSampler } from "../samplers/index.ts";

const DAYS_PER_YEAR = 365;
/** Longer than any horizon; keeps the days of heavy-tailed draws exact integers. */
const LONGEST_DAYS = 1_000_000;
/** ln(20) / ln(2): half-lives until 5 % is left, where an exponential recovery ends. */
const HALF_LIVES_TO_END = 4.321928094887363;

/**
 * Draws scenario `index` of a study: for every hazard its onsets, and for every onset a duration, a severity and a
 * recovery. The same for every design, alone or in a batch, whatever other hazards exist.
 *
 * @param hazards in code-unit order of their ids; `Disruption.hazard` counts in it
 */
export function sampleScenario(settings: Settings, hazards: readonly Hazard[], index: number): Scenario {
  const openStream = findSampler(settings.sampler).openScenario(settings.seed, index);
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
  return { index, disruptions };
}

/** Days on which the hazard strikes within the exposure, ascending. */
function drawOnsets(settings: Settings, hazard: Hazard, openStream: OpenStream): number[] {
  const { exposureDays } = settings;
  const { ratePerYear, probability, days, dates } = hazard.arrival;
  if (days !== undefined) return [...days].sort((left, right) => left - right);
  if (dates !== undefined) {
    const start = dayNumber(settings.startDate as string) as number;
    return dates.map((date) => (dayNumber(date) as number) - start).sort((left, right) => left - right);
  }
  if (probability !== undefined) {
    if (openStream(hazard.id, "occurrence")() >= probability) return [];
    return [Math.floor(openStream(hazard.id, "onset")() * exposureDays)];
  }
  const uniforms = openStream(hazard.id, "arrival");
  const meanGapDays = DAYS_PER_YEAR / (ratePerYear as number);
  const onsets: number[] = [];
  // Exponential gaps by inversion; 1 - u lies in (0, 1].
  for (let time = 0; ; ) {
    time -= meanGapDays * Math.log(1 - uniforms());
    if (time >= exposureDays) return onsets;
    onsets.push(Math.floor(time));
  }
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
