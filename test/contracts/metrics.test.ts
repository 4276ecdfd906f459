import { beforeAll, describe, expect, test } from "vitest";
import { compileStudy } from "../../src/compile-study.ts";
import { createDesignRunner, type DesignRunner } from "../../src/design-runner.ts";
import * as all from "../../src/metrics/all.ts";
import type { Metric } from "../../src/metrics/define.ts";
import { METRICS, metricIndex } from "../../src/metrics/index.ts";
import { snakeCase } from "../../src/outputs/table.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import { harbourStudy, parseInput, twoNode } from "../unit/run/studies.ts";

/** Laws that every metric obeys; a new member is tested the day it is listed. */

/** How a name must end, by unit. */
const UNIT_SUFFIX: Record<string, RegExp> = {
  USD: /Usd$/,
  days: /Days$|^daysBelow/,
  "days of full service": /Days$/,
  day: /Day$/,
  percent: /Pct$/,
  fraction: /(Share|Rate|Level|Fraction)$/,
  disruptions: /Count$/,
  "tonnes CO2e": /Tonnes$/,
  "true/false": /^(impacted|recovered|backlogCleared|is[A-Z]\w*|has[A-Z]\w*)$/,
};

interface Subject {
  readonly name: string;
  readonly runner: DesignRunner;
  readonly pricePremiumPct: number;
  readonly localContentShare: number;
  readonly settings: ReturnType<typeof twoNode>["study"]["settings"];
  readonly hazards: ReturnType<typeof twoNode>["study"]["hazards"];
  readonly markets: ReturnType<typeof twoNode>["study"]["markets"];
}

let subjects: Subject[];
beforeAll(() => {
  const withBloc = harbourStudy();
  withBloc.settings.service = { holdDays: 3, backlogToleranceFraction: 0.02 };
  subjects = [twoNode(), parseInput(harbourStudy()), parseInput(withBloc)].flatMap((parsed) => {
    const { study, designs } = compileStudy(parsed);
    return designs.map(({ network, structure }, design) => ({
      name: `${study.id}, ${study.designs[design].id}`,
      runner: createDesignRunner(network, study.settings, structure.pricePremiumPct),
      pricePremiumPct: structure.pricePremiumPct,
      localContentShare: structure.localContentShare,
      settings: study.settings,
      hazards: study.hazards,
      markets: study.markets,
    }));
  });
});

/** Shares of what flowed, a sum over days, agree with the baseline's to rounding; everything else is exact. */
const TINY = new Map([["localContentShare", 1e-12]]);

/** What a metric says of a design to which nothing happens. */
function neutralValue({ name, kind, worse, isOptional }: Metric, subject: Subject): number {
  // Three speak of the design itself.
  if (name === "consumerInflationPct") return subject.pricePremiumPct;
  if (name === "localContentShare") return subject.localContentShare;
  if (name === "maxCountryShare") return subject.name.startsWith("harbour") ? 1 : Number.NaN;
  if (name === "meanTornqvistInflationPct" || name === "meanFisherInflationPct") return 0; // undefined only where a price falls to zero or below
  if (kind === "flag") return worse === "higher" ? 0 : 1;
  if (/(Rate|Level)$/.test(name)) return 1;
  return isOptional ? Number.NaN : 0;
}

function measure({ runner, settings, hazards, markets }: Subject, index: number): Float64Array {
  const scenario =
    index < 0
      ? { index, disruptions: [] }
      : createScenarioSampler({ settings, hazards, markets, commonCauses: [] })(index);
  runner.run(scenario);
  const outcome = new Float64Array(METRICS.length);
  runner.measurer.measure(scenario, runner.trajectory, outcome, 0);
  return outcome;
}

describe("the catalogue of metrics", () => {
  test("names each member once, as the export it is, in alphabetical order", () => {
    const names = METRICS.map((metric) => metric.name);
    expect(Object.keys(all)).toEqual(names);
    expect(names.toSorted()).toEqual(names);
    expect(new Set(names.map(snakeCase)).size).toBe(names.length);
    names.forEach((name, index) => {
      expect(metricIndex(name)).toBe(index);
    });
    expect(metricIndex("happiness")).toBe(-1);
  });

  test("holds what the tables at the end of a run need", () => {
    for (const name of ["impacted", "recovered", "timeToRecoverDays", "lostRevenueUsd", "peakInflationPct"]) {
      expect(metricIndex(name), name).toBeGreaterThanOrEqual(0);
    }
  });
});

describe.each(METRICS.map((metric) => [metric.name, metric] as const))("%s", (name, metric: Metric) => {
  const index = metricIndex(name);

  test("ends in its unit, says which side is bad and defines itself in words", () => {
    expect(Object.keys(UNIT_SUFFIX)).toContain(metric.unit);
    expect(name).toMatch(UNIT_SUFFIX[metric.unit]);
    expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(["higher", "lower"]).toContain(metric.worse);
    expect(metric.summary).toMatch(/^[A-Z].{20,}\.$/s);
    expect(metric.summary).not.toMatch(/\n/);
    expect(metric.kind === "flag").toBe(metric.unit === "true/false");
    if (metric.isOptional) expect(metric.summary).toMatch(/undefined (without|where)/);
  });

  test("of a duration: names the flag that says whether its end was seen", () => {
    if (metric.kind !== "duration") return expect(metric.seenBy).toBeUndefined();
    const flag = METRICS[metricIndex(metric.seenBy as string)];
    expect(flag?.kind).toBe("flag");
    expect(metric.summary).toMatch(/censored/);
  });

  test("is exactly neutral when nothing happens, to the sign of zero", () => {
    for (const subject of subjects) {
      const value = measure(subject, -1)[index];
      const expected = neutralValue(metric, subject);
      const isNeutral = Object.is(value, expected) || Math.abs(value - expected) < (TINY.get(name) ?? 0);
      expect(isNeutral, `${value}, expected ${expected} in ${subject.name}`).toBe(true);
    }
  });

  test("is finite in every scenario unless it says when not, and a flag is 0 or 1", () => {
    for (const subject of subjects) {
      for (let scenario = 0; scenario < 40; scenario++) {
        const outcome = measure(subject, scenario);
        const value = outcome[index];
        const what = `${value} in scenario ${scenario} of ${subject.name}`;
        if (!metric.isOptional) expect(Number.isFinite(value), what).toBe(true);
        else expect(Number.isFinite(value) || Number.isNaN(value), what).toBe(true);
        if (metric.kind === "flag") expect([0, 1], what).toContain(value);
        if (metric.kind !== "duration" || Number.isNaN(value)) continue;
        expect(Number.isInteger(value) && value >= 0 && value <= subject.settings.horizonDays, what).toBe(true);
      }
    }
  });

  test("changes nothing it looks at and gives the same value again", () => {
    for (const subject of subjects.slice(1, 3)) {
      const { runner } = subject;
      const first = measure(subject, 3)[index];
      const before = structuredClone(runner.trajectory);
      const undisturbed = structuredClone(runner.undisturbed);
      const again = new Float64Array(METRICS.length);
      runner.measurer.measure(createScenarioSampler({ ...subject, commonCauses: [] })(3), runner.trajectory, again, 0);
      expect(again[index]).toBe(first);
      expect(runner.trajectory).toEqual(before);
      expect(runner.undisturbed).toEqual(undisturbed);
    }
  });
});

describe("metrics fit together in every scenario:", () => {
  const each = (check: (value: (name: string) => number, subject: Subject, scenario: number) => void): void => {
    for (const subject of subjects) {
      for (let scenario = 0; scenario < 60; scenario++) {
        const outcome = measure(subject, scenario);
        check((name) => outcome[metricIndex(name)], subject, scenario);
      }
    }
  };

  test("what is not served on time is lost, served late or still waiting, and nothing is counted twice", () => {
    each((value, { runner }, scenario) => {
      const { network, trajectory, undisturbed } = runner;
      let short = 0;
      for (let at = 0; at < trajectory.servedOnTime.length; at++) {
        const price = network.marketPriceUsdPerUnit[at % trajectory.markets];
        short += (undisturbed.servedOnTime[at] - trajectory.servedOnTime[at]) * price;
      }
      const accounted = value("lostRevenueUsd") + value("delayedRevenueUsd") + value("openBacklogUsd");
      expect(accounted, `scenario ${scenario}`).toBeCloseTo(short, 6);
      expect(Math.min(value("lostRevenueUsd"), value("delayedRevenueUsd"), value("openBacklogUsd"))).toBeGreaterThan(
        -1e-6,
      );
    });
  });

  test("the kinds of extra cost sum to the extra cost", () => {
    each((value) => {
      const kinds = ["Production", "Freight", "Tariff", "Carbon", "Holding"].map((kind) =>
        value(`extra${kind}CostUsd`),
      );
      expect(value("extraCostUsd")).toBeCloseTo(
        kinds.reduce((sum, usd) => sum + usd, 0),
        6,
      );
    });
  });

  test("service that never failed has recovered after no time, and what failed has days below", () => {
    each((value, { settings }) => {
      if (value("impacted") === 0) {
        expect([value("recovered"), value("timeToRecoverDays"), value("daysBelowService")]).toEqual([1, 0, 0]);
        expect(value("minServiceLevel")).toBeGreaterThan(settings.service.failBelowFraction - 1e-9);
      } else {
        expect(value("daysBelowService")).toBeGreaterThanOrEqual(value("longestOutageDays"));
        expect(value("longestOutageDays")).toBeGreaterThanOrEqual(1);
        expect(value("timeToRecoverDays")).toBeGreaterThanOrEqual(1);
        expect(value("minServiceLevel")).toBeLessThan(settings.service.failBelowFraction);
      }
      if (value("recovered") === 0) {
        const failDay = value("firstOnsetDay") + value("timeToSurviveDays");
        expect(value("timeToRecoverDays")).toBe(settings.horizonDays - failDay);
      }
    });
  });

  test("a censored duration reaches from its start to the horizon", () => {
    each((value, { settings }) => {
      const start = value("firstOnsetDay");
      if (Number.isNaN(start)) return;
      if (value("backlogCleared") === 0) expect(value("backlogClearedDays")).toBe(settings.horizonDays - start);
      else expect(value("backlogClearedDays")).toBeLessThan(settings.horizonDays - start);
      if (value("impacted") === 0) expect(value("timeToSurviveDays")).toBe(settings.horizonDays - start);
      else expect(value("timeToSurviveDays")).toBeLessThan(settings.horizonDays - start);
    });
  });

  test("inflation peaks at or above its mean and its end; a consumer sees the mean and the structural premium", () => {
    each((value, { pricePremiumPct }) => {
      expect(value("peakInflationPct")).toBeGreaterThanOrEqual(value("meanInflationPct"));
      expect(value("peakInflationPct")).toBeGreaterThanOrEqual(value("endInflationPct"));
      expect(value("consumerInflationPct")).toBe(pricePremiumPct + value("meanInflationPct"));
    });
  });
});
