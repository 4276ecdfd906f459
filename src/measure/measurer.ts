import { METRICS } from "../metrics/index.ts";
import { firstOnsetDay, type Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import type { Settings } from "../model/settings.ts";
import type { Trajectory } from "../model/trajectory.ts";
import { type DailyValue, dailyValue, priceIndex, serviceLevel } from "./curves.ts";
import { findEpisode } from "./episode.ts";

/** Daily curves of the run measured last, valid until the next call. */
export interface Curves {
  /** [day] */
  readonly service: Float64Array;
  readonly priceIndex: Float64Array;
}

/** Measures runs of one design against its undisturbed run. */
export interface Measurer {
  readonly curves: Curves;
  /** Says that the undisturbed trajectory is now that of another demand. */
  updateUndisturbed(): void;
  /** Writes one value a metric into `outcome` from `offset` on, in catalogue order. */
  measure(scenario: Scenario, trajectory: Trajectory, outcome: Float64Array, offset: number): void;
}

/**
 * Makes the measurer of a design. Every metric is a difference or ratio to the undisturbed run, so that a scenario without
 * disruptions is exactly neutral.
 *
 * @param undisturbed the design's run without disruptions; kept, and compared with as it is when last updated
 * @param structuralPricePremiumPct consumer price of this design over the reference design's, at baseline
 */
export function createMeasurer(
  network: Network,
  settings: Settings,
  undisturbed: Trajectory,
  structuralPricePremiumPct: number,
): Measurer {
  const { days } = undisturbed;
  const unitCostUsd = new Float64Array(network.counts.markets);
  const normalValue: DailyValue = { demand: new Float64Array(days), served: new Float64Array(days) };
  const value: DailyValue = { demand: new Float64Array(days), served: new Float64Array(days) };
  const normalIndex = new Float64Array(days);
  const curves: Curves = { service: new Float64Array(days), priceIndex: new Float64Array(days) };
  const updateUndisturbed = (): void => {
    dailyValue(network, undisturbed, normalValue);
    priceIndex(network, undisturbed, settings.scarcity, unitCostUsd, normalIndex);
  };
  updateUndisturbed();

  return {
    curves,
    updateUndisturbed,
    measure(scenario, trajectory, outcome, offset) {
      dailyValue(network, trajectory, value);
      serviceLevel(value, normalValue, curves.service);
      priceIndex(network, trajectory, settings.scarcity, unitCostUsd, curves.priceIndex);
      for (let day = 0; day < days; day++) curves.priceIndex[day] /= normalIndex[day];
      const run = {
        network,
        trajectory,
        undisturbed,
        thresholds: settings.service,
        disruptionCount: scenario.disruptions.length,
        episode: findEpisode(curves.service, firstOnsetDay(scenario), settings.service),
        service: curves.service,
        priceIndex: curves.priceIndex,
        structuralPricePremiumPct,
      };
      for (let metric = 0; metric < METRICS.length; metric++) outcome[offset + metric] = METRICS[metric].measure(run);
    },
  };
}
