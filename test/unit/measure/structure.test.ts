import { describe, expect, test } from "vitest";
import { measureStructure } from "../../../src/measure/structure.ts";
import { compileFor, makeStudy } from "../../helpers/study.ts";

/**
 * A shop sells 100 units a day, 60 from a plant at home and 40 from one abroad. Capital costs 36.5 % a year, 0.1 % a day.
 * home:   6 to make + 1 freight = 7, 2 days under way; abroad: 4 to make, 25 % duty = 1, 2 freight = 7, 10 days under way.
 */
const study = makeStudy({
  settings: { capitalCostFractionPerYear: 0.365, referenceDesign: "both" },
  world: {
    regions: [{ id: "home", blocs: ["union"] }, { id: "abroad" }],
    products: [{ id: "p", massTonnesPerUnit: 0.5 }],
    freightEmissionsGramsPerTonneKm: { sea: 10, road: 100 },
    sites: [
      {
        id: "plant-home",
        region: "home",
        fixedCostUsdPerDay: 11,
        processes: [
          {
            output: "p",
            capacityUnitsPerDay: 200,
            conversionCostUsdPerUnit: 6,
            productionLeadTimeDays: 3,
            emissionsTonnesPerUnit: 0.2,
          },
        ],
      },
      {
        id: "plant-abroad",
        region: "abroad",
        fixedCostUsdPerDay: 22,
        processes: [
          { output: "p", capacityUnitsPerDay: 200, conversionCostUsdPerUnit: 4, emissionsTonnesPerUnit: 0.5 },
        ],
      },
      { id: "unused", region: "abroad", fixedCostUsdPerDay: 1e6 },
      { id: "shop", region: "home", stocks: [{ product: "p", coverDays: 5, holdingCostUsdPerUnitDay: 0.02 }] },
    ],
    lanes: [
      {
        id: "home",
        product: "p",
        from: "plant-home",
        to: "shop",
        mode: "road",
        distanceKm: 200,
        leadTimeDays: 2,
        costUsdPerUnit: 1,
        share: 0.6,
      },
      {
        id: "abroad",
        product: "p",
        from: "plant-abroad",
        to: "shop",
        mode: "sea",
        distanceKm: 8000,
        leadTimeDays: 10,
        costUsdPerUnit: 2,
        tariffFraction: 0.25,
      },
      {
        id: "spare",
        product: "p",
        from: "plant-abroad",
        to: "shop",
        mode: "air",
        distanceKm: 8000,
        leadTimeDays: 1,
        costUsdPerUnit: 20,
        capacityUnitsPerDay: 50,
        backup: { activationDelayDays: 1, reservationCostUsdPerDay: 33 },
      },
    ],
  },
  markets: [
    {
      id: "m",
      site: "shop",
      product: "p",
      demandUnitsPerDay: 100,
      priceUsdPerUnit: 20,
      unmet: "lost",
      passThroughFraction: 0.5,
      localBloc: "union",
    },
  ],
  designs: [
    { id: "both", lanes: ["home", "abroad"] },
    { id: "spared", extends: "both", lanes: ["spare"] },
    { id: "home", lanes: [{ lane: "home", share: 1, costUsdPerUnit: 3 }] },
  ],
});
const networkOf = (design: string) => compileFor(study, design).network;
const structureOf = (design: string) => measureStructure(networkOf(design), networkOf("both"));

describe("what a design costs undisturbed", () => {
  test("is landed cost of sales, holding and fixed cost, by hand", () => {
    const { costUsdPerDay, landedCostUsdPerDay, holdingCostUsdPerDay, fixedCostUsdPerDay, goodsUsd, revenueUsdPerDay } =
      structureOf("both");
    expect(landedCostUsdPerDay).toBeCloseTo(100 * 7, 9);
    // 5 days in the shop, 2 and 10 days under way at 7 USD; 3 days in the plant at 6 USD.
    expect(goodsUsd).toBeCloseTo((500 + 2 * 60 + 10 * 40) * 7 + 3 * 60 * 6, 9);
    expect(holdingCostUsdPerDay).toBeCloseTo(500 * 0.02 + goodsUsd * 0.001, 9);
    // The unused site costs nothing, nor does a backup that is not there.
    expect(fixedCostUsdPerDay).toBe(33);
    expect(costUsdPerDay).toBeCloseTo(landedCostUsdPerDay + holdingCostUsdPerDay + 33, 9);
    expect(revenueUsdPerDay).toBe(2000);
  });

  test("carries no premium over itself, exactly", () => {
    expect(structureOf("both")).toMatchObject({ premiumPct: 0, pricePremiumPct: 0 });
  });

  test("includes the reservation of a backup, which carries nothing", () => {
    const [both, spared] = [structureOf("both"), structureOf("spared")];
    expect(spared.fixedCostUsdPerDay - both.fixedCostUsdPerDay).toBe(33);
    expect(spared.emissionsTonnesPerDay).toBe(both.emissionsTonnesPerDay);
    expect(spared.goodsUsd).toBe(both.goodsUsd);
    expect(spared.premiumPct).toBeCloseTo((33 / both.costUsdPerDay) * 100, 9);
    expect(spared.pricePremiumPct).toBe(0);
  });

  test("reaches consumers by what is passed through of landed cost", () => {
    // 9 instead of 7 USD a unit, half of it passed on, of a price of 20.
    expect(structureOf("home").pricePremiumPct).toBeCloseTo(((0.5 * 2) / 20) * 100, 9);
  });

  test("says how much is made where, and what it emits", () => {
    const both = structureOf("both");
    expect(both.localContentShare).toBeCloseTo((0.6 * 6) / (0.6 * 6 + 0.4 * 4), 12);
    expect(structureOf("home").localContentShare).toBe(1);
    const process = 60 * 0.2 + 40 * 0.5;
    const freight = (60 * 0.5 * 200 * 100 + 40 * 0.5 * 8000 * 10) / 1e6;
    expect(both.emissionsTonnesPerDay).toBeCloseTo(process + freight, 12);
    expect(both).toMatchObject({ sites: 3, lanes: 2 });
    expect(structureOf("home")).toMatchObject({ sites: 2, lanes: 1 });
    expect(structureOf("spared")).toMatchObject({ sites: 3, lanes: 3 });
  });
});
