import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CLAIM_INPUT, CLAIM_LANE, CLAIM_MARKET, type Network } from "../../../src/model/network.ts";
import { compileSmall, lane, makes, market, type SmallWorld } from "./small-world.ts";

describe("baseline flow", () => {
  test("is the demand of a stock's markets and of the lanes out of it, by their shares", () => {
    const network = compileSmall({
      sites: { mill: [makes("goods")], quarry: [makes("goods")], hub: [], north: [], south: [] },
      lanes: [
        lane("mill-hub", "mill", "hub", { share: 0.75 }),
        lane("quarry-hub", "quarry", "hub"),
        lane("hub-north", "hub", "north"),
        lane("hub-south", "hub", "south"),
      ],
      markets: [market("north", 30), market("south", 10), market("hub", 8)],
    });
    expect(network.stock("stockFlowUnitsPerDay", "hub/goods")).toBe(48);
    expect(network.stock("stockFlowUnitsPerDay", "mill/goods")).toBe(36);
    expect(network.stock("stockFlowUnitsPerDay", "quarry/goods")).toBe(12);
    expect(network.lane("laneShare", "quarry-hub")).toBe(0.25);
  });

  test("multiplies through bills of materials and yields", () => {
    // 12 cars a day; 4 wheels each; 3 rubber a wheel, of which a quarter of the wheels is scrap: 12 x 4 x 3 / 0.75.
    const network = compileSmall({
      sites: {
        works: [
          makes("goods", { wheel: 4, body: 1 }),
          makes("wheel", { rubber: 3 }, { yieldFraction: 0.75 }),
          makes("body", { steel: 2 }, { yieldFraction: 0.5 }),
          makes("rubber"),
          makes("steel"),
        ],
      },
      lanes: [],
      markets: [market("works", 12)],
    });
    const flow = (product: string): number => network.stock("stockFlowUnitsPerDay", `works/${product}`);
    expect([flow("wheel"), flow("rubber"), flow("body"), flow("steel")]).toEqual([48, 192, 12, 48]);
  });

  test("splits between what a site makes and what it is sent", () => {
    const world = (terms: Record<string, unknown>): SmallWorld => ({
      sites: { far: [makes("goods")], near: [makes("goods", {}, terms)] },
      lanes: [lane("in", "far", "near", { share: 0.4 })],
      markets: [market("near", 50)],
    });
    const open = compileSmall(world({}));
    expect(open.process("processShare", "near/goods")).toBe(0.6);
    expect(open.stock("stockFlowUnitsPerDay", "far/goods")).toBe(20);
    expect(compileSmall(world({ share: 0.6 })).process("processShare", "near/goods")).toBe(0.6);
  });

  test("leaves out a process whose share is nothing", () => {
    const network = compileSmall({
      sites: { far: [makes("goods")], near: [makes("goods", { ore: 1 })] },
      lanes: [lane("in", "far", "near", { share: 1 })],
      markets: [market("near", 50)],
    });
    expect(network.labels.processes).toEqual(["far/goods"]);
    expect(network.labels.stocks).toEqual(["far/goods", "near/goods"]);
  });

  test("is nothing upstream of a backup, which still belongs to the design", () => {
    const network = compileSmall({
      sites: { main: [makes("goods")], spare: [], depot: [makes("goods")], shop: [] },
      lanes: [
        lane("main-shop", "main", "shop"),
        lane("spare-shop", "spare", "shop", { capacityUnitsPerDay: 4, backup: { activationDelayDays: 0 } }),
        lane("depot-spare", "depot", "spare"),
      ],
      markets: [market("shop", 10)],
    });
    expect(network.stock("stockFlowUnitsPerDay", "spare/goods")).toBe(0);
    expect(network.lane("laneShare", "spare-shop")).toBe(0);
    expect(network.lane("laneShare", "depot-spare")).toBe(1);
  });

  test("round a circle of lanes is what the shares solve to", () => {
    // a = 90 + b / 2, b = a / 5: a = 100, b = 20.
    const network = compileSmall({
      sites: { a: [makes("goods")], b: [makes("goods")] },
      lanes: [lane("b-a", "b", "a", { share: 0.2 }), lane("a-b", "a", "b", { share: 0.5, leadTimeDays: 3 })],
      markets: [market("a", 90)],
    });
    expect(network.stock("stockFlowUnitsPerDay", "a/goods")).toBeCloseTo(100, 9);
    expect(network.stock("stockFlowUnitsPerDay", "b/goods")).toBeCloseTo(20, 9);
    expect(network.lane("laneOrderDelayDays", "b-a")).toBe(1);
    expect(network.lane("laneOrderDelayDays", "a-b")).toBe(1);
    // Targets count a day more on such lanes: 100 x 0.2 x (1 + 1), 20 x 0.5 x (3 + 1).
    expect(network.stock("stockTargetUnits", "a/goods")).toBeCloseTo(40, 9);
    expect(network.stock("stockTargetUnits", "b/goods")).toBeCloseTo(40, 9);
  });

  test("round a circle does not depend on what else the network holds", () => {
    const circle = { a: [makes("goods")], b: [makes("goods")] };
    const lanes = [lane("b-a", "b", "a", { share: 0.2 }), lane("a-b", "a", "b", { share: 0.5, leadTimeDays: 3 })];
    const plain = compileSmall({
      sites: { ...circle, c: [] },
      lanes: [...lanes, lane("a-c", "a", "c")],
      markets: [market("c", 7)],
    });
    expect(plain.lane("laneOrderDelayDays", "a-c"), "a lane off the circle").toBe(0);
    expect(plain.stock("stockTargetUnits", "c/goods")).toBe(7);
  });
});

describe("a stock's target", () => {
  test("is what is under way from each source by its share, and the days of cover", () => {
    const network = compileSmall({
      sites: {
        far: [makes("goods")],
        near: [makes("goods")],
        shop: [makes("goods", {}, { productionLeadTimeDays: 4 })],
      },
      lanes: [
        lane("far-shop", "far", "shop", { share: 0.5, leadTimeDays: 30 }),
        lane("near-shop", "near", "shop", { share: 0.3, leadTimeDays: 2 }),
      ],
      stocks: { shop: [{ product: "goods", coverDays: 7 }] },
      markets: [market("shop", 10)],
    });
    // 10 x (0.5 x 30 + 0.3 x 2 + 0.2 x 4 + 7)
    expect(network.stock("stockTargetUnits", "shop/goods")).toBeCloseTo(234, 9);
    expect(network.stock("stockTargetUnits", "far/goods"), "made at once, no cover").toBe(0);
  });
});

describe("on any network of tiers", () => {
  const share = fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10);
  const tiers = fc.record({
    wide: fc.integer({ min: 1, max: 3 }),
    deep: fc.integer({ min: 1, max: 4 }),
    shares: fc.array(share, { minLength: 12, maxLength: 12 }),
    days: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 }),
    cover: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }),
    yields: fc.array(share, { minLength: 12, maxLength: 12 }),
    costs: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 24, maxLength: 24 }),
    demand: fc.integer({ min: 1, max: 1000 }),
    reverse: fc.boolean(),
  });

  /** Every site of a tier sends to every site of the next; the first tier makes goods of ore it digs itself. */
  function build({
    wide,
    deep,
    shares,
    days,
    cover,
    yields,
    costs,
    demand,
    reverse,
  }: typeof tiers extends fc.Arbitrary<infer T> ? T : never): SmallWorld {
    const site = (tier: number, index: number): string => `s${tier}-${index}`;
    const sites: Record<string, ReturnType<typeof makes>[]> = {};
    const stocks: Record<string, { product: string; coverDays: number }[]> = {};
    const lanes: ReturnType<typeof lane>[] = [];
    let pick = 0;
    for (let tier = 0; tier <= deep; tier++) {
      for (let index = 0; index < wide; index++) {
        stocks[site(tier, index)] = [{ product: "goods", coverDays: cover[tier % 4] }];
        sites[site(tier, index)] =
          tier > 0
            ? []
            : [
                makes("goods", { ore: 3 }, { yieldFraction: yields[index], conversionCostUsdPerUnit: costs[index] }),
                makes("ore", {}, { conversionCostUsdPerUnit: costs[index + 5] }),
              ];
        for (let from = 0; tier > 0 && from < wide; from++) {
          const at = pick++ % 12;
          const terms = { leadTimeDays: days[at], costUsdPerUnit: costs[at + 12], tariffFraction: yields[at] };
          const own = from === wide - 1 ? {} : { share: shares[at] / wide };
          lanes.push(
            lane(`${site(tier - 1, from)}-${site(tier, index)}`, site(tier - 1, from), site(tier, index), {
              ...terms,
              ...own,
            }),
          );
        }
      }
    }
    const markets = Array.from({ length: wide }, (_, index) => market(site(deep, index), demand + index));
    return { sites, stocks, lanes: reverse ? lanes.reverse() : lanes, markets };
  }

  const relative = (found: number, expected: number): number =>
    Math.abs(found - expected) / Math.max(Math.abs(found), Math.abs(expected), 1e-300);

  test("flow is what draws on the stock, and sources give what it takes", () => {
    fc.assert(
      fc.property(tiers, (input) => {
        const { network } = compileSmall(build(input));
        for (let stock = 0; stock < network.counts.stocks; stock++) {
          expect(relative(network.stockFlowUnitsPerDay[stock], drawnFrom(network, stock))).toBeLessThan(1e-12);
          let given = 0;
          for (let at = network.stockLaneStart[stock]; at < network.stockLaneStart[stock + 1]; at++)
            given += network.laneShare[at];
          for (let at = network.stockProcessStart[stock]; at < network.stockProcessStart[stock + 1]; at++)
            given += network.processShare[at];
          expect(Math.abs(given - 1)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("what markets pay is what everything upstream cost", () => {
    fc.assert(
      fc.property(tiers, (input) => {
        const { network } = compileSmall(build(input));
        let landed = 0;
        for (let at = 0; at < network.counts.markets; at++) {
          landed += network.marketDemandUnitsPerDay[at] * network.marketUnitCostUsd[at];
        }
        let spent = 0;
        for (let at = 0; at < network.counts.processes; at++) {
          const made = network.stockFlowUnitsPerDay[network.processStock[at]] * network.processShare[at];
          spent += made * network.processConversionUsdPerUnit[at];
        }
        for (let at = 0; at < network.counts.lanes; at++) {
          const sent = network.stockFlowUnitsPerDay[network.laneTo[at]] * network.laneShare[at];
          const duty = network.laneTariffFraction[at] * network.stockUnitCostUsd[network.laneFrom[at]];
          spent += sent * (network.laneFreightUsdPerUnit[at] + duty);
        }
        expect(relative(landed, spent)).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

/** All that draws on a stock at baseline, claim by claim. */
function drawnFrom(network: Network, stock: number): number {
  const flow = network.stockFlowUnitsPerDay;
  let units = 0;
  const from = network.levelClaimStart[network.stockLevelStart[stock]];
  const to = network.levelClaimStart[network.stockLevelStart[stock + 1]];
  for (let claim = from; claim < to; claim++) {
    const index = network.claimIndex[claim];
    const kind = network.claimKind[claim];
    if (kind === CLAIM_MARKET) units += network.marketDemandUnitsPerDay[index];
    else if (kind === CLAIM_LANE) units += flow[network.laneTo[index]] * network.laneShare[index];
    else {
      expect(kind).toBe(CLAIM_INPUT);
      const process = network.inputProcess[index];
      units += flow[network.processStock[process]] * network.processShare[process] * network.inputUnitsPerUnit[index];
    }
  }
  return units;
}
