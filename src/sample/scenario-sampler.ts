import type { CommonCause } from "../hazards/common-cause.ts";
import type { Hazard } from "../hazards/index.ts";
import type { Disruption, Scenario } from "../model/disruption.ts";
import type { Settings } from "../model/settings.ts";
import type { Market } from "../model/world.ts";
import type { OpenStream } from "../samplers/define.ts";
import { findSampler } from "../samplers/index.ts";
import { createCorrelator } from "./correlate.ts";
import { createDemandSampler } from "./demand-sampler.ts";
import { prepareConsequences } from "./draw-consequences.ts";
import { drawOnsets } from "./draw-onsets.ts";
import { samplingTask } from "./sampling-task.ts";
import { drawStrike, type Strike } from "./strike.ts";

/** What scenarios are drawn from. */
export interface SampledStudy {
  readonly settings: Settings;
  /** In code-unit order of their ids; `Disruption.hazard` counts in it. */
  readonly hazards: readonly Hazard[];
  readonly commonCauses: readonly CommonCause[];
  /** In any order. */
  readonly markets: readonly Market[];
}

/** Far beyond what the checks of a study let through on average; a scenario beyond it stops the run. */
const MOST_DISRUPTIONS = 1_000_000;

/**
 * Makes the function that draws scenario `index` of a study: for every hazard its onsets, for every onset a duration, a
 * severity and a recovery, and whatever these disruptions set off; and demand where it is random or seasonal. The same for
 * every design, alone or in a batch, whatever other hazards exist.
 */
export function createScenarioSampler(study: SampledStudy): (index: number) => Scenario {
  const { settings, hazards } = study;
  const sampler = findSampler(settings.sampler);
  const openScenario = sampler.prepare(samplingTask(study));
  const sampleDemand = createDemandSampler(settings, study.markets);
  const correlate = createCorrelator(study.commonCauses);
  const consequences = prepareConsequences(settings, hazards);

  return function sampleScenario(index) {
    const draws = openScenario(index);
    const openStream = correlate(draws.open);
    const strikes = hazards.flatMap((_, hazard) => drawOwnStrikes(settings, hazards, hazard, openStream));
    // Grows while it is walked: what was set off may set off more.
    for (let at = 0; at < strikes.length; at++) {
      if (!consequences.isPossible[strikes[at].hazard]) continue;
      for (const strike of consequences.draw(strikes[at], openStream)) strikes.push(strike);
      if (strikes.length > MOST_DISRUPTIONS) {
        throw new RangeError(`invalid scenario ${index}, more than ${MOST_DISRUPTIONS} disruptions set each other off`);
      }
    }
    const disruptions = toDisruptions(strikes, hazards);
    return {
      index,
      ...(sampler.isWeighted ? { weight: draws.weight() } : {}),
      disruptions,
      ...(sampleDemand === undefined ? {} : { demand: sampleDemand(draws.open) }),
    };
  };
}

function drawOwnStrikes(
  settings: Settings,
  hazards: readonly Hazard[],
  hazard: number,
  openStream: OpenStream,
): Strike[] {
  const own = hazards[hazard];
  const onsets = drawOnsets(settings, own, openStream);
  if (onsets.length === 0) return [];
  const streams = {
    duration: openStream(own.id, "duration"),
    severity: openStream(own.id, "severity"),
    recovery: openStream(own.id, "recovery"),
    announcement: openStream(own.id, "announcement"),
    openPath: (path: string) => openStream(own.id, `path of ${path}`),
  };
  return onsets.map((time, number) =>
    drawStrike(own, { hazard, time, path: `${own.id}/${number}` }, streams, settings.horizonDays),
  );
}

/** By hazard, then onset; strikes of one hazard and day stay in the order drawn, for the sort is stable. */
function toDisruptions(strikes: Strike[], hazards: readonly Hazard[]): Disruption[] {
  const sorted = strikes.sort(
    (left, right) => left.hazard - right.hazard || Math.floor(left.time) - Math.floor(right.time),
  );
  const position = new Map(sorted.some(({ parent }) => parent) ? sorted.map((strike, at) => [strike, at]) : []);
  return sorted.map(({ hazard, time, parent, durationDays, severity, recoveryDays, announcedDay, levels }) => ({
    hazard,
    onsetDay: Math.floor(time),
    durationDays,
    severity,
    profile: hazards[hazard].recovery.profile,
    recoveryDays,
    ...(parent === undefined ? {} : { triggeredBy: position.get(parent) as number }),
    ...(announcedDay === undefined ? {} : { announcedDay }),
    ...(hazards[hazard].isEndKnown ? { isEndKnown: true } : {}),
    ...(levels === undefined ? {} : { path: levels }),
  }));
}
