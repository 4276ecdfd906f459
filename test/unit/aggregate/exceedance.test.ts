import { describe, expect, it } from "vitest";
import { exceedanceCurve, lossAt, rankLosses, unknownCurve } from "../../../src/aggregate/exceedance.ts";
import { measureTail } from "../../../src/aggregate/tail.ts";
import { openDraws } from "./draws.ts";

/** 1 to 1000 in no order: the loss of rank i from above is 1001 - i. */
const losses = Float64Array.from({ length: 1000 }, (_, index) => ((index * 389) % 1000) + 1);

describe("rankLosses", () => {
  it("gives rank i of N the return period N / i and the mean of the i largest losses", () => {
    const ranks = rankLosses(losses);
    const rank = (at: number) => [ranks.returnPeriod[at], ranks.loss[at], ranks.tailLoss[at]];
    expect(ranks.loss).toHaveLength(1000);
    expect(rank(0)).toEqual([1000, 1000, 1000]);
    expect(rank(9)).toEqual([100, 991, 995.5]);
    expect(rank(999)).toEqual([1, 1, 500.5]);
  });

  it("has the CVaR of the column where a rank ends the tail", () => {
    const sorted = losses.toSorted();
    const ranks = rankLosses(losses);
    for (const rank of [5, 10, 50, 100]) {
      expect(ranks.tailLoss[rank - 1]).toBeCloseTo(
        measureTail(sorted, 1 - rank / 1000, "upper").conditionalValueAtRisk,
        9,
      );
    }
  });

  it("counts a period as often as its weight says", () => {
    const weights = Float64Array.of(1, 2, 1);
    const repeated = rankLosses(Float64Array.of(7, 5, 5, 1));
    const weighted = rankLosses(Float64Array.of(7, 5, 1), { replicateSize: 1, weights });
    expect([...weighted.returnPeriod]).toEqual([4, 4 / 3, 1]);
    for (const returnPeriod of [4, 4 / 3, 1]) {
      expect(lossAt(weighted, returnPeriod)).toBeCloseTo(lossAt(repeated, returnPeriod)!, 12);
    }
    expect(weighted.tailLoss[1]).toBeCloseTo(17 / 3, 12);
  });
});

describe("lossAt", () => {
  it("is linear in return period between ranks and ends with the rarest", () => {
    const ranks = rankLosses(Float64Array.of(10, 4, 1, 0));
    expect(lossAt(ranks, 4)).toBe(10);
    expect(lossAt(ranks, 3)).toBe(7);
    expect(lossAt(ranks, 2)).toBe(4);
    expect(lossAt(ranks, 1)).toBe(0);
    expect(lossAt(ranks, 4.001)).toBeUndefined();
    expect(lossAt(ranks, 0.999)).toBeUndefined();
  });
});

describe("exceedanceCurve", () => {
  it("gives loss and tail loss of every return period with intervals around them", () => {
    for (const { returnPeriod, loss, tailLoss } of exceedanceCurve(losses, [2, 5, 10, 20, 100])) {
      expect(loss.value).toBeCloseTo(1001 - 1000 / returnPeriod, 9);
      expect(tailLoss.value).toBeCloseTo(1000.5 - 500 / returnPeriod, 9);
      for (const { value, ciLow, ciHigh, reason } of [loss, tailLoss]) {
        expect(ciLow).toBeLessThanOrEqual(value!);
        expect(ciHigh).toBeGreaterThanOrEqual(value!);
        expect(reason).toBe("");
      }
    }
  });

  it("says how many scenarios a return period takes instead of guessing", () => {
    const [point] = exceedanceCurve(losses, [1000]);
    expect(point.loss).toMatchObject({ value: undefined, reason: "needs at least 3688 scenarios" });
    expect(point.tailLoss).toMatchObject({ value: undefined, reason: "needs at least 10000 scenarios" });
  });

  it("refuses return periods of one period and less, and no losses", () => {
    expect(() => exceedanceCurve(losses, [1])).toThrow("invalid return period 1, must be in (1, infinity)");
    expect(() => exceedanceCurve(new Float64Array(0), [10])).toThrow("missing values");
  });

  it("of losses nobody measured has reasons only", () => {
    const [point] = unknownCurve([10], 50, "not measured");
    expect(point.loss).toMatchObject({ value: undefined, n: 50, reason: "not measured" });
  });
});

describe("the curve of losses that were drawn", () => {
  const draws = openDraws("annual losses");
  const drawn = draws.column(2000, () => draws.exponential(1e6));

  it("grows with the return period, and the tail loss stays above the loss", () => {
    const points = exceedanceCurve(drawn, [2, 5, 10, 20, 50, 100, 200]);
    const [losses, tails] = [points.map(({ loss }) => loss.value!), points.map(({ tailLoss }) => tailLoss.value!)];
    expect(losses).toEqual(losses.toSorted((left, right) => left - right));
    expect(tails).toEqual(tails.toSorted((left, right) => left - right));
    losses.forEach((loss, at) => {
      expect(tails[at]).toBeGreaterThan(loss);
    });
  });

  it("is reached in exactly n / T of the periods", () => {
    for (const { returnPeriod, loss } of exceedanceCurve(drawn, [2, 4, 8, 10, 25, 50])) {
      expect(drawn.filter((value) => value >= loss.value!).length).toBe(2000 / returnPeriod);
    }
  });

  it("has CVaR at level 1 - 1 / T as its tail loss", () => {
    const sorted = drawn.toSorted();
    for (const { returnPeriod, tailLoss } of exceedanceCurve(drawn, [2, 5, 10, 20, 100, 200])) {
      expect(tailLoss.value).toBe(measureTail(sorted, 1 - 1 / returnPeriod, "upper").conditionalValueAtRisk);
    }
  });
});
