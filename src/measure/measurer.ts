import type { MeasuredRun } from "../metrics/define.ts";
import { METRICS } from "../metrics/index.ts";
import { firstOnsetDay, type Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import type { Settings } from "../model/settings.ts";
import { COST_KINDS, type Trajectory } from "../model/trajectory.ts";
import { type DailyValue, dailyValue, serviceLevel } from "./curves.ts";
import { findEpisode } from "./episode.ts";
import { allocatePriceCurves, createPriceMeasurer } from "./prices.ts";
import { findBacklogClearedDay, sumExtraCosts, sumSales } from "./sum-run.ts";

/** Daily curves of the run measured last, valid until the next call. */
export interface Curves {
  /** [day] */
  readonly service: Float64Array;
  /** Laspeyres. */
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
  const measurePrices = createPriceMeasurer(network, settings.scarcity, days);
  const normalValue: DailyValue = { demand: new Float64Array(days), served: new Float64Array(days) };
  const value: DailyValue = { demand: new Float64Array(days), served: new Float64Array(days) };
  const normalPrices = allocatePriceCurves(days);
  const prices = allocatePriceCurves(days);
  const curves: Curves = { service: new Float64Array(days), priceIndex: prices.laspeyres };
  const extraCostUsd = new Float64Array(COST_KINDS.length);
  const tolerance = settings.service.backlogToleranceFraction;
  const updateUndisturbed = (): void => {
    dailyValue(network, undisturbed, normalValue);
    measurePrices(undisturbed, normalPrices);
  };
  updateUndisturbed();

  return {
    curves,
    updateUndisturbed,
    measure(scenario, trajectory, outcome, offset) {
      dailyValue(network, trajectory, value);
      serviceLevel(value, normalValue, curves.service);
      measurePrices(trajectory, prices);
      for (let day = 0; day < days; day++) {
        prices.laspeyres[day] /= normalPrices.laspeyres[day];
        prices.paasche[day] /= normalPrices.paasche[day];
        prices.fisher[day] /= normalPrices.fisher[day];
        prices.tornqvist[day] /= normalPrices.tornqvist[day];
      }
      const onsetDay = firstOnsetDay(scenario);
      // Nobody tells one party when something struck elsewhere: it counts from day 0.
      const sinceDay = network.constants.isOneParty ? 0 : onsetDay;
      const episode = findEpisode(curves.service, sinceDay, settings.service);
      const onset = Math.max(0, episode.firstOnsetDay);
      sumExtraCosts(trajectory, undisturbed, extraCostUsd);
      const run: MeasuredRun = {
        network,
        trajectory,
        undisturbed,
        thresholds: settings.service,
        disruptionCount: scenario.disruptions.length,
        firstOnsetDay: onsetDay,
        episode,
        backlogClearedDay: findBacklogClearedDay(network, trajectory, undisturbed, onset, tolerance),
        sales: sumSales(network, trajectory, undisturbed),
        extraCostUsd,
        service: curves.service,
        priceIndex: curves.priceIndex,
        priceIndices: prices,
        structuralPricePremiumPct,
      };
      for (let metric = 0; metric < METRICS.length; metric++) outcome[offset + metric] = METRICS[metric].measure(run);
    },
  };
}
