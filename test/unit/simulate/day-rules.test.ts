import { describe, expect, test } from "vitest";
import { indexOf, makeStudy } from "../../helpers/study.ts";
import { daysOf, type Run, runDays, sourceDown, supplyStudy } from "../plan/supply.ts";

/** A shop that sells 100 units a day; its lane carries at most 200, twice that. */
const outage = (id: string, pauses: readonly string[], sites = ["shop"]) => ({
  id,
  kind: "site-outage",
  pauses,
  targets: { sites },
});

const column = (run: Run, key: "onHand" | "waiting" | "backlog" | "backorder", index = 0): number[] =>
  run.evenings.map((state) => Number(state[key][index].toFixed(9)));

const shopOf = (run: Run): number => indexOf(run.compiled.labels.stocks, "shop/p");

describe("an undisturbed day", () => {
  test("is like the one before, in goods, orders and money, for ever", () => {
    const study = supplyStudy({
      sources: [
        { id: "a", share: 0.3, leadTimeDays: 7 },
        { id: "b", leadTimeDays: 0 },
      ],
      shop: { coverDays: 2.5 },
    });
    const run = runDays(study, []);
    for (const state of run.evenings) {
      expect(state.onHand[shopOf(run)]).toBeCloseTo(250, 9);
      expect(state.onOrder[shopOf(run)]).toBeCloseTo(210, 9);
      expect(state.goodsUsd[0]).toBeCloseTo(run.evenings[0].goodsUsd[0], 9);
    }
    for (const units of run.trajectory.servedOnTime) expect(units).toBe(100);
    for (const units of run.trajectory.lost) expect(units).toBe(0);
  });
});

describe("a receipt that is paused", () => {
  const study = supplyStudy({
    sources: [{ id: "a", leadTimeDays: 2 }],
    shop: { coverDays: 10 },
    hazards: [outage("closed", ["receipt"])],
    settings: { planner: { detectionDelayDays: 60 } },
  });

  test("lets nothing in; what has arrived waits and comes in at once when it opens", () => {
    const run = runDays(study, [{ hazard: "closed", day: 5, days: 4 }]);
    expect(daysOf(column(run, "waiting"), 4, 10)).toEqual([0, 100, 200, 300, 400, 0]);
    expect(daysOf(column(run, "onHand", shopOf(run)), 4, 10)).toEqual([1000, 900, 800, 700, 600, 1000]);
  });

  test("lets in the open fraction of the lane's capacity, not of what waits", () => {
    // A quarter of 200 units a day, however long the queue.
    const run = runDays(study, [{ hazard: "closed", day: 5, days: 4, severity: 0.75 }]);
    expect(daysOf(column(run, "waiting"), 4, 10)).toEqual([0, 50, 100, 150, 200, 0]);
    // Half of 200 is all that arrives.
    const half = runDays(study, [{ hazard: "closed", day: 5, days: 4, severity: 0.5 }]);
    expect(daysOf(column(half, "waiting"), 4, 10)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("keeps what waits on order: it is not ordered again", () => {
    const run = runDays(study, [{ hazard: "closed", day: 5, days: 4 }]);
    const shipped = run.trajectory.laneShipped[0];
    expect(shipped).toBeCloseTo(60 * 100, 6);
  });
});

describe("a stock that may not order", () => {
  const study = (restockDays = 1) =>
    supplyStudy({
      sources: [{ id: "a", leadTimeDays: 2, capacityUnitsPerDay: 1000 }],
      shop: { coverDays: 10 },
      hazards: [outage("strike", ["orders"])],
      settings: { planner: { detectionDelayDays: 0, restockDays } },
    });
  const shippedPerDay = (run: Run): number[] => {
    const lane = (at: number): number => run.evenings[at].moving[(at + 2) % 3];
    return run.evenings.map((_, day) => Number(lane(day).toFixed(9)));
  };

  test("orders nothing at severity 1, and all of the gap when it is over", () => {
    const run = runDays(study(), [{ hazard: "strike", day: 5, days: 4 }]);
    expect(daysOf(shippedPerDay(run), 4, 11)).toEqual([100, 0, 0, 0, 0, 500, 100]);
  });

  test("orders at most the open part of what a lane with headroom would carry", () => {
    // 200 a day when open: half is all it wants, a fifth is 40.
    expect(
      daysOf(shippedPerDay(runDays(study(), [{ hazard: "strike", day: 5, days: 4, severity: 0.5 }])), 4, 10),
    ).toEqual([100, 100, 100, 100, 100, 100]);
    expect(
      daysOf(shippedPerDay(runDays(study(), [{ hazard: "strike", day: 5, days: 4, severity: 0.8 }])), 4, 11),
    ).toEqual([100, 40, 40, 40, 40, 340, 100]);
  });

  test("closes the gap slowly where it restocks over days: new demand in full, the rest in parts", () => {
    const run = runDays(study(4), [{ hazard: "strike", day: 5, days: 4 }]);
    // 400 are missing; each day 100 and a quarter of what is still missing.
    expect(daysOf(shippedPerDay(run), 9, 13)).toEqual([200, 175, 156.25, 142.1875]);
  });

  test("has a limit of its own where it states one", () => {
    const limited = supplyStudy({
      sources: [{ id: "a", leadTimeDays: 2, capacityUnitsPerDay: 1000 }],
      shop: { coverDays: 10, orderCapacityUnitsPerDay: 130 },
      hazards: [outage("strike", ["orders"])],
    });
    const run = runDays(limited, [{ hazard: "strike", day: 5, days: 2, severity: 0.5 }]);
    expect(daysOf(shippedPerDay(run), 4, 11)).toEqual([100, 65, 65, 130, 130, 110, 100]);
  });
});

describe("customers who wait", () => {
  // No stock, no lead time: a day without production is a day without sales.
  const study = (patienceDays: number) =>
    supplyStudy({
      sources: [{ id: "a", leadTimeDays: 0, capacityUnitsPerDay: 5000, process: { capacityUnitsPerDay: 200 } }],
      market: { unmet: "backorder", patienceDays },
      hazards: [sourceDown("a")],
    });
  const outageOf = (days: number, patienceDays: number, severity = 1): Run =>
    runDays(study(patienceDays), [{ hazard: "a-down", day: 5, days, severity }]);

  test("are served until patienceDays after their day, and gone after it", () => {
    // Three days out, patience 3: the demand of day 5 may be served until day 8, and production is back on day 8 with 200
    // a day: 100 late, then today's.
    const kept = outageOf(3, 3);
    expect(daysOf(kept.trajectory.lost, 4, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(daysOf(kept.trajectory.servedLate, 7, 13)).toEqual([0, 200, 200, 100, 0, 0]);
    // Four days out: on day 8 nothing is made, and the demand of day 5 is lost on that day.
    const late = outageOf(4, 3);
    expect(daysOf(late.trajectory.lost, 4, 12)).toEqual([0, 0, 0, 0, 100, 0, 0, 0]);
  });

  test("are served oldest first, and each day's own demand last", () => {
    const run = outageOf(3, 10);
    // 300 wait and 100 come anew every day; 200 a day are made: the queue shrinks by 100 a day.
    expect(daysOf(column(run, "backorder"), 4, 12)).toEqual([0, 100, 200, 300, 200, 100, 0, 0]);
    expect(daysOf(run.trajectory.servedLate, 8, 12)).toEqual([200, 200, 100, 0]);
    expect(daysOf(run.trajectory.servedOnTime, 4, 12)).toEqual([100, 0, 0, 0, 0, 0, 100, 100]);
  });

  test("leave in the order in which they came when only part can be served", () => {
    // A quarter of 200 a day is made for 8 days, patience 2: each day 50 of the oldest are served.
    const run = outageOf(8, 2, 0.75);
    // Day 5: 50 on time, 50 wait. Day 6: the 50 of day 5 late, 100 wait. Day 7: 50 of day 6, 50 of it and 100 wait.
    expect(daysOf(run.trajectory.servedOnTime, 5, 9)).toEqual([50, 0, 0, 0]);
    expect(daysOf(run.trajectory.servedLate, 5, 9)).toEqual([0, 50, 50, 50]);
    // Day 8: the 50 left of day 6 are served on their last day; of day 7's 100 fifty are served on day 9, fifty lost.
    expect(daysOf(run.trajectory.lost, 5, 12)).toEqual([0, 0, 0, 0, 50, 50, 50]);
    expect(daysOf(column(run, "backorder"), 5, 10)).toEqual([50, 100, 150, 200, 200]);
  });

  test("who wait at the horizon are neither lost nor served: they are the open backlog", () => {
    const run = runDays(study(30), [{ hazard: "a-down", day: 50, days: 10 }]);
    expect(run.trajectory.openBacklog[0]).toBe(1000);
    expect(run.trajectory.lost.reduce((sum, units) => sum + units, 0)).toBe(0);
  });

  test("who do not wait are lost on the day", () => {
    const lost = supplyStudy({ sources: [{ id: "a", leadTimeDays: 0 }], hazards: [sourceDown("a")] });
    const run = runDays(lost, [{ hazard: "a-down", day: 5, days: 2 }]);
    expect(daysOf(run.trajectory.lost, 4, 9)).toEqual([0, 100, 100, 0, 0]);
    expect(daysOf(run.trajectory.servedOnTime, 4, 9)).toEqual([100, 0, 0, 100, 100]);
  });
});

describe("a stock that is short", () => {
  /** A hub makes 300 a day for its own market and two shops, 100 each. */
  const hub = (rationing: string, priorities: readonly [number, number]) =>
    makeStudy({
      settings: { horizonDays: 20, planner: { detectionDelayDays: 0 } },
      world: {
        regions: [{ id: "here" }],
        products: [{ id: "p", massTonnesPerUnit: 1 }],
        sites: [
          {
            id: "hub",
            region: "here",
            processes: [{ output: "p", capacityUnitsPerDay: 300, conversionCostUsdPerUnit: 1 }],
            stocks: [{ product: "p", rationing }],
          },
          { id: "shop-a", region: "here" },
          { id: "shop-b", region: "here" },
        ],
        lanes: ["a", "b"].map((id, index) => ({
          id,
          product: "p",
          from: "hub",
          to: `shop-${id}`,
          mode: "road",
          distanceKm: 1,
          leadTimeDays: 1,
          costUsdPerUnit: 1,
          allocationPriority: priorities[index],
        })),
      },
      markets: ["hub", "shop-a", "shop-b"].map((site) => ({
        id: site,
        site,
        product: "p",
        demandUnitsPerDay: 100,
        priceUsdPerUnit: 10,
        unmet: "lost",
      })),
      hazards: [
        { id: "half", kind: "site-outage", arrival: { days: [0] }, durationDays: 1, targets: { sites: ["hub"] } },
      ],
      designs: [{ id: "d", lanes: ["a", "b"] }],
    });
  /** Units for the hub's market and over each lane on the first days of an outage from day 5 on. */
  const firstDays = (rationing: string, priorities: readonly [number, number], severity: number): number[][] => {
    const { evenings, trajectory, compiled } = runDays(hub(rationing, priorities), [
      { hazard: "half", day: 5, days: 10, severity },
    ]);
    const market = indexOf(compiled.labels.markets, "hub");
    return [5, 6].map((day) =>
      [
        trajectory.servedOnTime[day * 3 + market],
        ...[0, 1].map((lane) => {
          const start = compiled.network.laneRingStart[lane];
          return evenings[day].moving[start + ((day + 1) % 2)];
        }),
      ].map((units) => Number(units.toFixed(9))),
    );
  };

  test("gives everybody the same fraction of what he would take", () => {
    // 150 for 300. The next day the market wants 100 again, the lanes 100 and what they did not get: 400 in all.
    expect(firstDays("proportional", [1, 2], 0.5)).toEqual([
      [50, 50, 50],
      [37.5, 56.25, 56.25],
    ]);
  });

  test("with priorities serves its own site first, then lower ranks, each level in full before the next", () => {
    expect(firstDays("priority", [1, 2], 0.5)).toEqual([
      [100, 50, 0],
      [100, 50, 0],
    ]);
    expect(firstDays("priority", [2, 1], 0.5)).toEqual([
      [100, 0, 50],
      [100, 0, 50],
    ]);
    expect(firstDays("priority", [1, 2], 0.8)).toEqual([
      [60, 0, 0],
      [60, 0, 0],
    ]);
  });

  test("shares a level in proportion: equals among themselves, and rank 0 with the site itself", () => {
    // 50 for two lanes of rank 3, 100 each.
    expect(firstDays("priority", [3, 3], 0.5)[0]).toEqual([100, 25, 25]);
    // Lane a stands beside the market: 150 for 200.
    expect(firstDays("priority", [0, 1], 0.5)[0]).toEqual([75, 75, 0]);
  });
});

describe("lanes and processes without lead time", () => {
  test("pass goods on the same day through every tier, and the money with them", () => {
    const study = makeStudy({
      settings: { horizonDays: 20, planner: { detectionDelayDays: 0 } },
      world: {
        regions: [{ id: "here" }],
        products: [
          { id: "raw", massTonnesPerUnit: 1 },
          { id: "p", massTonnesPerUnit: 1 },
        ],
        sites: [
          {
            id: "mine",
            region: "here",
            processes: [{ output: "raw", capacityUnitsPerDay: 1000, conversionCostUsdPerUnit: 2 }],
          },
          {
            id: "plant",
            region: "here",
            processes: [
              {
                output: "p",
                inputs: [{ product: "raw", unitsPerUnit: 2 }],
                capacityUnitsPerDay: 500,
                conversionCostUsdPerUnit: 3,
                yieldFraction: 0.5,
              },
            ],
          },
          { id: "shop", region: "here" },
        ],
        lanes: [
          { id: "raw-lane", product: "raw", from: "mine", to: "plant" },
          { id: "p-lane", product: "p", from: "plant", to: "shop", tariffFraction: 0.1 },
        ].map((lane) => ({ mode: "road", distanceKm: 1, leadTimeDays: 0, costUsdPerUnit: 1, ...lane })),
      },
      markets: [{ id: "m", site: "shop", product: "p", demandUnitsPerDay: 100, priceUsdPerUnit: 50, unmet: "lost" }],
      hazards: [
        { id: "down", kind: "site-outage", arrival: { days: [0] }, durationDays: 1, targets: { sites: ["mine"] } },
      ],
      designs: [{ id: "d", lanes: ["raw-lane", "p-lane"] }],
    });
    const { trajectory, evenings } = runDays(study, [{ hazard: "down", day: 5, days: 3, severity: 0.8 }]);
    // 1000 x 0.2 = 200 raw a day for 4 each: 50 units.
    [100, 50, 50, 50, 100].forEach((units, at) => {
      expect(trajectory.servedOnTime[at + 4]).toBeCloseTo(units, 9);
    });
    // A unit: 4 raw at 2 + 1, conversion 3, duty 10 % of 15, freight 1.
    const unitUsd = 4 * 3 + 3 + 1.5 + 1;
    expect(trajectory.soldCostUsd[4]).toBeCloseTo(100 * unitUsd, 9);
    expect(trajectory.soldCostUsd[6]).toBeCloseTo(50 * unitUsd, 9);
    for (const state of evenings) {
      expect(Math.max(...state.onHand)).toBeCloseTo(0, 9);
      expect(state.goodsUsd[0]).toBeCloseTo(0, 6);
    }
  });
});

describe("a port", () => {
  const study = supplyStudy({
    sources: [
      { id: "a", share: 0.75, leadTimeDays: 2, via: ["origin-quay", "quay"] },
      { id: "b", leadTimeDays: 3, via: ["origin-quay", "quay"] },
    ],
    shop: { coverDays: 10 },
    ports: [
      { id: "origin-quay", region: "here", headroomFactor: 9 },
      { id: "quay", region: "here", headroomFactor: 1.2 },
    ],
    hazards: [{ id: "fog", kind: "port-closure", targets: { ports: ["quay"] } }],
    settings: { planner: { detectionDelayDays: 50 } },
  });

  test("lets in its throughput in tonnes, the same fraction of what each lane offers, and drains with its spare", () => {
    const run = runDays(study, [{ hazard: "fog", day: 5, days: 2 }]);
    // Shut for two days: 150 and 50 wait. Then 120 of the 300 offered a day, 2/5 of each: the queue shrinks by 20 a day.
    const total = run.evenings.map((state) => Number((state.waiting[0] + state.waiting[1]).toFixed(6)));
    expect(daysOf(total, 4, 10)).toEqual([0, 100, 200, 180, 160, 140]);
    expect(total.indexOf(0, 5)).toBe(16);
    expect(run.evenings[6].waiting[0]).toBeCloseTo(150, 9);
    expect(run.evenings[7].waiting[0]).toBeCloseTo(225 * 0.6, 9);
    expect(run.evenings[7].waiting[1]).toBeCloseTo(75 * 0.6, 9);
  });

  test("half open lets in half of its throughput", () => {
    const run = runDays(study, [{ hazard: "fog", day: 5, days: 3, severity: 0.5 }]);
    const total = run.evenings.map((state) => Number((state.waiting[0] + state.waiting[1]).toFixed(6)));
    expect(daysOf(total, 4, 9)).toEqual([0, 40, 80, 120, 100]);
  });
});
