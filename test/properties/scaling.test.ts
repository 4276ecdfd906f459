import { describe, it } from "vitest";
import { METRICS } from "../../src/metrics/index.ts";
import { tryStudy } from "../helpers/random-study.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { firstDifference, forRandomStudies, outcomeOf, runnerOf, scenarioOf } from "./support.ts";

const QUANTITIES = [
  "demandUnitsPerDay",
  "capacityUnitsPerDay",
  "orderCapacityUnitsPerDay",
  "throughputTonnesPerDay",
  "handlingTonnesPerDay",
];
const PRICES = [
  "conversionCostUsdPerUnit",
  "costUsdPerUnit",
  "extraCostUsdPerUnit",
  "holdingCostUsdPerUnitDay",
  "priceUsdPerUnit",
  "priceUsdPerTonne",
  "addUsdPerTonne",
];
/** A power of two: every product is exact, so that results must be too. */
const FACTOR = 8;

/** Every number under one of these keys, wherever it stands, times the factor. */
function scaled<Value>(value: Value, keys: readonly string[]): Value {
  if (Array.isArray(value)) return value.map((item) => scaled(item, keys)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) =>
    keys.includes(key) && typeof item === "number" ? [key, item * FACTOR] : [key, scaled(item, keys)],
  );
  return Object.fromEntries(entries) as Value;
}

/** Runs all random studies as they are and scaled; series and metrics must have grown exactly by what they are worth. */
function checkScaling(keys: readonly string[], growth: { units: number; tonnes: number; usd: number }): void {
  const factor = (name: string): number => {
    if (/usd$/i.test(name)) return growth.usd;
    return /tonnes$/i.test(name) ? growth.tonnes : growth.units;
  };
  forRandomStudies({}, (drawn) => {
    const larger = tryStudy(scaled(drawn.input, keys));
    if (Array.isArray(larger)) return `the scaled study is rejected: ${larger[0]}`;
    const scenario = scenarioOf(drawn, 0);
    const [one, other] = [drawn, larger].map(({ study, compiled }) => runEngine(study, compiled[0], scenario));
    const fault = firstDifference(one, other, { hasTotals: true, factor });
    if (fault !== undefined) return fault;
    const [outcome, largerOutcome] = [drawn, larger].map((item) => outcomeOf(runnerOf(item), scenario));
    for (const [metric, { name }] of METRICS.entries()) {
      const expected = outcome[metric] * (/usd$|tonnes$/i.test(name) ? factor(name) : 1);
      if (!Object.is(expected + 0, largerOutcome[metric] + 0)) {
        return `${name} became ${largerOutcome[metric]}, not ${expected}`;
      }
    }
    return undefined;
  });
}

describe("scaling by a power of two", () => {
  it("scales units, tonnes and money exactly with all quantities, and no index, fraction or day", () => {
    checkScaling(QUANTITIES, { units: FACTOR, tonnes: FACTOR, usd: FACTOR });
  });

  it("scales money alone exactly with all prices and costs", () => {
    checkScaling(PRICES, { units: 1, tonnes: 1, usd: FACTOR });
  });
});
