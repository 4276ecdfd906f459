import { describe, expect, test } from "vitest";
import { HAZARD_KINDS } from "../../src/hazards/index.ts";
import { type Changes, lane, type Run, runInput, strike, study } from "../helpers/small-chain.ts";
import { indexOf, type StudyInput } from "../helpers/study.ts";

/*
 * Every kind of hazard, alone, on one small chain: what it changes and in which direction, and that at severity 0, or aimed at
 * what the design does not have, it changes nothing.
 */

interface Case {
  readonly kind: string;
  /** What else is said of it. */
  readonly what: string;
  readonly fields: object;
  /** Metrics that are higher, and lower, than in a run without it. */
  readonly higher: readonly string[];
  readonly lower?: readonly string[];
  readonly changes?: Changes;
}

const AT_PORT = { via: ["quay"] };
const THROUGH_STRAIT = { via: ["strait"] };

const CASES: readonly Case[] = [
  {
    kind: "blockade",
    what: "stops a strait",
    fields: { targets: { chokepoints: ["strait"] } },
    changes: { goodsLane: THROUGH_STRAIT },
    higher: ["lostRevenueUsd", "timeToRecoverDays"],
    lower: ["minServiceLevel"],
  },
  {
    kind: "blockade",
    what: "partial, with war-risk surcharge",
    fields: { targets: { chokepoints: ["strait"] }, severity: 0.1, warRiskFreightFactor: 31 },
    changes: { goodsLane: THROUGH_STRAIT },
    higher: ["extraFreightCostUsd", "peakInflationPct"],
  },
  {
    kind: "port-closure",
    what: "queues at the gate",
    fields: { targets: { ports: ["quay"] } },
    changes: { goodsLane: AT_PORT },
    higher: ["lostRevenueUsd", "backlogClearedDays"],
  },
  {
    kind: "carbon-price-shock",
    what: "adds to the price",
    fields: { targets: { carbonRegimes: ["ets"] }, change: { addUsdPerTonne: 50 } },
    changes: { plant: { emissionsTonnesPerUnit: 0.5 } },
    higher: ["extraCarbonCostUsd", "peakInflationPct"],
  },
  {
    kind: "carbon-price-shock",
    what: "a stochastic path that drifts upwards",
    fields: {
      targets: { carbonRegimes: ["ets"] },
      durationDays: "permanent",
      change: { path: { volatilityPerYear: 0.01, driftPerYear: 2, stepDays: 10 } },
    },
    changes: { plant: { emissionsTonnesPerUnit: 0.5 } },
    higher: ["extraCarbonCostUsd", "endInflationPct"],
  },
  {
    kind: "export-ban",
    what: "stops exports",
    fields: { targets: { fromRegions: ["there"], products: ["goods"] } },
    higher: ["lostRevenueUsd"],
  },
  {
    kind: "site-outage",
    what: "stops a plant",
    fields: { targets: { sites: ["plant"] } },
    higher: ["lostRevenueUsd"],
    lower: ["extraProductionCostUsd"],
  },
  {
    kind: "site-outage",
    what: "destroys stock",
    fields: { targets: { sites: ["shop"] }, durationDays: 1, destroysStockShare: 1 },
    higher: ["spoiledUsd", "extraProductionCostUsd"],
  },
  {
    kind: "sanction",
    what: "cuts a site off across a bloc line",
    fields: { targets: { sites: ["plant"], blocs: ["west"] } },
    higher: ["lostRevenueUsd"],
  },
  {
    kind: "tariff-shock",
    what: "adds duty",
    fields: { targets: { fromRegions: ["there"] }, addFraction: 0.5 },
    higher: ["extraTariffCostUsd", "peakInflationPct"],
  },
  {
    kind: "lead-time-shock",
    what: "makes a lane slow",
    fields: { targets: { regions: ["here"] }, extraDays: 20 },
    higher: ["lostRevenueUsd"],
  },
  {
    kind: "freight-cost-shock",
    what: "makes freight dear",
    fields: { targets: { regions: ["here"] }, factor: 7 },
    higher: ["extraFreightCostUsd", "peakInflationPct"],
  },
  {
    kind: "demand-shock",
    what: "a surge beyond what can be made",
    fields: { targets: { markets: ["town"] }, factor: 2 },
    higher: ["lostRevenueUsd", "extraProductionCostUsd"],
    lower: ["forgoneDemandUsd"],
  },
  {
    kind: "demand-shock",
    what: "a slump",
    fields: { targets: { products: ["goods"] }, factor: 0.4 },
    higher: ["forgoneDemandUsd"],
    lower: ["extraProductionCostUsd"],
  },
  {
    kind: "cold-chain-failure",
    what: "spoils what is stored and under way",
    fields: { targets: { regions: ["here"] }, addSpoilageFractionPerDay: 0.3 },
    higher: ["spoiledUsd", "lostRevenueUsd"],
  },
];

function inputOf({ kind, fields, changes = {} }: Case, more: object = {}): StudyInput {
  const input = study({ ...changes, hazards: [strike(kind, { ...fields, ...more })] });
  input.world.carbonRegimes = [{ id: "ets", priceUsdPerTonne: 20 }];
  input.world.regions = [
    { id: "here", blocs: ["west"] },
    { id: "there", carbonRegime: "ets" },
  ];
  input.world.ports = [{ id: "quay", region: "here" }];
  input.world.chokepoints = [{ id: "strait" }];
  return input;
}

const calmRun = (item: Case): Run => runInput({ ...inputOf(item), hazards: [] });

describe.each(CASES)("$kind: $what", (item) => {
  test("changes what it should, in the direction it should", () => {
    const struck = runInput(inputOf(item)).metrics;
    const calm = calmRun(item).metrics;
    for (const name of item.higher) expect(struck[name], name).toBeGreaterThan(calm[name]);
    for (const name of item.lower ?? []) expect(struck[name], name).toBeLessThan(calm[name]);
  });

  test("changes nothing at severity 0", () => {
    const { runner } = runInput(inputOf(item, { severity: 0 }));
    expect(runner.trajectory.soldCostUsd).toEqual(runner.undisturbed.soldCostUsd);
    expect(runner.trajectory.dayCostUsd).toEqual(runner.undisturbed.dayCostUsd);
    expect(runner.trajectory.servedOnTime).toEqual(runner.undisturbed.servedOnTime);
  });
});

test("every kind of hazard stands here", () => {
  expect([...new Set(CASES.map(({ kind }) => kind))].toSorted()).toEqual(
    HAZARD_KINDS.map(({ kind }) => kind)
      .filter((kind) => kind !== "elsewhere") // what others own alone
      .toSorted(),
  );
});

describe("an export ban", () => {
  const ban = (more: object): Run =>
    runInput(
      inputOf({
        kind: "export-ban",
        what: "",
        fields: { targets: { fromRegions: ["there"], products: ["goods"] }, ...more },
        higher: [],
      }),
    );
  const full = ban({});

  test("with licences lets the approved share through, later", () => {
    const licensed = ban({ licence: { approvedShare: 0.4, waitingDays: 10 } });
    expect(licensed.metrics.lostRevenueUsd).toBeLessThan(full.metrics.lostRevenueUsd);
    const { controls } = licensed.days[30];
    const lane = indexOf(licensed.labels.lanes, "goods");
    expect(controls.laneExtraDays[lane]).toBe(10);
    expect(controls.laneDispatchLimit[lane]).toBeCloseTo(8, 12); // of 20
    const soon = ban({ licence: { approvedShare: 0.4, waitingDays: 0 } });
    expect(soon.metrics.lostRevenueUsd).toBeLessThan(licensed.metrics.lostRevenueUsd);
  });

  test("leaks through third countries while it lasts, dearer and later, by a lane of its own", () => {
    const leaky = ban({ leakage: { share: 0.3, extraDays: 4, extraCostUsdPerUnit: 9 } });
    expect(leaky.metrics.lostRevenueUsd).toBeLessThan(full.metrics.lostRevenueUsd);
    const leak = indexOf(leaky.labels.lanes, "goods~leak:strike-export-ban");
    expect(leaky.days[10].controls.laneDispatchLimit[leak]).toBe(0);
    expect(leaky.days[30].controls.laneShare[leak]).toBeCloseTo(0.3, 12);
    expect(leaky.days[80].controls.laneShare[leak]).toBe(0);
    expect(leaky.runner.network.laneLeadDays[leak]).toBe(9);
    expect(leaky.metrics.extraFreightCostUsd).toBeGreaterThan(full.metrics.extraFreightCostUsd);
  });

  test("that is announced lets a design build stock ahead, as far as it may", () => {
    const announced = (planner: object, more: object = {}): Run =>
      runInput({
        ...inputOf({
          kind: "export-ban",
          what: "",
          fields: { targets: { fromRegions: ["there"], products: ["goods"] }, announcementLeadDays: 18, ...more },
          changes: { planner, plant: { capacityUnitsPerDay: 40 } },
          higher: [],
        }),
      });
    const deaf = announced({});
    const ahead = announced({ frontLoading: { maxCoverDays: 15 } });
    const shop = indexOf(ahead.labels.stocks, "shop/goods");
    expect(ahead.days[19].onHand[shop]).toBeGreaterThan(deaf.days[19].onHand[shop] + 50);
    expect(ahead.metrics.lostRevenueUsd).toBeLessThan(deaf.metrics.lostRevenueUsd);
    // Heard of on day 4 (announced on day 2, seen two days later): the target is 15 days of flow higher until day 22.
    const target = ahead.days.map(({ controls }) => controls.stockTargetUnits[shop]);
    expect([target[3], target[4], target[21], target[22]]).toEqual([100, 250, 250, expect.any(Number)]);
    expect(target[22]).toBeLessThan(150);
    const short = { durationDays: 6, isEndKnown: true };
    const known = announced({ frontLoading: { maxCoverDays: 15 } }, short);
    expect(known.days[10].controls.stockTargetUnits[shop]).toBe(160);
  });

  test("whose end is known is over for the design on the day", () => {
    const unknown = ban({});
    const known = ban({ isEndKnown: true });
    const lane = indexOf(known.labels.lanes, "goods");
    const shares = (of: Run): number[] => of.days.map(({ controls }) => controls.laneShare[lane]);
    expect([shares(known)[59], shares(known)[60]]).toEqual([0, 1]);
    expect([shares(unknown)[61], shares(unknown)[62]]).toEqual([0, 1]);
  });
});

describe("a sanction", () => {
  /** Two suppliers of a critical good, one of them in a region that may leave the circle of trust. */
  function trusted(policies: object, allow: object = {}): StudyInput {
    const input = inputOf({
      kind: "sanction",
      what: "",
      fields: { targets: { leavesTrust: ["there"], ...allow } },
      changes: {
        goods: { tier: "critical" },
        world: {
          sites: [
            {
              id: "ally",
              region: "here",
              processes: [{ output: "goods", capacityUnitsPerDay: 7, conversionCostUsdPerUnit: 50 }],
            },
          ],
          lanes: [lane("allied", "goods", "ally", "shop", 2, { share: 0.4 })],
        },
        lanes: ["ore", "goods", "allied"],
      },
      higher: [],
    });
    input.designs[0].policies = policies;
    return input;
  }
  const circle = { circleOfTrust: { regions: ["here", "there"], allowOutsideShare: 0.5 } };

  test("that puts a region outside the circle of trust makes a design that keeps to it buy elsewhere", () => {
    const loyal = runInput(trusted(circle));
    const free = runInput(trusted({}));
    const way = indexOf(loyal.labels.lanes, "goods");
    const allied = indexOf(loyal.labels.lanes, "allied");
    expect(free.days[30].controls.laneShare[way]).toBeCloseTo(0.6, 12);
    // Half of the lane may go on; the ally takes over what it can.
    expect(loyal.days[30].controls.laneShare[way]).toBeLessThan(0.5);
    expect(loyal.days[30].controls.laneShare[allied]).toBeGreaterThan(0.4);
    expect(loyal.days[80].controls.laneShare[way]).toBeCloseTo(0.6, 12);
    expect(loyal.days[30].controls.laneDispatchLimit[way]).toBe(free.days[30].controls.laneDispatchLimit[way]);
  });

  test("that presses a region lets its industry grow, where it can", () => {
    const growth = { ratePerYear: 2, ceilingFactor: 2, delayDays: 0, costUsdPerUnitPerDay: 100 };
    const pressed = (targets: object): Run =>
      runInput(
        inputOf({ kind: "sanction", what: "", fields: { targets }, changes: { plant: { growth } }, higher: [] }),
      );
    const grown = pressed({ leavesTrust: ["here"], pressureRegions: ["there"] });
    const idle = pressed({ leavesTrust: ["here"] });
    const plant = indexOf(grown.labels.processes, "plant/goods");
    expect(grown.days[80].controls.processCapacity[plant]).toBeGreaterThan(12);
    expect(grown.metrics.extraInvestmentCostUsd).toBeGreaterThan(0);
    expect(idle.days[80].controls.processCapacity[plant]).toBe(11);
    expect(idle.metrics.extraInvestmentCostUsd).toBe(0);
  });
});

describe("elastic demand", () => {
  const taxed = (priceElasticity: number, more: object = {}): Run =>
    runInput(
      inputOf({
        kind: "tariff-shock",
        what: "",
        fields: { targets: { fromRegions: ["there"] }, addFraction: 0.5 },
        changes: { market: { priceElasticity, ...more } },
        higher: [],
      }),
    );

  test("falls when prices rise, by price^elasticity of the day before", () => {
    const { metrics, runner } = taxed(-1.5);
    expect(metrics.forgoneDemandUsd).toBeGreaterThan(0);
    expect(taxed(0).metrics.forgoneDemandUsd).toBe(0);
    const { demand } = runner.trajectory;
    const price = runner.measurer.curves.priceIndex;
    for (let day = 1; day < demand.length; day++) {
      expect(demand[day]).toBeCloseTo(10 * Math.exp(-1.5 * Math.log(price[day - 1])), 9);
    }
  });

  test("follows the price with its lags", () => {
    const { runner } = taxed(-1, { passThroughLagWeights: [0, 0, 0.6, 0.4] });
    const { demand } = runner.trajectory;
    const price = runner.measurer.curves.priceIndex;
    for (let day = 1; day < demand.length; day++) expect(demand[day]).toBeCloseTo(10 / price[day - 1], 9);
  });

  test("does not move while prices do not", () => {
    const { runner } = runInput(study({ market: { priceElasticity: -2 } }));
    for (const units of runner.trajectory.demand) expect(units).toBeCloseTo(10, 12);
  });
});
