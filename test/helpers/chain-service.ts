import { findEpisode } from "../../src/measure/episode.ts";
import type { MeasuredRun } from "../../src/metrics/define.ts";
import type { ServiceThresholds } from "../../src/model/settings.ts";

/** Fails below 90 %, recovers at 95 % held for one day. */
const DEFAULT_THRESHOLDS: ServiceThresholds = {
  failBelowFraction: 0.9,
  recoverAtFraction: 0.95,
  holdDays: 1,
  backlogToleranceFraction: 0.005,
  restrictedMeanDays: 365,
};

/** A run of which only the service curve is known; enough for every metric that asks for nothing else. */
export function measureService(
  curve: ArrayLike<number>,
  firstOnsetDay = 0,
  thresholds: Partial<ServiceThresholds> = {},
): MeasuredRun {
  const service = Float64Array.from(curve);
  const inForce = { ...DEFAULT_THRESHOLDS, ...thresholds };
  const episode = findEpisode(service, firstOnsetDay, inForce);
  return { service, episode, thresholds: inForce } as unknown as MeasuredRun;
}
