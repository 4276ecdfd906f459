import { describe, it } from "vitest";
import type { DesignRunner } from "../../src/design-runner.ts";
import { METRICS } from "../../src/metrics/index.ts";
import type { Disruption } from "../../src/model/disruption.ts";
import { forRandomStudies, isSameBytes, outcomeOf, runnersOf, scenarioOf } from "./support.ts";

/** What metrics are when nothing happened; those of what flowed, and not of a difference, are left out. */
const NEUTRAL: Readonly<Record<string, number>> = {
  impacted: 0,
  recovered: 1,
  timeToRecoverDays: 0,
  timeToSurviveDays: Number.NaN,
  firstOnsetDay: Number.NaN,
  disruptionCount: 0,
  daysBelowService: 0,
  longestOutageDays: 0,
  backlogCleared: 1,
  backlogClearedDays: 0,
  resilienceLossDays: 0,
  minServiceLevel: 1,
  fillRate: 1,
  lostRevenueUsd: 0,
  delayedRevenueUsd: 0,
  openBacklogUsd: 0,
  peakInflationPct: 0,
  meanInflationPct: 0,
  endInflationPct: 0,
  meanPaascheInflationPct: 0,
  meanFisherInflationPct: 0,
  meanTornqvistInflationPct: 0,
  imputedPriceShare: 0,
  outsideTrustShare: Number.NaN,
  isWithinPolicies: 1,
  extraCostUsd: 0,
  extraProductionCostUsd: 0,
  extraFreightCostUsd: 0,
  extraTariffCostUsd: 0,
  extraCarbonCostUsd: 0,
  extraHoldingCostUsd: 0,
  extraExpediteCostUsd: 0,
  extraInvestmentCostUsd: 0,
  spoiledUsd: 0,
  forgoneDemandUsd: 0,
  extraEmissionsTonnes: 0,
  consumerInflationPct: 0,
};
/** They tell that and when something struck, whether or not it did anything. */
const TELL_OF_STRIKES = ["disruptionCount", "firstOnsetDay", "timeToSurviveDays"];
/** After an onset on the horizon no day is left on which they could be seen; no study file can ask for one. */
const SEEN_AFTER_ONSET = ["backlogCleared", "backlogClearedDays"];

/** What differs between a scenario in which nothing can happen and none at all. */
function faultOf(
  runner: DesignRunner,
  disruptions: readonly Disruption[],
  apart = TELL_OF_STRIKES,
): string | undefined {
  const calm = outcomeOf(runner, { index: 0, disruptions: [] });
  const outcome = outcomeOf(runner, { index: 0, disruptions });
  const isSameRun = Object.entries(runner.trajectory).every(
    ([name, column]) => !(column instanceof Float64Array) || isSameBytes(column, runner.undisturbed[name as "demand"]),
  );
  if (!isSameRun) return "the run is not the undisturbed one";
  const at = METRICS.findIndex(
    ({ name }, metric) => !apart.includes(name) && !Object.is(outcome[metric], calm[metric]),
  );
  return at < 0 ? undefined : `${METRICS[at].name}: ${calm[at]} became ${outcome[at]}`;
}

describe.each([
  ["a scenario in which nothing happens", {}],
  ["a scenario in which nothing happens, every feature on", { features: "all" }],
] as const)("%s", (_, options) => {
  it("has the neutral value of every metric, exactly, where there are no hazards", () => {
    forRandomStudies({ hasHazards: false, ...options }, (drawn) => {
      for (const runner of runnersOf(drawn)) {
        const outcome = outcomeOf(runner, scenarioOf(drawn, 0));
        for (const [name, value] of Object.entries(NEUTRAL)) {
          const found = outcome[METRICS.findIndex((metric) => metric.name === name)];
          if (!Object.is(found, value)) return `${name} is ${found}, not ${value}`;
        }
      }
      return undefined;
    });
  });

  it("gives the same bytes when disruptions of severity 0 strike", () => {
    forRandomStudies(options, (drawn) => {
      const disruptions = scenarioOf(drawn, 0).disruptions.map((disruption) => ({ ...disruption, severity: 0 }));
      return runnersOf(drawn)
        .map((runner) => faultOf(runner, disruptions))
        .find((fault) => fault !== undefined);
    });
  });

  it("gives the same bytes when disruptions strike on the day after the last", () => {
    forRandomStudies(options, (drawn) => {
      const onsetDay = drawn.study.settings.horizonDays;
      const disruptions = scenarioOf(drawn, 0).disruptions.map((disruption) => ({ ...disruption, onsetDay }));
      return runnersOf(drawn)
        .map((runner) => faultOf(runner, disruptions, [...TELL_OF_STRIKES, ...SEEN_AFTER_ONSET]))
        .find((fault) => fault !== undefined);
    });
  });
});
