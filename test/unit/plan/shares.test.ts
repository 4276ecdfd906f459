import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignShares } from "../../../src/plan/shares.ts";
import type { Shares } from "../../../src/plan/sources.ts";
import { createStale, findCustomers, staleAll } from "../../../src/plan/stale.ts";
import { compileFor, indexOf } from "../../helpers/study.ts";
import { type Source, supplyStudy } from "./supply.ts";

const backup = (priority: number, capacityUnitsPerDay: number): object => ({
  capacityUnitsPerDay,
  backup: { priority, activationDelayDays: 0 },
});

/** Who is seen how: open fractions of lanes, capacity fractions of sources, backups that may not be used yet. */
interface Seen {
  readonly lanes?: Record<string, number>;
  readonly sources?: Record<string, number>;
  readonly inactive?: readonly string[];
}

interface Assigned {
  readonly share: Record<string, number>;
  readonly kept: Record<string, number>;
  readonly lacking: number;
  readonly supply: number;
}

function assign(sources: readonly Source[], { lanes = {}, sources: open = {}, inactive = [] }: Seen): Assigned {
  const chokepoints = sources.some((source) => source.detours !== undefined) ? ["strait", "canal"] : [];
  const { network, labels } = compileFor(supplyStudy({ sources, chokepoints }));
  const { counts } = network;
  const laneOpen = new Float64Array(counts.lanes).fill(1);
  const processOpen = new Float64Array(counts.processes).fill(1);
  for (const [id, fraction] of Object.entries(lanes)) laneOpen[indexOf(labels.lanes, id)] = fraction;
  for (const [id, fraction] of Object.entries(open))
    processOpen[indexOf(labels.processes, `${id}-source/p`)] = fraction;
  const shares: Shares = {
    lane: new Float64Array(counts.lanes).fill(99),
    process: new Float64Array(counts.processes).fill(99),
    laneKept: new Float64Array(counts.lanes).fill(99),
    processKept: new Float64Array(counts.processes).fill(99),
    laneGiven: new Float64Array(counts.lanes).fill(99),
    lacking: new Float64Array(counts.stocks).fill(99),
    supply: new Float64Array(counts.stocks).fill(99),
  };
  const active = {
    lane: Uint8Array.from(labels.lanes, (id) => (inactive.includes(id) ? 0 : 1)),
    process: new Uint8Array(counts.processes).fill(1),
  };
  const processUnits = network.processCapacityUnitsPerDay.map((units, process) => units * processOpen[process]);
  const flow = network.stockFlowUnitsPerDay;
  const seen = { laneOpen, processOpen, processUnits, flow, laneExtraDays: new Float64Array(counts.lanes) };
  const stale = createStale(network);
  staleAll(stale);
  assignShares({ network, seen, active, shares }, findCustomers(network), stale);
  const shop = indexOf(labels.stocks, "shop/p");
  const byLane = (values: Float64Array) => Object.fromEntries(labels.lanes.map((id, lane) => [id, values[lane]]));
  return {
    share: byLane(shares.lane),
    kept: byLane(shares.laneKept),
    lacking: shares.lacking[shop],
    supply: shares.supply[shop],
  };
}

function expectShares(assigned: Assigned, expected: Record<string, number>): void {
  for (const [id, share] of Object.entries(expected))
    expect(assigned.share[id], `share of ${id}`).toBeCloseTo(share, 12);
  const others = Object.entries(assigned.share).filter(([id]) => !(id in expected));
  expect(others.filter(([, share]) => share !== 0)).toEqual([]);
}

const detour = (capacityUnitsPerDay: number, avoids = ["strait"]): object => ({
  avoids,
  extraDays: 1,
  capacityUnitsPerDay,
});

describe("when all is open", () => {
  test("shares are the baseline's to the bit, nothing is lacking, backups and detours carry nothing", () => {
    const sources = [
      { id: "a", share: 0.1, via: ["strait"], detours: [detour(50)] },
      { id: "b", share: 0.2 },
      { id: "c" },
      { id: "d", ...backup(1, 50) },
    ];
    const { share, kept, lacking, supply } = assign(sources, {});
    expect(share).toEqual({ a: 0.1, "a~1": 0, b: 0.2, c: 1 - (0.1 + 0.2), d: 0 });
    expect(kept).toEqual({ a: 1, "a~1": 1, b: 1, c: 1, d: 1 });
    expect([lacking, supply]).toEqual([0, 1]);
  });
});

describe("detours", () => {
  // The lane carries 60 of 100 units a day; a detour can take 30.
  const sources = [
    { id: "a", share: 0.6, via: ["strait"], detours: [detour(30)] },
    { id: "b", capacityUnitsPerDay: 50 },
  ];

  test("take what their lane cannot carry, up to their capacity; the rest is lacking", () => {
    const assigned = assign(sources, { lanes: { a: 0 } });
    // 0.3 by the detour; of the 0.3 left b has room for 0.1.
    expectShares(assigned, { "a~1": 0.3, b: 0.5 });
    expect(assigned.lacking).toBeCloseTo(0.3, 12);
    expect(assigned.supply).toBeCloseTo(0.8, 12);
    expect(assigned.kept.a).toBe(0);
  });

  test("of a lane half open take the other half", () => {
    const assigned = assign(sources, { lanes: { a: 0.5 } });
    expectShares(assigned, { a: 0.3, "a~1": 0.3, b: 0.4 });
    expect([assigned.lacking, assigned.supply]).toEqual([0, 1]);
    expect(assigned.kept.a).toBe(0.5);
  });

  test("can be shut themselves, or half", () => {
    expectShares(assign(sources, { lanes: { a: 0, "a~1": 0.5 } }), { "a~1": 0.15, b: 0.5 });
    expectShares(assign(sources, { lanes: { a: 0, "a~1": 0 } }), { b: 0.5 });
  });

  test("are taken in the order in which they stand, each up to its capacity", () => {
    const two = [{ id: "a", via: ["strait"], detours: [detour(20), detour(30)] }];
    expectShares(assign(two, { lanes: { a: 0.9 } }), { a: 0.9, "a~1": 0.1 });
    expectShares(assign(two, { lanes: { a: 0.7 } }), { a: 0.7, "a~1": 0.2, "a~2": 0.1 });
    const full = assign(two, { lanes: { a: 0 } });
    expectShares(full, { "a~1": 0.2, "a~2": 0.3 });
    expect(full.supply).toBeCloseTo(0.5, 12);
  });

  test("behind the same closed door carry nothing that their lane could not", () => {
    const one = [{ id: "a", via: ["strait"], detours: [detour(100), detour(100)] }];
    const assigned = assign(one, { lanes: { a: 0.4, "a~1": 0.4, "a~2": 0.4 } });
    expectShares(assigned, { a: 0.8 }); // its capacity is 200, of which it has 40 %
    expect(assigned.supply).toBeCloseTo(0.8, 12);
    // The most open of them counts: 0.7 in all; the rest stays with the lane.
    const three = assign(one, { lanes: { a: 0.4, "a~1": 0.5, "a~2": 0.7 } });
    expectShares(three, { a: 0.7, "a~1": 0.1, "a~2": 0.2 });
    expect(three.kept.a).toBeCloseTo(0.7, 12);
  });

  test("come before backups, and backups before other primaries", () => {
    const all = [...sources, { id: "c", ...backup(1, 20) }];
    const assigned = assign(all, { lanes: { a: 0 } });
    expectShares(assigned, { "a~1": 0.3, c: 0.2, b: 0.5 });
    expect(assigned.lacking).toBeCloseTo(0.3, 12);
    expect(assigned.supply).toBe(1);
  });
});

describe("backups", () => {
  const sources = [
    { id: "main", share: 0.6, capacityUnitsPerDay: 60 },
    { id: "rest", capacityUnitsPerDay: 40 },
    { id: "first", ...backup(1, 10) },
    { id: "second", ...backup(2, 20) },
    { id: "third", ...backup(2, 40) },
    { id: "last", ...backup(7, 100) },
  ];

  test("are called by priority, equals in proportion to their capacity", () => {
    // 0.6 lacking: 0.1 by the first; 0.5 shared 1 : 2 by the next two, which could do 0.6.
    const assigned = assign(sources, { lanes: { main: 0 } });
    expectShares(assigned, { rest: 0.4, first: 0.1, second: 0.5 / 3, third: 1 / 3 });
    expect(assigned.lacking).toBeCloseTo(0.6, 12);
    expect(assigned.supply).toBe(1);
  });

  test("of a later priority get what the earlier ones cannot carry", () => {
    expectShares(assign(sources, { lanes: { main: 0, rest: 0 } }), { first: 0.1, second: 0.2, third: 0.4, last: 0.3 });
  });

  test("that may not be used yet, or are shut, are passed over", () => {
    expectShares(assign(sources, { lanes: { main: 0 }, inactive: ["first"] }), { rest: 0.4, second: 0.2, third: 0.4 });
    expectShares(assign(sources, { lanes: { main: 0, first: 0.5, second: 0 } }), {
      rest: 0.4,
      first: 0.05,
      third: 0.4,
      last: 0.15,
    });
    const none = assign(sources, { lanes: { main: 0 }, inactive: ["first", "second", "third", "last"] });
    expectShares(none, { rest: 0.4 });
    expect(none.supply).toBeCloseTo(0.4, 12);
  });

  test("whose source makes less are used for what it makes", () => {
    const weak = [{ id: "main" }, { id: "spare", ...backup(1, 50), process: { capacityUnitsPerDay: 50 } }];
    expectShares(assign(weak, { lanes: { main: 0 }, sources: { spare: 0.4 } }), { spare: 0.2 });
  });
});

describe("the other primary sources", () => {
  const sources = [
    { id: "shut", share: 0.5, capacityUnitsPerDay: 50 },
    { id: "small", share: 0.3, capacityUnitsPerDay: 40 },
    { id: "large", capacityUnitsPerDay: 100 },
  ];

  test("take what is left in proportion to their shares, each up to its capacity", () => {
    // 0.5 to place 3 : 2; the small lane is full with 0.1, and what it cannot take goes to the large one.
    const assigned = assign(sources, { lanes: { shut: 0 } });
    expectShares(assigned, { small: 0.4, large: 0.6 });
    expect(assigned.supply).toBe(1);
    expectShares(assign(sources, { lanes: { shut: 0.9 } }), { shut: 0.45, small: 0.33, large: 0.22 });
  });

  test("take nothing when they are not whole themselves", () => {
    const assigned = assign(sources, { lanes: { shut: 0, large: 0.9 } });
    // Of the 0.5 + 0.02 to place 0.42 find none: the part of the lane that is open a little goes back to it.
    expectShares(assigned, { small: 0.4, large: 0.18 + 0.02 * (0.42 / 0.52) });
    expect(assigned.supply).toBeCloseTo(1 - 0.5 * (0.42 / 0.52), 12);
  });

  test("may be many, each with room for a little", () => {
    const many = [
      { id: "shut", share: 0.5 },
      ...Array.from({ length: 30 }, (_, at) => ({
        id: `l${String(at).padStart(2, "0")}`,
        share: 0.5 / 30,
        capacityUnitsPerDay: 50 / 30 + at / 8,
      })),
    ];
    const assigned = assign(many, { lanes: { shut: 0 } });
    const sum = Object.values(assigned.share).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(assigned.supply).toBeCloseTo(1, 9);
  });
});

describe("a partly open lane", () => {
  test("keeps what finds no place as far as it can carry it", () => {
    const sources = [
      { id: "a", capacityUnitsPerDay: 120 },
      { id: "b", ...backup(1, 10) },
    ];
    const assigned = assign(sources, { lanes: { a: 0.5 } });
    expectShares(assigned, { a: 0.6, b: 0.1 });
    expect(assigned.kept.a).toBeCloseTo(0.6, 12);
    expect(assigned.lacking).toBeCloseTo(0.5, 12);
    expect(assigned.supply).toBeCloseTo(0.7, 12);
    expectShares(assign(sources, { lanes: { a: 0.9 } }), { a: 0.9, b: 0.1 });
    expectShares(assign(sources, { lanes: { a: 0.8 } }), { a: 0.9, b: 0.1 });
    const [almostShut, shut] = [1e-9, 0].map((a) => assign(sources, { lanes: { a } }));
    expect(almostShut.share.a - shut.share.a).toBeCloseTo(0, 8);
    expect(almostShut.supply - shut.supply).toBeCloseTo(0, 8);
  });

  test("shares what finds no place with the others by what each lacks; a shut one gets nothing", () => {
    const sources = [
      { id: "a", share: 0.6, capacityUnitsPerDay: 200 },
      { id: "b", share: 0.3, capacityUnitsPerDay: 200 },
      { id: "c", capacityUnitsPerDay: 200 },
      { id: "d", ...backup(1, 25) },
    ];
    // Lacking 0.3 + 0.1 + 0.1, of which half finds place.
    const assigned = assign(sources, { lanes: { a: 0.5, b: 2 / 3, c: 0 } });
    expectShares(assigned, { a: 0.45, b: 0.25, d: 0.25 });
    expect(assigned.supply).toBeCloseTo(0.95, 12);
  });
});

describe("a supplier that makes less", () => {
  // It can make 100 a day and is asked for 60: at 30 % of its capacity it makes half of that.
  const supplier = { id: "weak", share: 0.6, process: { capacityUnitsPerDay: 100 } };
  const other = { id: "other", capacityUnitsPerDay: 40 };

  test("keeps its orders where nobody else has room: waiting is better than not ordering", () => {
    const assigned = assign([supplier, other], { sources: { weak: 0.3 } });
    expectShares(assigned, { weak: 0.6, other: 0.4 });
    expect(assigned.lacking).toBeCloseTo(0.3, 12);
    expect(assigned.supply).toBeCloseTo(0.7, 12);
    expect(assigned.kept.weak).toBe(1);
  });

  test("loses of its orders only as much as others have room for", () => {
    const assigned = assign([supplier, other, { id: "spare", ...backup(1, 10) }], { sources: { weak: 0.3 } });
    expectShares(assigned, { weak: 0.5, other: 0.4, spare: 0.1 });
    expect(assigned.kept.weak).toBeCloseTo(1 - 0.1 / 0.6, 12);
    expect(assigned.supply).toBeCloseTo(0.8, 12);
  });

  test("loses all it cannot make when others have room, and keeps what it can", () => {
    const assigned = assign([supplier, other, { id: "spare", ...backup(1, 90) }], { sources: { weak: 0.3 } });
    expectShares(assigned, { weak: 0.3, other: 0.4, spare: 0.3 });
    expect(assigned.kept.weak).toBeCloseTo(0.5, 12);
    expect(assigned.supply).toBe(1);
  });

  test("that can still make what it is asked for loses nothing", () => {
    const assigned = assign([supplier, other], { sources: { weak: 0.6 } });
    expectShares(assigned, { weak: 0.6, other: 0.4 });
    expect([assigned.lacking, assigned.supply]).toEqual([0, 1]);
  });

  test("comes second: what is placed serves first what no lane lets through", () => {
    const sources = [
      { id: "shut", share: 0.5, capacityUnitsPerDay: 50 },
      { id: "weak", capacityUnitsPerDay: 50, process: { capacityUnitsPerDay: 50 } },
      { id: "spare", ...backup(1, 60) },
    ];
    // Lacking 0.5 + 0.25; the spare takes 0.6: all of the 0.5 and 0.1 of the 0.25.
    const assigned = assign(sources, { lanes: { shut: 0 }, sources: { weak: 0.5 } });
    expectShares(assigned, { spare: 0.6, weak: 0.4 });
    expect(assigned.kept.weak).toBeCloseTo(0.8, 12);
    expect(assigned.supply).toBeCloseTo(0.85, 12);
  });
});

describe("whatever is seen", () => {
  const sources = [
    {
      id: "a",
      share: 0.3,
      via: ["strait"],
      detours: [detour(10), detour(15, ["strait"])],
      process: { capacityUnitsPerDay: 45 },
    },
    { id: "b", share: 0.3, capacityUnitsPerDay: 50, process: { capacityUnitsPerDay: 60 } },
    { id: "c", capacityUnitsPerDay: 45 },
    { id: "d", ...backup(1, 20) },
    { id: "e", ...backup(1, 25), process: { capacityUnitsPerDay: 30 } },
    { id: "f", ...backup(3, 10) },
  ];
  const lanes = ["a", "a~1", "a~2", "b", "c", "d", "e", "f"];
  const capacity: Record<string, number> = { "a~1": 10, "a~2": 15, b: 50, c: 45, d: 20, e: 25, f: 10 };
  const fraction = fc.oneof(fc.constantFrom(0, 0.5, 1, 1), fc.double({ min: 0, max: 1, noNaN: true }));

  test("shares lie in [0, 1], sum to at most 1, and ask no lane for more than it can carry now", () => {
    fc.assert(
      fc.property(
        fc.array(fraction, { minLength: 14, maxLength: 14 }),
        fc.subarray(["d", "e", "f"]),
        (open, inactive) => {
          const seen = {
            lanes: Object.fromEntries(lanes.map((id, at) => [id, open[at]])),
            sources: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((id, at) => [id, open[at + 8]])),
            inactive,
          };
          const { share, kept, lacking, supply } = assign(sources, seen);
          const sum = Object.values(share).reduce((total, value) => total + value, 0);
          expect(sum).toBeLessThanOrEqual(1 + 1e-9);
          expect(supply).toBeLessThanOrEqual(sum + 1e-9);
          expect(supply).toBeGreaterThanOrEqual(1 - lacking - 1e-9);
          for (const id of lanes) {
            expect(share[id], id).toBeGreaterThanOrEqual(-1e-15);
            expect(share[id] * 100, id).toBeLessThanOrEqual((capacity[id] ?? 60) * seen.lanes[id] + 1e-9);
            expect(kept[id]).toBeGreaterThanOrEqual(-1e-15);
            expect(kept[id]).toBeLessThanOrEqual(1 + 1e-12);
          }
          for (const id of inactive) expect(share[id]).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
