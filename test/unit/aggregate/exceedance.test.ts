import { describe, expect, it } from "vitest";
import { aggregateExceedance } from "../../../src/aggregate/exceedance.ts";
import { measureTail } from "../../../src/aggregate/tail.ts";
import { openDraws } from "./draws.ts";

describe("aggregateExceedance", () => {
  const draws = openDraws("annual losses");
  const losses = draws.column(2000, () => draws.exponential(1e6)).sort();

  it("reads the loss at return period T as VaR and the tail loss as CVaR at level 1 - 1/T", () => {
    for (const point of aggregateExceedance(losses, [2, 5, 10, 20, 100, 200], 0.95)) {
      const risk = measureTail(losses, 1 - 1 / point.returnPeriod, "upper");
      expect(point.exceedanceProbability).toBe(1 / point.returnPeriod);
      expect(point.loss).toMatchObject({ statistic: "aep", value: risk.valueAtRisk, n: 2000, reason: "" });
      expect(point.tailLoss).toMatchObject({ statistic: "tvar", value: risk.conditionalValueAtRisk, reason: "" });
      for (const { value, ciLow, ciHigh } of [point.loss, point.tailLoss]) {
        expect(ciLow).toBeLessThanOrEqual(value as number);
        expect(ciHigh).toBeGreaterThanOrEqual(value as number);
      }
    }
  });

  it("is exceeded in exactly n / T of the periods when the losses are distinct", () => {
    for (const { returnPeriod, loss } of aggregateExceedance(losses, [2, 4, 8, 10, 25, 50], 0.95)) {
      expect(losses.filter((value) => value > (loss.value as number)).length).toBe(2000 / returnPeriod);
    }
  });

  it("grows with the return period, and the tail loss stays above the loss", () => {
    const points = aggregateExceedance(losses, [2, 5, 10, 20, 50, 100], 0.95);
    points.slice(1).forEach((point, index) => {
      expect(point.loss.value).toBeGreaterThanOrEqual(points[index]!.loss.value as number);
      expect(point.tailLoss.value).toBeGreaterThanOrEqual(points[index]!.tailLoss.value as number);
    });
    for (const point of points) expect(point.tailLoss.value).toBeGreaterThanOrEqual(point.loss.value as number);
  });

  it("is not available where the scenarios are too few, and says how many it takes", () => {
    const [point] = aggregateExceedance(losses, [1000], 0.95);
    expect(point!.loss).toMatchObject({ value: undefined, ciLow: undefined, reason: "needs at least 3688 scenarios" });
    expect(point!.tailLoss).toMatchObject({ value: undefined, reason: "needs at least 10000 scenarios" });
  });

  it("refuses a return period of one or less and an empty column", () => {
    expect(() => aggregateExceedance(losses, [1], 0.95)).toThrow("invalid return period 1, must be in (1, infinity)");
    expect(() => aggregateExceedance(new Float64Array(0), [10], 0.95)).toThrow("missing values");
  });
});
