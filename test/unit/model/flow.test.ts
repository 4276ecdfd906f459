import { describe, expect, test } from "vitest";
import { laneCarbonUsdPerUnit, processCarbonUsdPerUnit } from "../../../src/model/carbon.ts";
import { baseStockTargets, walkFlows } from "../../../src/model/flow.ts";
import { localContentOf } from "../../../src/model/local-content.ts";
import type { Network } from "../../../src/model/network.ts";
import type { StudyInput } from "../../helpers/study.ts";
import { compileFor, indexOf, makeStudy } from "../../helpers/study.ts";

const site = (id: string, output: string | undefined, more: object = {}): StudyInput => ({
  id,
  region: "home",
  processes: output === undefined ? [] : [{ output, capacityUnitsPerDay: 1e6, conversionCostUsdPerUnit: 10, ...more }],
});
const lane = (id: string, product: string, from: string, to: string, more: object = {}): StudyInput => ({
  id,
  product,
  from,
  to,
  mode: "sea",
  distanceKm: 1000,
  leadTimeDays: 2,
  costUsdPerUnit: 1,
  ...more,
});

/** Two mines feed a works (3 ore a unit, yield 0.75), which with an importer feeds two shops. */
const study = makeStudy({
  world: {
    carbonRegimes: [
      { id: "ets", priceUsdPerTonne: 100, freightModes: ["sea"] },
      { id: "tax", priceUsdPerTonne: 30, freightModes: ["sea", "road"] },
    ],
    regions: [
      { id: "home", blocs: ["union"], carbonRegime: "ets", hasBorderAdjustment: true },
      { id: "away", carbonRegime: "tax" },
      { id: "free" },
    ],
    freightEmissionsGramsPerTonneKm: { sea: 10, road: 80 },
    products: [
      { id: "ore", massTonnesPerUnit: 2 },
      { id: "steel", massTonnesPerUnit: 0.5, isBorderAdjusted: true },
    ],
    sites: [
      site("mine-a", "ore"),
      { ...site("mine-b", "ore"), region: "free" },
      site("works", "steel", {
        inputs: [{ product: "ore", unitsPerUnit: 3 }],
        yieldFraction: 0.75,
        productionLeadTimeDays: 4,
        emissionsTonnesPerUnit: 1.5,
      }),
      { ...site("importer", "steel", { emissionsTonnesPerUnit: 2 }), region: "away" },
      { ...site("shop-1", undefined), stocks: [{ product: "steel", coverDays: 3 }] },
      { ...site("shop-2", undefined), region: "away" },
    ],
    lanes: [
      lane("ore-a", "ore", "mine-a", "works", { share: 0.7 }),
      lane("ore-b", "ore", "mine-b", "works", { leadTimeDays: 9 }),
      lane("steel-1", "steel", "works", "shop-1", { share: 0.4 }),
      lane("import-1", "steel", "importer", "shop-1", { leadTimeDays: 20 }),
      lane("steel-2", "steel", "works", "shop-2", { leadTimeDays: 7 }),
    ],
  },
  markets: [
    {
      id: "m1",
      site: "shop-1",
      product: "steel",
      demandUnitsPerDay: 50,
      priceUsdPerUnit: 99,
      unmet: "lost",
      localBloc: "union",
    },
    { id: "m2", site: "shop-2", product: "steel", demandUnitsPerDay: 10, priceUsdPerUnit: 99, unmet: "lost" },
  ],
  designs: [{ id: "d", lanes: ["ore-a", "ore-b", "steel-1", "import-1", "steel-2"] }],
});
const { network, labels } = compileFor(study);
const byStock = (values: Float64Array) => Object.fromEntries(labels.stocks.map((id, stock) => [id, values[stock]]));

describe("flow", () => {
  test("is demand walked backwards through shares and bills of materials", () => {
    const flow = new Float64Array(network.counts.stocks);
    expect(walkFlows(network, network.laneShare, network.processShare, flow)).toBe(0);
    // The works make 0.4 x 50 + 10 = 30; each takes 3 / 0.75 = 4 ore: 120, of which 84 from mine a.
    const expected = {
      "shop-1/steel": 50,
      "shop-2/steel": 10,
      "works/steel": 30,
      "importer/steel": 30,
      "works/ore": 120,
      "mine-a/ore": 84,
      "mine-b/ore": 36,
    };
    for (const [stock, units] of Object.entries(expected)) expect(byStock(flow)[stock], stock).toBeCloseTo(units, 10);
    expect([...flow]).toEqual([...network.stockFlowUnitsPerDay]);
  });

  test("follows other shares, and those that sum to less than one", () => {
    const flow = new Float64Array(network.counts.stocks);
    const shares = network.laneShare.slice();
    shares[indexOf(labels.lanes, "import-1")] = 0;
    shares[indexOf(labels.lanes, "steel-2")] = 0.5;
    walkFlows(network, shares, network.processShare, flow);
    expect(byStock(flow)["works/steel"]).toBeCloseTo(25, 10);
    expect(byStock(flow)["importer/steel"]).toBe(0);
    expect(byStock(flow)["mine-b/ore"]).toBeCloseTo(30, 10);
  });

  test("sets targets: flow x lead time of every source by share, and the days of cover", () => {
    const target = new Float64Array(network.counts.stocks);
    baseStockTargets(network, network.laneShare, network.processShare, network.stockFlowUnitsPerDay, target);
    const expected = {
      "shop-1/steel": 50 * (0.4 * 2 + 0.6 * 20 + 3),
      "shop-2/steel": 10 * 7,
      "works/steel": 30 * 4,
      "works/ore": 120 * (0.7 * 2 + 0.3 * 9),
      "mine-a/ore": 0,
    };
    for (const [stock, units] of Object.entries(expected)) expect(byStock(target)[stock], stock).toBeCloseTo(units, 9);
  });
});

describe("carbon", () => {
  const cost = (id: string, prices: readonly [number, number] = [100, 30]): number =>
    laneCarbonUsdPerUnit(network, indexOf(labels.lanes, id), pricesOf(prices));
  const pricesOf = ([ets, tax]: readonly [number, number]): Float64Array =>
    Float64Array.from(labels.regimes, (id) => (id === "ets" ? ets : tax));
  // Freight of a unit of ore over 1,000 km by sea: 2 t x 1,000 x 10 g = 0.02 t; of steel 0.005 t.

  test("of freight inside a regime pays its whole price", () => {
    expect(cost("ore-a")).toBeCloseTo(0.02 * 100, 12);
    expect(cost("steel-1")).toBeCloseTo(0.005 * 100, 12);
  });

  test("of freight from outside pays half the price of the regime it enters", () => {
    expect(cost("ore-b")).toBeCloseTo(0.02 * 50, 12);
  });

  test("of freight between two regimes pays half of each, and imports the difference at the border", () => {
    // Steel from away embodies 2 t, for which 30 a tonne have been paid: 2 x (100 - 30).
    expect(cost("import-1")).toBeCloseTo(0.005 * (50 + 15) + 2 * 70, 12);
    // The other way there is no adjustment.
    expect(cost("steel-2")).toBeCloseTo(0.005 * (50 + 15), 12);
  });

  test("at the border is never paid back where the origin is dearer", () => {
    expect(cost("import-1", [100, 130])).toBeCloseTo(0.005 * (50 + 65), 12);
  });

  test("of a process pays the price of its site", () => {
    const works = indexOf(labels.processes, "works/steel");
    expect(processCarbonUsdPerUnit(network, works, pricesOf([100, 30]))).toBe(150);
    const importer = indexOf(labels.processes, "importer/steel");
    expect(processCarbonUsdPerUnit(network, importer, pricesOf([100, 30]))).toBe(60);
    const mine = indexOf(labels.processes, "mine-b/ore");
    expect(processCarbonUsdPerUnit(network, mine, pricesOf([100, 30]))).toBe(0);
  });
});

describe("local content", () => {
  test("is value added inside the bloc of the market, inputs of every tier included", () => {
    // Own steel: 10 + 4 ore x 10 = 50, of it 10 + 0.7 x 40 = 38 at home; imported: 10, none of it at home.
    const flow = (network: Network) => ({
      lanes: network.laneShare.map((share, at) => share * network.stockFlowUnitsPerDay[network.laneTo[at]]),
      processes: network.processShare.map(
        (share, at) => share * network.stockFlowUnitsPerDay[network.processStock[at]],
      ),
    });
    const { lanes, processes } = flow(network);
    expect(localContentOf(network, lanes, processes)).toBeCloseTo((0.4 * 38) / (0.4 * 50 + 0.6 * 10), 12);
  });

  test("settles where goods go round in a circle", () => {
    // Two shops that send each other a fifth of what they need; plant 1 is at home, plant 2 is not.
    const round = makeStudy({
      world: {
        regions: [{ id: "home", blocs: ["union"] }, { id: "free" }],
        products: [{ id: "steel", massTonnesPerUnit: 1 }],
        sites: [
          { ...site("plant-1", "steel"), region: "home" },
          { ...site("plant-2", "steel"), region: "free" },
          site("shop-1", undefined),
          site("shop-2", undefined),
        ],
        lanes: [
          lane("own-1", "steel", "plant-1", "shop-1", { share: 0.8 }),
          lane("own-2", "steel", "plant-2", "shop-2", { share: 0.8 }),
          lane("there", "steel", "shop-1", "shop-2", { share: 0.2 }),
          lane("back", "steel", "shop-2", "shop-1", { share: 0.2 }),
        ],
      },
      markets: [1, 2].map((shop) => ({
        id: `m${shop}`,
        site: `shop-${shop}`,
        product: "steel",
        demandUnitsPerDay: 40,
        priceUsdPerUnit: 99,
        unmet: "lost",
        ...(shop === 1 ? { localBloc: "union" } : {}),
      })),
      designs: [{ id: "d", lanes: ["own-1", "own-2", "there", "back"] }],
    });
    const circle = compileFor(round).network;
    // x1 = 0.8 + 0.2 x2, x2 = 0.2 x1: x1 = 0.8 / 0.96.
    const none = [new Float64Array(circle.counts.lanes), new Float64Array(circle.counts.processes)] as const;
    expect(localContentOf(circle, ...none)).toBeCloseTo(0.8 / 0.96, 12);
    // Each shop passes on a fifth of what the other needs: flow = 40 + 0.2 x flow.
    for (const flow of circle.stockFlowUnitsPerDay.subarray(2)) expect(flow).toBeCloseTo(50, 9);
    expect([...circle.laneOrderDelayDays].filter((days) => days === 1)).toHaveLength(2);
  });
});
