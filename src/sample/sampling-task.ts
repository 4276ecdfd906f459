import type { Hazard } from "../hazards/index.ts";
import type { Settings } from "../model/settings.ts";
import type { Market } from "../model/world.ts";
import type { CountLaw, SamplingTask, Tilt } from "../samplers/define.ts";
import { meanCount } from "./draw-onsets.ts";

/** What scenarios are drawn from, as far as it concerns how they are drawn. */
interface SampledStudy {
  readonly settings: Settings;
  readonly hazards: readonly Hazard[];
  readonly markets: readonly Market[];
}

/** What the sampler of a study may know of it. */
export function samplingTask({ settings, hazards, markets }: SampledStudy): SamplingTask {
  const { seed, replicateScenarios, exposureDays, importance } = settings;
  const counts = hazards.flatMap(({ id: hazardId, arrival }): CountLaw[] => {
    if (arrival.probability !== undefined) return [{ hazardId, probability: arrival.probability }];
    const rate = arrival.ratePerYear ?? arrival.selfExciting?.ratePerYear;
    return rate === undefined ? [] : [{ hazardId, meanCount: meanCount(rate, exposureDays) }];
  });
  return {
    seed,
    replicateScenarios,
    counts,
    variesWithoutStrikes:
      markets.some(({ demandNoise }) => demandNoise !== undefined) ||
      hazards.some(({ arrival }) => arrival.days !== undefined || arrival.dates !== undefined),
    nominalShare: importance?.nominalShare ?? 1,
    tilts: tiltsOf(importance, hazards),
  };
}

function tiltsOf(importance: Settings["importance"], hazards: readonly Hazard[]): Map<string, Tilt> {
  if (importance === undefined) return new Map();
  const { rateFactor, durationFactor, severityFactor } = importance;
  return new Map(
    hazards.map(({ id }) => {
      const own = importance.hazards.find(({ hazard }) => hazard === id);
      return [
        id,
        {
          rateFactor: own?.rateFactor ?? rateFactor,
          durationFactor: own?.durationFactor ?? durationFactor,
          severityFactor: own?.severityFactor ?? severityFactor,
        },
      ];
    }),
  );
}
