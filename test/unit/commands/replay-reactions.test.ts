import { expect, test } from "vitest";
import { eventLog } from "../../../src/commands/replay-tables.ts";
import { compileStudy } from "../../../src/compile-study.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { replayScenario } from "../../../src/replay.ts";
import { type Changes, lane, strike, study } from "../../helpers/small-chain.ts";

/** The story of the first scenario, one line an event. */
function storyOf(changes: Changes, more: object = {}): string[] {
  const parsed = parseStudy("test.yaml", JSON.stringify({ id: "test", ...study(changes), ...more }));
  const compiled = compileStudy(parsed);
  return eventLog(compiled, 0, replayScenario(compiled, 0, 0)).map(({ day, text }) => `day ${day}: ${text}`);
}

const halved = strike("site-outage", { severity: 0.5, targets: { sites: ["plant"] } });
const banned = strike("export-ban", {
  targets: { fromRegions: ["there"], products: ["goods"] },
  announcementLeadDays: 10,
  licence: { approvedShare: 0.2, waitingDays: 6 },
  leakage: { share: 0.1, extraDays: 3 },
});
const rival = {
  sites: [
    {
      id: "rival",
      region: "here",
      processes: [{ output: "goods", capacityUnitsPerDay: 20, conversionCostUsdPerUnit: 50 }],
    },
  ],
};

test.each<[string, Changes, string[]]>([
  [
    "surge capacity comes and goes",
    { hazards: [halved], plant: { surge: { extraFraction: 0.8, activationDelayDays: 3, costFactor: 2 } } },
    ["day 25: surge capacity of 4.400 units a day: plant/goods", "day 62: surge capacity ends: plant/goods"],
  ],
  [
    "capacity grows and is paid for",
    {
      hazards: [{ ...halved, durationDays: 100 }],
      plant: { growth: { ratePerYear: 1.2, ceilingFactor: 1.1, delayDays: 0, costUsdPerUnitPerDay: 1000 } },
    },
    ["day 52: invested in capacity or a supplier: $1.10 k", "day 52: capacity 55.0 %: plant/goods"],
  ],
  [
    "a reserve is released and refilled",
    {
      hazards: [banned],
      shopStock: { reserve: { coverDays: 20, releaseDelayDays: 2, refillDelayDays: 5 } },
    },
    [
      "day 24: reserve released: shop/goods",
      "day 67: reserve refilled: shop/goods",
      "day 67: reserve kept: shop/goods",
    ],
  ],
  [
    "licences, leaks and stock built ahead of a ban",
    { hazards: [banned], planner: { frontLoading: { maxCoverDays: 10 } } },
    [
      "day 12: target stock 180.0 %: shop/goods",
      "day 20: 6 days longer: goods",
      "day 20: dispatch limit 20.0 %: goods",
      "day 20: dispatch limit 10.0 %: goods~leak:strike-export-ban",
      "day 22: share of orders now 10.0 %: goods~leak:strike-export-ban",
    ],
  ],
  [
    "an expedite way is used and left",
    {
      hazards: [strike("lead-time-shock", { targets: { products: ["goods"] }, extraDays: 9 })],
      goodsLane: {
        expedite: { leadTimeDays: 1, costUsdPerUnit: 9, distanceKm: 9, capacityUnitsPerDay: 4, activationDelayDays: 1 },
      },
    },
    ["day 23: share of orders now 40.0 %: goods~expedite", "day 62: share of orders now 0.0 %: goods~expedite"],
  ],
  [
    "a supplier is qualified before it is used",
    {
      hazards: [{ ...banned, licence: undefined, leakage: undefined }],
      world: {
        ...rival,
        lanes: [
          lane("spare", "goods", "rival", "shop", 2, {
            capacityUnitsPerDay: 10,
            backup: { activationDelayDays: 0, qualificationDays: 7, qualificationCostUsd: 5000 },
          }),
        ],
      },
      lanes: ["ore", "goods", "spare"],
    },
    ["day 22: invested in capacity or a supplier: $5.00 k", "day 29: share of orders now 100.0 %: spare"],
  ],
  [
    "another recipe takes over",
    {
      hazards: [strike("site-outage", { targets: { sites: ["mine"] } })],
      plant: { alternatives: [{ id: "own", inputs: [], activationDelayDays: 1 }] },
    },
    ["day 23: share of orders now 100.0 %: plant/goods~own"],
  ],
  [
    "stock is destroyed, goods spoil, demand surges, duty rises",
    {
      hazards: [
        strike("site-outage", { targets: { sites: ["shop"] }, destroysStockShare: 0.5 }),
        strike("cold-chain-failure", { targets: { sites: ["shop"] }, addSpoilageFractionPerDay: 0.1 }),
        strike("demand-shock", { targets: { markets: ["town"] }, factor: 1.5 }),
        strike("tariff-shock", { targets: { fromRegions: ["there"] }, addFraction: 0.25 }),
      ],
    },
    [
      "day 20: 50.0 % of what is on hand is destroyed: shop/goods",
      "day 20: spoilage in store now 10.0 % a day: shop/goods",
      "day 20: spoilage under way now 10.0 % a day: goods",
      "day 20: demand 150.0 %: town",
      "day 20: duty now 25.0 %: goods",
      "day 60: demand back to normal: town",
    ],
  ],
])("replay tells that %s", (_, changes, lines) => {
  expect(storyOf(changes)).toEqual(expect.arrayContaining(lines));
});

test("what normally is nothing is told in units, not in percent of it", () => {
  const backup = { capacityUnitsPerDay: 10, backup: { activationDelayDays: 0 } };
  const depot = { id: "depot", region: "here", stocks: [{ product: "goods", coverDays: 4 }] };
  const story = storyOf({
    hazards: [banned],
    planner: { frontLoading: { maxCoverDays: 10 } },
    world: {
      sites: [...rival.sites, depot],
      lanes: [lane("feed", "goods", "rival", "depot", 1), lane("spare", "goods", "depot", "shop", 2, backup)],
    },
    lanes: ["ore", "goods", "feed", "spare"],
  });
  expect(story).toEqual(expect.arrayContaining([expect.stringMatching(/target stock now [\d.]+: .*depot\/goods/)]));
  expect(story.join("\n")).not.toMatch(/Infinity|NaN/);
});

test("replay tells that neighbours lend capacity, and a plant on standby is called", () => {
  const making = { output: "goods", capacityUnitsPerDay: 20, conversionCostUsdPerUnit: 10 };
  const standby = { ...making, capacityUnitsPerDay: 5, standby: { activationDelayDays: 6 } };
  const cluster = { region: "there", cluster: "valley" };
  const input = study({ hazards: [halved], planner: { clusterPooling: { activationDelayDays: 1 } } });
  const [mine, plant, shop] = input.world.sites;
  const sites = [
    mine,
    { ...plant, ...cluster },
    { id: "twin", ...cluster, processes: [making] },
    { ...shop, processes: [standby] },
  ];
  const lanes = [...input.world.lanes, lane("twin", "goods", "twin", "shop", 5, { share: 0.1 })];
  const story = storyOf(
    {},
    {
      ...input,
      world: { ...input.world, sites, lanes },
      designs: [{ id: "base", lanes: ["ore", "goods", "twin"] }],
    },
  );
  expect(story).toEqual(
    expect.arrayContaining([
      "day 23: borrowed capacity of 3.500 units a day: plant/goods",
      "day 62: borrowed capacity ends: plant/goods",
    ]),
  );
  const alone = storyOf(
    {},
    { ...input, settings: study({}).settings, world: { ...input.world, sites: [mine, plant, sites[3]] } },
  );
  expect(alone).toEqual(expect.arrayContaining(["day 28: share of orders now 45.0 %: shop/goods"]));
});
