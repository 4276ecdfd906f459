import type { MeasuredRun } from "../metrics/define.ts";
import { METRICS } from "../metrics/index.ts";
import { firstOnsetDay, type Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import type { Settings } from "../model/settings.ts";
import { COST_KINDS, type Trajectory } from "../model/trajectory.ts";
import { type DailyValue, dailyValue, serviceLevel } from "./curves.ts";
import { findEpisode } from "./episode.ts";
import { firstDifferentDay } from "./first-difference.ts";
import { allocatePriceCurves, createPriceMeasurer, type PriceCurves } from "./prices.ts";
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
  // What all of that is on a day on which the markets of a run see what those of the undisturbed run see.
  const calmService = new Float64Array(days);
  const calmPrices = allocatePriceCurves(days);
  const extraCostUsd = new Float64Array(COST_KINDS.length);
  const tolerance = settings.service.backlogToleranceFraction;
  const updateUndisturbed = (): void => {
    dailyValue(network, undisturbed, normalValue);
    serviceLevel(normalValue, normalValue, calmService);
    measurePrices(undisturbed, normalPrices);
    copyPrices(normalPrices, calmPrices, days);
    divide(calmPrices, normalPrices, 0);
  };
  updateUndisturbed();

  return {
    curves,
    updateUndisturbed,
    measure(scenario, trajectory, outcome, offset) {
      // Until something reaches a market nothing is computed that is known.
      const fromDay = firstDifferentDay(trajectory, undisturbed);
      value.demand.set(normalValue.demand.subarray(0, fromDay));
      value.served.set(normalValue.served.subarray(0, fromDay));
      dailyValue(network, trajectory, value, fromDay);
      curves.service.set(calmService.subarray(0, fromDay));
      serviceLevel(value, normalValue, curves.service, fromDay);
      copyPrices(calmPrices, prices, fromDay);
      measurePrices(trajectory, prices, fromDay);
      divide(prices, normalPrices, fromDay);
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

/** Prices over those of the undisturbed run, from a day on. */
function divide(prices: PriceCurves, normal: PriceCurves, fromDay: number): void {
  for (let day = fromDay; day < prices.laspeyres.length; day++) {
    prices.laspeyres[day] /= normal.laspeyres[day];
    prices.paasche[day] /= normal.paasche[day];
    prices.fisher[day] /= normal.fisher[day];
    prices.tornqvist[day] /= normal.tornqvist[day];
  }
}

/** Copies the first days. */
function copyPrices(from: PriceCurves, to: PriceCurves, days: number): void {
  to.laspeyres.set(from.laspeyres.subarray(0, days));
  to.paasche.set(from.paasche.subarray(0, days));
  to.fisher.set(from.fisher.subarray(0, days));
  to.tornqvist.set(from.tornqvist.subarray(0, days));
}
