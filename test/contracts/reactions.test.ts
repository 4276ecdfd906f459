import { describe, expect, test } from "vitest";
import { type Changes, expectNeutral, lane, type Run, run, runInput, strike, study } from "../helpers/small-chain.ts";
import { compileFor, indexOf, makeStudy, type StudyInput } from "../helpers/study.ts";

/*
 * Every reaction a design can have: with it the same disruption costs less of something (and more of something else), and
 * while nothing happens it changes nothing at all.
 */

const PLANT_HALVED = strike("site-outage", { severity: 0.5, targets: { sites: ["plant"] } });
const PLANT_OUT = strike("site-outage", { targets: { sites: ["plant"] } });
const MINE_OUT = strike("site-outage", { targets: { sites: ["mine"] } });
const LANE_SHUT = strike("export-ban", { targets: { fromRegions: ["there"], products: ["goods"] } });

describe("surge capacity", () => {
  const surge = { extraFraction: 0.8, activationDelayDays: 3, costFactor: 1.5 };
  const halved = { hazards: [PLANT_HALVED] };

  test("loses less and costs more to make a unit; nothing while all is normal", () => {
    const without = run(halved);
    const withIt = run({ ...halved, plant: { surge } });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    const made = (of: Run): number => of.runner.trajectory.processMade[1];
    const production = (of: Run): number => of.metrics.extraProductionCostUsd;
    const usual = 10; // conversion
    const extraUnits = made(withIt) - made(without);
    const oreUnits = withIt.runner.trajectory.processMade[0] - without.runner.trajectory.processMade[0];
    expect(production(withIt) - production(without)).toBeGreaterThan(extraUnits * usual + oreUnits * 4 + 1);
    expectNeutral({ plant: { surge } });
  });

  test("comes after its delay and goes with the disturbance, or as many days later as it is kept", () => {
    const extraOn = (keepDays: number): number[] => {
      const { days, labels } = run({ ...halved, plant: { surge: { ...surge, keepDays } } });
      const plant = indexOf(labels.processes, "plant/goods");
      return days.flatMap(({ controls }, day) => (controls.processExtraCapacity[plant] > 0 ? [day] : []));
    };
    // Struck on day 20, seen on 22, there on 25; over on day 60, seen on 62.
    expect([extraOn(0)[0], extraOn(0).at(-1)]).toEqual([25, 61]);
    expect([extraOn(10)[0], extraOn(10).at(-1)]).toEqual([25, 71]);
  });
});

describe("cluster pooling", () => {
  const twin = (more: object = {}): Changes => ({
    plantSite: { cluster: "valley" },
    world: {
      sites: [
        {
          id: "twin",
          region: "there",
          cluster: "valley",
          stocks: [{ product: "ore", coverDays: 3 }],
          processes: [
            {
              output: "goods",
              inputs: [{ product: "ore", unitsPerUnit: 2 }],
              capacityUnitsPerDay: 20,
              conversionCostUsdPerUnit: 10,
            },
          ],
        },
        { id: "corner", region: "here", stocks: [{ product: "goods", coverDays: 5 }] },
      ],
      lanes: [lane("ore2", "ore", "mine", "twin", 4), lane("goods2", "goods", "twin", "corner", 5)],
    },
    lanes: ["ore", "goods", "ore2", "goods2"],
    ...more,
  });
  const markets = [
    { id: "town", site: "shop", product: "goods", demandUnitsPerDay: 10, priceUsdPerUnit: 100, unmet: "lost" },
    { id: "city", site: "corner", product: "goods", demandUnitsPerDay: 10, priceUsdPerUnit: 100, unmet: "lost" },
  ];
  const runTwin = (changes: Changes): Run => runInput({ ...study(twin(changes)), markets });

  test("the idle capacity of a neighbour makes up for what is out, at its cost", () => {
    const without = runTwin({ hazards: [PLANT_HALVED] });
    const withIt = runTwin({
      hazards: [PLANT_HALVED],
      planner: { clusterPooling: { activationDelayDays: 4, costFactor: 1.2 } },
    });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    const plant = indexOf(withIt.labels.processes, "plant/goods");
    const twinPlant = indexOf(withIt.labels.processes, "twin/goods");
    // The plant needs 10 and can make 5.5: it borrows 4.5 from the twin, which has 10 to spare.
    const { controls } = withIt.days[30];
    expect(controls.processExtraCapacity[plant]).toBeCloseTo(4.5, 12);
    expect(controls.processCapacity[twinPlant]).toBeCloseTo(15.5, 12);
    expect(controls.processExtraUsdPerUnit[plant]).toBeCloseTo(2, 12);
    expect(withIt.days[25].controls.processExtraCapacity[plant]).toBe(0);
    expect(withIt.days[26].controls.processExtraCapacity[plant]).toBeGreaterThan(0);
    expect(withIt.days[70].controls.processExtraCapacity[plant]).toBe(0);
  });

  test("nobody lends what has gone itself: when the neighbour is out too, nothing is borrowed", () => {
    const both = strike("site-outage", { id: "both", targets: { sites: ["plant", "twin"] } });
    const pooled = runTwin({
      hazards: [both],
      planner: { clusterPooling: { activationDelayDays: 0, costFactor: 1 } },
    });
    const alone = runTwin({ hazards: [both] });
    expect(pooled.metrics.lostRevenueUsd).toBe(alone.metrics.lostRevenueUsd);
  });
});

describe("a micro-factory on standby", () => {
  const atShop = {
    id: "shop",
    region: "here",
    stocks: [{ product: "goods", coverDays: 5 }],
    processes: [
      {
        output: "goods",
        capacityUnitsPerDay: 8,
        conversionCostUsdPerUnit: 60,
        standby: { activationDelayDays: 6, reservationCostUsdPerDay: 50 },
      },
    ],
  };
  const withShop = (changes: Changes): StudyInput => {
    const input = study(changes);
    input.world.sites = input.world.sites.map((site: { id: string }) => (site.id === "shop" ? atShop : site));
    return input;
  };
  const runShop = (changes: Changes): Run => runInput(withShop(changes));

  test("makes goods when its stock lacks something, after its delay, and costs its reservation always", () => {
    const without = run({ hazards: [PLANT_OUT] });
    const withIt = runShop({ hazards: [PLANT_OUT] });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    expect(withIt.runner.network.constants.fixedCostUsdPerDay).toBe(50);
    const shop = indexOf(withIt.labels.processes, "shop/goods");
    const shares = withIt.days.map(({ controls }) => controls.processShare[shop]);
    expect(shares.findIndex((share) => share > 0)).toBe(28);
    expect(shares[28]).toBeCloseTo(0.8, 12);
    expect(shares.at(-1)).toBe(0);
  });

  test("makes nothing while nothing is lacking", () => {
    const { runner, labels } = runShop({});
    expect(runner.trajectory.processMade[indexOf(labels.processes, "shop/goods")]).toBe(0);
    expect(runner.trajectory.lost.every((units) => units === 0)).toBe(true);
  });
});

describe("capacity that grows under pressure", () => {
  const growth = { ratePerYear: 1.2, ceilingFactor: 1.5, delayDays: 10, costUsdPerUnitPerDay: 1000 };
  const long = { ...PLANT_HALVED, durationDays: 150 };

  test("grows while its stock lacks something, up to its ceiling, and is paid for", () => {
    const without = run({ hazards: [long] });
    const withIt = run({ hazards: [long], plant: { growth } });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    const plant = indexOf(withIt.labels.processes, "plant/goods");
    const capacity = withIt.days.map(({ controls }) => controls.processCapacity[plant]);
    // Seen on day 22; pressure counts from then, growth after 10 days in steps of 30.
    expect(capacity[61]).toBeCloseTo(5.5, 12);
    expect(capacity[62]).toBeCloseTo(5.5 * Math.exp((1.2 * 30) / 365), 12);
    const most = Math.max(...capacity) / 11;
    expect(most).toBeLessThanOrEqual(1.5 + 1e-12);
    const added = (Math.exp((1.2 * 30 * 4) / 365) - 1) * 11;
    expect(withIt.metrics.extraInvestmentCostUsd).toBeCloseTo(added * 1000, 6);
  });

  test("does not grow without pressure", () => {
    const { days, runner, metrics } = run({ plant: { growth } });
    expect(new Set(days.map(({ controls }) => controls.processCapacity[1])).size).toBe(1);
    expect(metrics.extraInvestmentCostUsd).toBe(0);
    expect(runner.trajectory.lost.every((units) => units === 0)).toBe(true);
  });
});

describe("a strategic reserve", () => {
  const reserve = { coverDays: 20, releaseDelayDays: 4, refillDelayDays: 15, refillUnitsPerDay: 2 };

  test("is used while its stock lacks something, and refilled afterwards at its rate", () => {
    const without = run({ hazards: [LANE_SHUT] });
    const withIt = run({ hazards: [LANE_SHUT], shopStock: { reserve }, settings: { horizonDays: 400 } });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd - 15_000);
    const shop = indexOf(withIt.labels.stocks, "shop/goods");
    const level = withIt.days.map(({ reserve: units }) => units[shop]);
    expect(level[19]).toBe(200);
    // Seen on day 22, released from day 26; the shelf holds the last goods under way and five days of cover until then.
    expect(level[25]).toBe(200);
    expect(Math.min(...level)).toBe(0);
    expect(level.at(-1)).toBeCloseTo(200, 9);
    const rises = level.slice(1).map((units, day) => units - level[day]);
    expect(Math.max(...rises)).toBeLessThanOrEqual(2 + 1e-9);
    expectNeutral({ shopStock: { reserve } });
  });

  test("costs holding, and is lost with the cover when a fire destroys what is there", () => {
    const holding = { holdingCostUsdPerUnitDay: 0.5 };
    const without = run({ shopStock: holding });
    const withIt = run({ shopStock: { ...holding, reserve } });
    const holdingOf = ({ runner }: Run): number => runner.trajectory.dayCostUsd[4];
    expect(holdingOf(withIt) - holdingOf(without)).toBeCloseTo(100, 9);
  });

  test("spoils like the rest and is made up for at the fixed point", () => {
    expectNeutral({
      plant: { capacityUnitsPerDay: 20 },
      goods: { spoilageFractionPerDay: 0.01 },
      shopStock: { reserve: { ...reserve, refillUnitsPerDay: 9 } },
    });
  });

  test("must fit into its storage", () => {
    const tooSmall = study({ shopStock: { reserve, storageUnits: 200 } });
    expect(() => compileFor(makeStudy(tooSmall))).toThrow(
      "invalid storageUnits 200, stock 'shop/goods' keeps 50 units of cover and 200 of reserve in design 'base'; lower the reserve to 15 days or raise storageUnits",
    );
  });
});

describe("an alternative bill of materials", () => {
  const alternatives = [
    {
      id: "scrap",
      inputs: [{ product: "scrap", unitsPerUnit: 1 }],
      conversionCostUsdPerUnit: 30,
      activationDelayDays: 3,
    },
  ];
  const scrap: Changes = {
    world: {
      products: [{ id: "scrap", massTonnesPerUnit: 1 }],
      sites: [
        {
          id: "yard",
          region: "here",
          processes: [{ output: "scrap", capacityUnitsPerDay: 50, conversionCostUsdPerUnit: 6 }],
        },
      ],
      lanes: [lane("scrap", "scrap", "yard", "plant", 1, { capacityUnitsPerDay: 20 })],
    },
    lanes: ["ore", "goods", "scrap"],
  };

  test("takes over when the usual one lacks inputs, dearer, and never makes more than the capacity they share", () => {
    const without = run({ hazards: [MINE_OUT] });
    const withIt = run({ ...scrap, hazards: [MINE_OUT], plant: { alternatives } });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    const usual = indexOf(withIt.labels.processes, "plant/goods");
    const other = indexOf(withIt.labels.processes, "plant/goods~scrap");
    expect(withIt.runner.trajectory.processMade[other]).toBeGreaterThan(100);
    for (const { madeToday } of withIt.days) expect(madeToday[usual] + madeToday[other]).toBeLessThanOrEqual(11 + 1e-9);
  });

  test("is not touched while inputs are there", () => {
    const { runner, labels } = run({ ...scrap, plant: { alternatives } });
    expect(runner.trajectory.processMade[indexOf(labels.processes, "plant/goods~scrap")]).toBe(0);
    expectNeutral({ ...scrap, plant: { alternatives } });
  });
});

describe("expediting", () => {
  const expedite = {
    leadTimeDays: 1,
    costUsdPerUnit: 20,
    distanceKm: 900,
    capacityUnitsPerDay: 8,
    activationDelayDays: 2,
  };
  const harbour = (changes: Changes): StudyInput => {
    const input = study({ ...changes, goodsLane: { via: ["strait"], ...changes.goodsLane } });
    input.world.chokepoints = [{ id: "strait" }];
    return input;
  };
  const closed = strike("blockade", { targets: { chokepoints: ["strait"] } });
  const runHarbour = (changes: Changes): Run => runInput(harbour(changes));

  test("flies past a closed strait, at its own cost, which counts by itself", () => {
    const without = runHarbour({ hazards: [closed] });
    const withIt = runHarbour({ hazards: [closed], goodsLane: { expedite } });
    expect(withIt.metrics.lostRevenueUsd).toBeLessThan(without.metrics.lostRevenueUsd);
    const way = indexOf(withIt.labels.lanes, "goods~expedite");
    const flown = withIt.runner.trajectory.laneShipped[way];
    expect(flown).toBeGreaterThan(0);
    expect(withIt.metrics.extraExpediteCostUsd).toBeCloseTo(flown * 20, 6);
    expect(withIt.days.findIndex(({ controls }) => controls.laneShare[way] > 0)).toBe(24);
  });

  test("is no way round an export ban", () => {
    const { runner, labels } = run({ hazards: [LANE_SHUT], goodsLane: { expedite } });
    expect(runner.trajectory.laneShipped[indexOf(labels.lanes, "goods~expedite")]).toBe(0);
  });

  test("stays on the ground while the lane is open", () => {
    const { runner, labels } = run({ goodsLane: { expedite } });
    expect(runner.trajectory.laneShipped[indexOf(labels.lanes, "goods~expedite")]).toBe(0);
    expectNeutral({ goodsLane: { expedite } });
  });
});

describe("qualifying a supplier", () => {
  const second: Changes = {
    world: {
      sites: [
        {
          id: "rival",
          region: "here",
          processes: [{ output: "goods", capacityUnitsPerDay: 20, conversionCostUsdPerUnit: 50 }],
        },
      ],
    },
    lanes: ["ore", "goods", "spare"],
  };
  const spare = (backup: object): Changes => ({
    ...second,
    world: {
      ...second.world,
      lanes: [lane("spare", "goods", "rival", "shop", 2, { capacityUnitsPerDay: 10, backup })],
    },
    hazards: [{ ...LANE_SHUT, arrival: { days: [20, 100] }, durationDays: 30 }],
  });

  test("takes its days and its money once, before the first use", () => {
    const qualified = run(spare({ activationDelayDays: 3, qualificationDays: 14, qualificationCostUsd: 5000 }));
    const way = indexOf(qualified.labels.lanes, "spare");
    const used = qualified.days.flatMap(({ controls }, day) => (controls.laneShare[way] > 0 ? [day] : []));
    expect(used[0]).toBe(36); // seen on 22, qualified 14 days later
    expect(used.find((day) => day > 90)).toBe(105); // seen on 102, 3 days later
    expect(qualified.metrics.extraInvestmentCostUsd).toBe(5000);
    const known = run(spare({ activationDelayDays: 3 }));
    expect(known.metrics.lostRevenueUsd).toBeLessThan(qualified.metrics.lostRevenueUsd);
    expect(known.metrics.extraInvestmentCostUsd).toBe(0);
  });
});

describe("spoilage", () => {
  const goods = { spoilageFractionPerDay: 0.02, transitSpoilageFractionPerDay: 0.03 };

  test("in store and on the way is made up for: what is sent is 1 / (1 - s)^days of what arrives", () => {
    const { network, labels } = compileFor(makeStudy(study({ goods, plant: { capacityUnitsPerDay: 20 } })));
    const way = indexOf(labels.lanes, "goods");
    const shop = indexOf(labels.stocks, "shop/goods");
    expect(network.laneSendFactor[way]).toBeCloseTo(1 / 0.97 ** 5, 12);
    expect(network.stockInflowFactor[shop]).toBeCloseTo(1.1, 12);
    expect(network.stockFlowUnitsPerDay[indexOf(labels.stocks, "plant/goods")]).toBeCloseTo(11 / 0.97 ** 5, 12);
    // Good units bear the cost of those that spoil: (10 + 2 x ore) sent, freight on all that is sent.
    const sent = 1.1 / 0.97 ** 5;
    expect(network.stockUnitCostUsd[shop]).toBeCloseTo(sent * (10 + 2 * (4 + 1) + 1), 9);
    expectNeutral({ goods, plant: { capacityUnitsPerDay: 20 } });
  });

  test("of all that is on hand in a day, or of a lane's goods, is a located error", () => {
    expect(() => makeStudy(study({ goods: { spoilageFractionPerDay: 1 } }))).toThrow(
      /test\.yaml:\d+:\d+ world\.products\[1\]\.spoilageFractionPerDay: invalid value 1, must be a number in \[0, 1\)/,
    );
  });
});

describe("recycling", () => {
  const recycled: Changes = {
    world: {
      sites: [
        {
          id: "smelter",
          region: "here",
          processes: [
            {
              output: "ore",
              capacityUnitsPerDay: 100,
              conversionCostUsdPerUnit: 3,
              recycling: { markets: ["town"], unitsPerUnitSold: 1, delayDays: 10 },
            },
          ],
        },
      ],
      lanes: [lane("back", "ore", "smelter", "plant", 3, { share: 0.5 })],
    },
    lanes: ["ore", "goods", "back"],
  };

  test("gives back a part of what was sold some days before, and no more", () => {
    const { days, labels, runner } = run({ ...recycled, hazards: [PLANT_OUT] });
    const smelter = indexOf(labels.processes, "smelter/ore");
    const { servedOnTime } = runner.trajectory;
    days.forEach(({ madeToday }, day) => {
      if (day >= 10) expect(madeToday[smelter]).toBeLessThanOrEqual(servedOnTime[day - 10] + 1e-9);
    });
    expect(Math.min(...days.slice(40, 75).map(({ madeToday }) => madeToday[smelter]))).toBe(0);
    expectNeutral(recycled);
  });

  test("that would have to give back more than was sold is a located error", () => {
    const lanes = [lane("back", "ore", "smelter", "plant", 3, { share: 0.6 })];
    const input = study({ ...recycled, world: { ...recycled.world, lanes } });
    expect(() => compileFor(makeStudy(input))).toThrow(
      "invalid recycling, 'smelter/ore' must make 12 units a day at baseline in design 'base', its markets give back 10; lower its share or raise unitsPerUnitSold",
    );
  });
});

describe("prioritising critical products", () => {
  /** Two goods from one scarce input and through one narrow port; only one of them is critical. */
  const input = (prioritisesCritical: boolean, hazards: object[]): StudyInput => ({
    settings: { horizonDays: 150, planner: { detectionDelayDays: 2, prioritisesCritical } },
    world: {
      regions: [{ id: "here" }],
      ports: [{ id: "quay", region: "here" }],
      products: [
        { id: "base", massTonnesPerUnit: 1 },
        { id: "drug", massTonnesPerUnit: 1, tier: "critical" },
        { id: "toy", massTonnesPerUnit: 1 },
      ],
      sites: [
        {
          id: "well",
          region: "here",
          processes: [{ output: "base", capacityUnitsPerDay: 20, conversionCostUsdPerUnit: 1 }],
        },
        {
          id: "works",
          region: "here",
          processes: ["drug", "toy"].map((output) => ({
            output,
            inputs: [{ product: "base", unitsPerUnit: 1 }],
            capacityUnitsPerDay: 20,
            conversionCostUsdPerUnit: 1,
          })),
        },
        { id: "shop", region: "here", stocks: ["drug", "toy"].map((product) => ({ product, coverDays: 1 })) },
      ],
      lanes: [
        lane("base", "base", "well", "works", 1),
        lane("drug", "drug", "works", "shop", 2, { via: ["quay"] }),
        lane("toy", "toy", "works", "shop", 2, { via: ["quay"] }),
      ],
    },
    markets: ["drug", "toy"].map((product) => ({
      id: product,
      site: "shop",
      product,
      demandUnitsPerDay: 5,
      priceUsdPerUnit: 10,
      unmet: "lost",
    })),
    hazards,
    designs: [{ id: "base", lanes: ["base", "drug", "toy"] }],
  });
  const lostOf = (prioritisesCritical: boolean, hazards: object[]): number[] => {
    const { runner } = runInput(input(prioritisesCritical, hazards));
    const lost = [0, 0];
    runner.trajectory.lost.forEach((units, at) => {
      lost[at % 2] += units;
    });
    return lost;
  };

  test.each([
    ["where they share an input", strike("site-outage", { severity: 0.75, targets: { sites: ["well"] } })],
    ["at a port", strike("port-closure", { severity: 0.6, targets: { ports: ["quay"] } })],
  ])("%s: the critical one loses less, the other more", (_, hazard) => {
    const [drugEqual, toyEqual] = lostOf(false, [hazard]);
    const [drugFirst, toyLast] = lostOf(true, [hazard]);
    expect(drugEqual).toBeGreaterThan(0);
    expect(drugFirst).toBeLessThan(drugEqual);
    expect(toyLast).toBeGreaterThan(toyEqual);
  });

  test("changes nothing while there is enough", () => {
    expect(lostOf(true, [])).toEqual([0, 0]);
  });
});
