import { describe, expect, test } from "vitest";
import { compileSmall, lane, makes, market, type SmallWorld } from "./small-world.ts";

const cost = (world: SmallWorld): number => compileSmall(world).network.marketUnitCostUsd[0];

describe("what a unit costs at a market", () => {
  test("is making, inputs over yield, duty on the value at origin, and freight", () => {
    const world: SmallWorld = {
      sites: {
        plant: [
          makes("goods", { ore: 2 }, { conversionCostUsdPerUnit: 5, yieldFraction: 0.8 }),
          makes("ore", {}, { conversionCostUsdPerUnit: 4 }),
        ],
        shop: [],
      },
      lanes: [lane("out", "plant", "shop", { costUsdPerUnit: 1.5, tariffFraction: 0.1 })],
      markets: [market("shop", 10)],
    };
    // Goods: 5 + 2 x 4 / 0.8 = 15; duty 1.5; freight 1.5.
    expect(cost(world)).toBeCloseTo(18, 12);
  });

  test("is the average of its sources by share", () => {
    const world: SmallWorld = {
      sites: {
        cheap: [makes("goods", {}, { conversionCostUsdPerUnit: 10 })],
        dear: [makes("goods", {}, { conversionCostUsdPerUnit: 20 })],
        shop: [makes("goods", {}, { conversionCostUsdPerUnit: 40 })],
      },
      lanes: [lane("a", "cheap", "shop", { share: 0.5 }), lane("b", "dear", "shop", { share: 0.25 })],
      markets: [market("shop", 10)],
    };
    expect(cost(world)).toBeCloseTo(0.5 * 10 + 0.25 * 20 + 0.25 * 40, 12);
  });

  test("does not count backups and detours", () => {
    const world: SmallWorld = {
      sites: {
        main: [makes("goods", {}, { conversionCostUsdPerUnit: 10 })],
        spare: [makes("goods", {}, { conversionCostUsdPerUnit: 99 })],
        shop: [],
      },
      chokepoints: [{ id: "strait" }],
      lanes: [
        lane("a", "main", "shop", {
          leadTimeDays: 9,
          via: ["strait"],
          detours: [{ avoids: ["strait"], extraDays: 1, extraCostUsdPerUnit: 50 }],
        }),
        lane("b", "spare", "shop", {
          capacityUnitsPerDay: 1,
          backup: { activationDelayDays: 0, reservationCostUsdPerDay: 7 },
        }),
      ],
      markets: [market("shop", 10)],
    };
    expect(cost(world)).toBe(10);
    expect(compileSmall(world).network.constants.fixedCostUsdPerDay, "but the reservation is a fixed cost").toBe(7);
  });

  test("settles round a circle: a unit that comes back carries its cost with it", () => {
    const world: SmallWorld = {
      sites: {
        a: [makes("goods", {}, { conversionCostUsdPerUnit: 8 })],
        b: [makes("goods", {}, { conversionCostUsdPerUnit: 2 })],
      },
      lanes: [
        lane("b-a", "b", "a", { share: 0.5, costUsdPerUnit: 1 }),
        lane("a-b", "a", "b", { share: 0.5, costUsdPerUnit: 3 }),
      ],
      markets: [market("a", 10)],
    };
    // a = 4 + (b + 1) / 2 and b = 1 + (a + 3) / 2: a = 4.5 + b / 2 = 4.5 + 1.25 + a / 4.
    expect(cost(world)).toBeCloseTo(5.75 / 0.75, 9);
  });
});

describe("carbon at baseline", () => {
  const regions = [
    { id: "here" },
    { id: "inside", carbonRegime: "ets", hasBorderAdjustment: true },
    { id: "also", carbonRegime: "ets", hasBorderAdjustment: true },
    { id: "other", carbonRegime: "uk" },
    { id: "lax", carbonRegime: "cheap" },
  ];
  const carbonRegimes = [
    { id: "ets", priceUsdPerTonne: 100, freightModes: ["sea"] },
    { id: "uk", priceUsdPerTonne: 60, freightModes: ["sea", "road"] },
    { id: "cheap", priceUsdPerTonne: 20 },
  ];
  /** One unit of 2 t over 1000 km at 50 g a tonne-km: 0.1 t CO2e. */
  const freight = (from: string, to: string, terms: Record<string, unknown> = {}): SmallWorld => ({
    regions,
    carbonRegimes,
    sites: { [`plant@${from}`]: [makes("goods")], [`shop@${to}`]: [] },
    products: [{ id: "goods", massTonnesPerUnit: 2 }],
    emissions: { sea: 50, road: 50 },
    lanes: [lane("out", "plant", "shop", { mode: "sea", distanceKm: 1000, ...terms })],
    markets: [market("shop", 10)],
  });

  test.each([
    ["wholly, when both ends lie in its regime", "inside", "also", {}, 10],
    ["by half, when only the destination does", "here", "inside", {}, 5],
    ["by half, when only the origin does", "inside", "here", {}, 5],
    ["by half of each, when the ends lie in two regimes", "other", "inside", {}, 3 + 5],
    ["not at all, where no regime covers the mode", "inside", "also", { mode: "road" }, 0],
    ["by the half whose regime covers the mode", "inside", "other", { mode: "road" }, 3],
    ["not at all, where there is no regime", "here", "here", {}, 0],
    ["not at all, where a regime covers no modes", "lax", "here", {}, 0],
  ])("freight emissions are paid %s", (_, from, to, terms, usd) => {
    expect(cost(freight(from, to, terms))).toBeCloseTo(usd, 12);
  });

  test("a detour emits for its own length, but does not count at baseline", () => {
    const world = {
      ...freight("inside", "also", {
        leadTimeDays: 9,
        via: ["strait"],
        detours: [{ avoids: ["strait"], extraDays: 1, extraKm: 500 }],
      }),
      chokepoints: [{ id: "strait" }],
    };
    const { network } = compileSmall(world);
    expect([...network.laneFreightTonnesPerUnit]).toEqual([0.1, 0.15]);
    expect(network.marketUnitCostUsd[0]).toBeCloseTo(10, 12);
  });

  /** Goods of 3 t process emissions of their own and 2 ore of 0.5 t each, half of which is scrap: 5 t embodied. */
  const steel = (from: string, to: string, isBorderAdjusted = true): SmallWorld => ({
    regions,
    carbonRegimes,
    sites: {
      [`plant@${from}`]: [
        makes("goods", { ore: 2 }, { emissionsTonnesPerUnit: 3, yieldFraction: 0.5 }),
        makes("ore", {}, { emissionsTonnesPerUnit: 0.5 }),
      ],
      [`shop@${to}`]: [],
    },
    products: [
      { id: "goods", massTonnesPerUnit: 1, isBorderAdjusted },
      { id: "ore", massTonnesPerUnit: 1 },
    ],
    lanes: [lane("out", "plant", "shop")],
    markets: [market("shop", 10)],
  });

  test("process emissions pay the price of the site's regime", () => {
    expect(cost(steel("here", "here"))).toBe(0);
    expect(cost(steel("inside", "here"))).toBeCloseTo(500, 9);
    expect(cost(steel("lax", "here"))).toBeCloseTo(100, 9);
  });

  test("embodied emissions are those of processes, through bills and yields, without freight", () => {
    const { network, labels } = compileSmall({ ...steel("here", "inside"), emissions: { road: 1e5 } });
    const embodied = network.stockEmbeddedTonnesPerUnit[labels.stocks.indexOf("shop/goods")];
    expect(embodied).toBeCloseTo(3 + (2 / 0.5) * 0.5, 12);
  });

  test.each([
    ["the whole price, from where there is none", "here", "inside", true, 5 * 100],
    ["the difference, from where some is paid already", "lax", "inside", true, 5 * 20 + 5 * 80],
    ["nothing, for products it does not cover", "here", "inside", false, 0],
    ["nothing, between regions of one regime", "inside", "also", true, 5 * 100],
    ["nothing, into a region without it", "lax", "other", true, 5 * 20],
  ])("border adjustment is %s", (_, from, to, isAdjusted, usd) => {
    expect(cost(steel(from, to, isAdjusted))).toBeCloseTo(usd, 9);
  });

  test("border adjustment is never paid back, where the origin's price is the higher", () => {
    const world = steel("other", "inside");
    const dearOrigin = {
      ...world,
      carbonRegimes: [{ id: "ets", priceUsdPerTonne: 10 }, { id: "uk", priceUsdPerTonne: 60 }, carbonRegimes[2]],
    };
    expect(cost(dearOrigin)).toBeCloseTo(5 * 60, 9);
  });
});
