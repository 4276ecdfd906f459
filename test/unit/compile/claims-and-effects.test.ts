import { describe, expect, test } from "vitest";
import { CHANNELS, type ChannelName } from "../../../src/model/channel.ts";
import { CLAIM_INPUT, CLAIM_LANE, CLAIM_MARKET } from "../../../src/model/network.ts";
import { compileSmall, lane, makes, market, type NamedNetwork, type SmallWorld } from "./small-world.ts";

/** The claims on a stock, level by level, by name. */
function claimsOn({ network, labels }: NamedNetwork, stock: string): string[][] {
  const at = labels.stocks.indexOf(stock);
  const levels: string[][] = [];
  for (let level = network.stockLevelStart[at]; level < network.stockLevelStart[at + 1]; level++) {
    const names: string[] = [];
    for (let claim = network.levelClaimStart[level]; claim < network.levelClaimStart[level + 1]; claim++) {
      const index = network.claimIndex[claim];
      if (network.claimKind[claim] === CLAIM_LANE) names.push(`lane ${labels.lanes[index]}`);
      else if (network.claimKind[claim] === CLAIM_MARKET) names.push(`market ${labels.markets[index]}`);
      else {
        expect(network.claimKind[claim]).toBe(CLAIM_INPUT);
        names.push(`input of ${labels.processes[network.inputProcess[index]]}`);
      }
    }
    levels.push(names);
  }
  return levels;
}

describe("what draws on a stock", () => {
  const world = (rationing: string): SmallWorld => ({
    sites: { works: [makes("goods", { parts: 1 }), makes("parts")], near: [makes("parts", {}, { share: 0 })], far: [] },
    stocks: { works: [{ product: "parts", rationing }] },
    lanes: [
      lane("late", "works", "far", { product: "parts", allocationPriority: 7 }),
      lane("first", "works", "near", { product: "parts", allocationPriority: 0, share: 1 }),
    ],
    markets: [
      market("works", 5),
      market("near", 3, { product: "parts" }),
      market("far", 2, { product: "parts" }),
      market("works", 1, { id: "spares", product: "parts" }),
    ],
  });

  test("stands in one level under proportional rationing", () => {
    expect(claimsOn(compileSmall(world("proportional")), "works/parts")).toEqual([
      ["lane late", "lane first", "input of works/goods", "market spares"],
    ]);
  });

  test("stands by priority, what the site uses or sells itself first, under priority rationing", () => {
    expect(claimsOn(compileSmall(world("priority")), "works/parts")).toEqual([
      ["lane first", "input of works/goods", "market spares"],
      ["lane late"],
    ]);
  });

  test("has its detours at its lane's rank", () => {
    const network = compileSmall({
      chokepoints: [{ id: "strait" }],
      sites: { works: [makes("goods")], far: [] },
      stocks: { works: [{ product: "goods", rationing: "priority" }] },
      lanes: [
        lane("out", "works", "far", {
          leadTimeDays: 4,
          allocationPriority: 3,
          via: ["strait"],
          detours: [{ avoids: ["strait"], extraDays: 1 }],
        }),
      ],
      markets: [market("far", 2), market("works", 2)],
    });
    expect(claimsOn(network, "works/goods")).toEqual([["market at-works"], ["lane out", "lane out~1"]]);
  });

  test("may change from design to design", () => {
    const twice: SmallWorld = {
      ...world("proportional"),
      designs: [
        { id: "equal", lanes: ["late", "first"] },
        {
          id: "ranked",
          lanes: [
            { lane: "late", allocationPriority: 1 },
            { lane: "first", allocationPriority: 2 },
          ],
          stocks: [{ site: "works", product: "parts", rationing: "priority" }],
        },
      ],
    };
    expect(claimsOn(compileSmall(twice, "equal"), "works/parts")).toHaveLength(1);
    expect(claimsOn(compileSmall(twice, "ranked"), "works/parts")).toEqual([
      ["input of works/goods", "market spares"],
      ["lane late"],
      ["lane first"],
    ]);
  });
});

describe("what a hazard touches in a design", () => {
  const world: SmallWorld = {
    regions: [
      { id: "here", blocs: ["pact"] },
      { id: "there", carbonRegime: "ets" },
    ],
    carbonRegimes: [
      { id: "ets", priceUsdPerTonne: 10 },
      { id: "alone", priceUsdPerTonne: 10 },
    ],
    chokepoints: [{ id: "strait" }, { id: "cape" }],
    ports: [
      { id: "home", region: "here" },
      { id: "away", region: "there" },
    ],
    sites: { "plant@here": [makes("goods")], "spare@here": [makes("goods")], "shop@there": [] },
    lanes: [
      lane("out", "plant", "shop", {
        mode: "sea",
        leadTimeDays: 10,
        via: ["home", { at: "strait", atShare: 0.9 }, "away"],
        detours: [{ avoids: ["strait"], via: [{ at: "cape", atShare: 0.25 }], extraDays: 6 }],
      }),
      lane("in-reserve", "spare", "shop", { capacityUnitsPerDay: 1, backup: { activationDelayDays: 0 } }),
    ],
    markets: [market("shop", 10)],
    designs: [
      { id: "both", lanes: ["out", "in-reserve"] },
      { id: "one", lanes: ["out"] },
    ],
    hazards: [
      { id: "h1", kind: "blockade", targets: { chokepoints: ["strait"] } },
      { id: "h2", kind: "blockade", targets: { chokepoints: ["cape"] }, warRiskFreightFactor: 3 },
      { id: "h3", kind: "port-closure", targets: { ports: ["home"] } },
      { id: "h4", kind: "port-closure", targets: { ports: ["away"] } },
      { id: "h5", kind: "site-outage", targets: { sites: ["spare"] }, pauses: ["production", "orders", "dispatch"] },
      { id: "h6", kind: "export-ban", targets: { fromBlocs: ["pact"] } },
      { id: "h7", kind: "carbon-price-shock", targets: { carbonRegimes: ["ets"] }, change: { addUsdPerTonne: 5 } },
    ].map((hazard) => ({ ...hazard, arrival: { days: [1] }, durationDays: 2 })),
  };

  /** Effects of a hazard by name: `channel entity amount`, with the days to go where goods have passed. */
  function effectsOf({ network, labels }: NamedNetwork, hazard: number): string[] {
    const names = Object.keys(CHANNELS) as ChannelName[];
    const effects: string[] = [];
    for (let at = network.hazardEffectStart[hazard]; at < network.hazardEffectStart[hazard + 1]; at++) {
      const channel = names.find((name) => CHANNELS[name] === network.effectChannel[at]) as ChannelName;
      const list = channel.startsWith("lane")
        ? labels.lanes
        : ({ stockOrder: labels.stocks, processCapacity: labels.processes, portThroughput: labels.ports }[
            channel as string
          ] ?? labels.regimes);
      const passed = channel === "laneTransit" ? ` past at ${network.effectPassDays[at]}` : "";
      effects.push(`${channel} ${list[network.effectIndex[at]]} ${network.effectAmount[at]}${passed}`);
    }
    return effects;
  }

  const both = compileSmall(world, "both");

  test.each<[string, number, string[]]>([
    [
      "a strait holds the lane until a day before its end, not the detour",
      0,
      ["laneDispatch out 1", "laneTransit out 1 past at 1"],
    ],
    [
      "a cape holds the detour, over its own length",
      1,
      ["laneDispatch out~1 1", "laneTransit out~1 1 past at 12", "laneFreight out~1 2"],
    ],
    ["a port where goods are loaded stops the lane and its detour", 2, ["laneDispatch out 1", "laneDispatch out~1 1"]],
    ["a port where goods are unloaded queues them", 3, ["portThroughput away 1"]],
    [
      "a site is hit in all it does there",
      4,
      ["processCapacity spare/goods 1", "stockOrder spare/goods 1", "laneDispatch in-reserve 1"],
    ],
    [
      "a bloc holds back whatever leaves it",
      5,
      ["laneDispatch in-reserve 1", "laneDispatch out 1", "laneDispatch out~1 1"],
    ],
    ["a regime has its price", 6, ["regimeAdd ets 5"]],
  ])("%s", (_, hazard, effects) => {
    expect(effectsOf(both, hazard)).toEqual(effects);
  });

  test("is nothing, where the design does not use it", () => {
    const one = compileSmall(world, "one");
    expect(effectsOf(one, 4)).toEqual([]);
    expect(effectsOf(one, 5)).toEqual(["laneDispatch out 1", "laneDispatch out~1 1"]);
  });
});
