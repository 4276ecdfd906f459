import { describe, expect, test } from "vitest";
import {
  fisherIndex,
  laspeyresIndex,
  type PriceComparison,
  paascheIndex,
  tornqvistIndex,
} from "../../src/measure/price-indices.ts";
import { openOracle } from "../helpers/oracle.ts";

const INDICES = {
  Laspeyres: laspeyresIndex,
  Paasche: paascheIndex,
  Fisher: fisherIndex,
  Tornqvist: tornqvistIndex,
} as const;

describe("price indices", () => {
  test("are those of the manuals' six products over five periods (PI-A1)", () => {
    const oracle = openOracle("PI-A1");
    const { prices, quantities } = oracle.inputs as { prices: number[][]; quantities: number[][] };
    for (const { quantity } of oracle.expected) {
      const [, name, period] = /^(\w+) fixed base period (\d)$/.exec(quantity) as RegExpExecArray;
      const at = Number(period) - 1;
      oracle.check(
        quantity,
        INDICES[name as keyof typeof INDICES]({
          basePrices: prices[0],
          baseQuantities: quantities[0],
          prices: prices[at],
          quantities: quantities[at],
        }),
      );
    }
    oracle.close();
  });

  const drift: PriceComparison = {
    basePrices: [2, 5, 1],
    baseQuantities: [3, 1, 7],
    prices: [3, 4, 1.5],
    quantities: [2, 4, 6],
  };

  test("Fisher and Törnqvist go back the way they came; Laspeyres backwards is one over Paasche", () => {
    const back: PriceComparison = {
      basePrices: drift.prices,
      baseQuantities: drift.quantities,
      prices: drift.basePrices,
      quantities: drift.baseQuantities,
    };
    expect(fisherIndex(drift) * fisherIndex(back)).toBeCloseTo(1, 14);
    expect(tornqvistIndex(drift) * tornqvistIndex(back)).toBeCloseTo(1, 14);
    expect(laspeyresIndex(back) * paascheIndex(drift)).toBeCloseTo(1, 14);
  });

  test("when all prices rise alike every index is that rise, whatever is bought", () => {
    for (const index of Object.values(INDICES)) {
      expect(index({ ...drift, prices: [3, 7.5, 1.5] })).toBeCloseTo(1.5, 14);
    }
  });

  test("nothing bought now has no Paasche, Fisher or Törnqvist index", () => {
    const nothing = { ...drift, quantities: [0, 0, 0] };
    expect(laspeyresIndex(nothing)).toBeCloseTo((9 + 4 + 10.5) / 18, 14);
    for (const index of [paascheIndex, fisherIndex, tornqvistIndex]) expect(index(nothing)).toBeNaN();
  });
});
