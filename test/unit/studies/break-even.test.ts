import { describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import { parseStudy } from "../../../src/config/parse-study.ts";
import { encodeHeader, encodeRows } from "../../../src/outputs/csv.ts";
import { type BreakEven, findBreakEvens, tabulateCurve, usualReach } from "../../../src/studies/break-even.ts";
import { curveTable } from "../../../src/studies/break-even-table.ts";
import { smoothCrossings, straightCrossings } from "../../../src/studies/crossings.ts";
import type { Quantity, Scope } from "../../../src/studies/reprice.ts";
import type { StudyInput } from "../../helpers/study.ts";

/*
 * A hundred widgets a day. `far` makes them abroad: 5 USD and a tonne of CO2e a widget, carbon price 10 there; freight 2. Home
 * has a carbon price of 20 and adjusts at its border. `near` makes them at home for `nearUsd` and 0.2 t. A widget on the shelf:
 *
 *   far   5 + 10 + 2 + max(0, home - 10)          near   nearUsd + 0.2 x home
 */
function twoDesigns(nearUsd: number, more: { nearFixedUsd?: number; tariff?: number } = {}): StudyInput {
  const source = (id: string, region: string, usd: number, tonnes: number, fixed = 0): object => ({
    id,
    region,
    fixedCostUsdPerDay: fixed,
    processes: [
      { output: "widget", capacityUnitsPerDay: 500, conversionCostUsdPerUnit: usd, emissionsTonnesPerUnit: tonnes },
    ],
  });
  const lane = (id: string, from: string, costUsdPerUnit: number): object => ({
    id,
    from,
    to: "shop",
    product: "widget",
    mode: "road",
    distanceKm: 100,
    leadTimeDays: 1,
    costUsdPerUnit,
    tariffFraction: id === "far" ? (more.tariff ?? 0) : 0,
  });
  return {
    id: "two-designs",
    world: {
      carbonRegimes: [
        { id: "abroad", priceUsdPerTonne: 10 },
        { id: "home", priceUsdPerTonne: 20 },
      ],
      regions: [
        { id: "abroad", carbonRegime: "abroad" },
        { id: "home", carbonRegime: "home", hasBorderAdjustment: true },
      ],
      products: [{ id: "widget", massTonnesPerUnit: 0, isBorderAdjusted: true }],
      sites: [
        source("overseas", "abroad", 5, 1),
        source("domestic", "home", nearUsd, 0.2, more.nearFixedUsd),
        { id: "shop", region: "home" },
      ],
      lanes: [lane("far", "overseas", 2), lane("near", "domestic", 0)],
    },
    markets: [{ id: "m", site: "shop", product: "widget", demandUnitsPerDay: 100, priceUsdPerUnit: 50, unmet: "lost" }],
    designs: [
      { id: "far", lanes: ["far"] },
      { id: "near", lanes: ["near"] },
    ],
  };
}

const compiledOf = (input: StudyInput): ReturnType<typeof compileStudy> =>
  compileStudy(parseStudy("test.yaml", JSON.stringify(input)));

function solve(input: StudyInput, quantity: Quantity, scope: Scope = {}): { landed: BreakEven; total: BreakEven } {
  const [landed, total] = findBreakEvens(compiledOf(input), { quantity, scope, pairs: [["far", "near"]] });
  return { landed, total };
}

const at = ({ crossings }: BreakEven): number[] => crossings.map((crossing) => crossing.at);

describe("break-even by hand", () => {
  test("behind the bend of the border adjustment: 17 + (home - 10) = 20 + 0.2 home at 16.25", () => {
    const { landed } = solve(twoDesigns(20), "carbon-price", { regime: "home" });
    expect(at(landed)).toEqual([16.25]);
    expect(landed.crossings[0].isCheaperBeyond).toBe(true);
    // At 20 today: near 24, far 27.
    expect(landed).toMatchObject({ isCheaperAtZero: false, reason: "", method: "exact" });
    expect(landed.gapTodayUsdPerDay).toBeCloseTo(-300, 9);
  });

  test("on both sides of the bend: near is cheaper up to 5 and from 11.25", () => {
    const { landed } = solve(twoDesigns(16), "carbon-price", { regime: "home" });
    expect(at(landed)).toEqual([expect.closeTo(5, 12), expect.closeTo(11.25, 12)]);
    expect(landed.isCheaperAtZero).toBe(true);
    expect(landed.crossings.map(({ isCheaperBeyond }) => isCheaperBeyond)).toEqual([false, true]);
  });

  test("the price at origin pays instead of the border up to the importer's price: flat, then a rise", () => {
    // far: 7 + abroad + max(0, 20 - abroad), which is 27 up to 20; near 26 + 4.
    const { landed } = solve(twoDesigns(26), "carbon-price", { regime: "abroad" });
    expect(at(landed)).toEqual([expect.closeTo(23, 12)]);
  });

  test("free allocation moves the bend: 7 + 0.75 home = 16 + 0.2 home at 9 / 0.55", () => {
    const study = twoDesigns(16);
    study.world.regions[1].borderFreeAllocationFraction = 0.5;
    study.world.products[0].borderBenchmarkTonnesPerUnit = 0.5;
    expect(at(solve(study, "carbon-price", { regime: "home" }).landed)).toEqual([
      expect.closeTo(5, 12),
      expect.closeTo(9 / 0.55, 12),
    ]);
    // far: 7 + abroad + max(0, 0.75 x 20 - abroad), which is 22 up to 15; near 16 + 4, then 13 + abroad.
    const { landed } = solve(twoDesigns(19), "carbon-price", { regime: "abroad" });
    expect(at(landed)).toEqual([]);
    study.world.sites[1].processes[0].conversionCostUsdPerUnit = 19;
    expect(at(solve(study, "carbon-price", { regime: "abroad" }).landed)).toEqual([expect.closeTo(16, 12)]);
  });

  test("one price in all regimes leaves nothing to adjust: 7 + x = 16 + 0.2 x at 11.25", () => {
    const { landed } = solve(twoDesigns(16), "carbon-price");
    expect(at(landed)).toEqual([expect.closeTo(11.25, 12)]);
  });

  test("freight: 25 + 2 f = 30 at 2.5, with another dollar of fixed cost at 3", () => {
    const { landed, total } = solve(twoDesigns(26, { nearFixedUsd: 100 }), "freight");
    expect(at(landed)).toEqual([expect.closeTo(2.5, 12)]);
    expect(at(total)).toEqual([expect.closeTo(3, 12)]);
    expect(total.gapTodayUsdPerDay).toBeCloseTo(400, 9);
  });

  test("duty on top of today's: 27 + 15 x (0.1 + t) = 30 at 10 %", () => {
    const { landed } = solve(twoDesigns(26, { tariff: 0.1 }), "tariff");
    expect(at(landed)).toEqual([expect.closeTo(0.1, 12)]);
    expect(landed.method).toBe("exact");
  });

  test("scope: other regions, lanes and modes are left alone", () => {
    const study = twoDesigns(26);
    expect(at(solve(study, "tariff", { origin: "abroad", destination: "home" }).landed)).toHaveLength(1);
    for (const scope of [
      { origin: "home" },
      { destination: "abroad" },
      { lanes: ["near"] },
      { modes: ["sea"] },
    ] as const) {
      const { landed } = solve(study, "tariff", scope);
      expect(landed, JSON.stringify(scope)).toMatchObject({ crossings: [], isCheaperAtZero: false });
      expect(landed.reason).toBe("dearer up to 500 % of duty, touched alike");
    }
    expect(at(solve(study, "freight", { lanes: ["far"] }).landed)).toEqual([expect.closeTo(2.5, 12)]);
    expect(at(solve(study, "freight", { modes: ["air"] }).landed)).toEqual([]);
  });

  test("a duty borne twice compounds and is searched: 10 (1 + t)^2 = 14.4 at 20 %", () => {
    const study = twoDesigns(14.4);
    const { world } = study;
    world.carbonRegimes = [];
    world.regions = [{ id: "abroad" }, { id: "home" }, { id: "mining" }];
    world.sites[0].processes[0].inputs = [{ product: "ore", unitsPerUnit: 1 }];
    world.sites[0].processes[0].conversionCostUsdPerUnit = 0;
    world.products.push({ id: "ore", massTonnesPerUnit: 0 });
    const ore = { output: "ore", capacityUnitsPerDay: 500, conversionCostUsdPerUnit: 10 };
    world.sites.push({ id: "mine", region: "mining", processes: [ore] });
    world.lanes[0].costUsdPerUnit = 0;
    world.lanes.push({ ...world.lanes[0], id: "ore", product: "ore", from: "mine", to: "overseas" });
    study.designs[0].lanes.push("ore");
    const { landed } = solve(study, "tariff");
    expect(landed.method).toBe("searched");
    expect(at(landed)).toEqual([expect.closeTo(0.2, 14)]);
    // Only the second border is meant: 10 (1 + t) = 14.4.
    const second = solve(study, "tariff", { origin: "abroad" }).landed;
    expect(second.method).toBe("exact");
    expect(at(second)).toEqual([expect.closeTo(0.44, 12)]);
  });

  test("reasons: dearer for ever, cheaper for ever, the same", () => {
    expect(solve(twoDesigns(9000), "freight").landed).toMatchObject({
      crossings: [],
      isCheaperAtZero: false,
      reason: "dearer up to 100 times today's freight, and the gap narrows but does not close",
    });
    expect(solve(twoDesigns(1), "freight").landed).toMatchObject({
      isCheaperAtZero: true,
      reason: "cheaper up to 100 times today's freight, and the gap widens",
    });
    const same = findBreakEvens(compiledOf(twoDesigns(20)), {
      quantity: "freight",
      scope: {},
      pairs: [["far", "far"]],
    });
    expect(same[0]).toMatchObject({ crossings: [], reason: "both cost the same up to 100 times today's freight" });
  });

  test("a study written with the break-even price costs the same either way", () => {
    const input = twoDesigns(20);
    input.world.carbonRegimes[1].priceUsdPerTonne = at(solve(input, "carbon-price", { regime: "home" }).landed)[0];
    const [far, near] = compiledOf(input).designs;
    expect(near.structure.landedCostUsdPerDay).toBeCloseTo(far.structure.landedCostUsdPerDay, 9);
  });
});

describe("the curve", () => {
  const compiled = compiledOf(twoDesigns(16));
  const question = { quantity: "carbon-price", scope: { regime: "home" }, pairs: [["far", "near"]] } as const;
  const answers = findBreakEvens(compiled, question);
  const points = tabulateCurve(compiled, question, answers, 40, 8);

  test("has the grid, today, every bend and every break-even, in order, a design after the other", () => {
    const far = points.filter(({ design }) => design === "far");
    // 5 is on the grid as well; total and landed cost break even at the same price here.
    expect(far.map(({ value, point }) => `${Number(value.toFixed(9))} ${point}`)).toEqual([
      "0 grid",
      "5 break-even",
      "10 bend",
      "11.25 break-even",
      "15 grid",
      "20 today",
      "25 grid",
      "30 grid",
      "35 grid",
      "40 grid",
    ]);
    const near = points.filter(({ design }) => design === "near");
    expect(near.map(({ point }) => point)).not.toContain("bend");
  });

  test("costs what the formula says at each point", () => {
    for (const { design, value, landedCostUsdPerDay, landedCostUsdPerUnit, totalCostUsdPerDay } of points) {
      const unit = design === "far" ? 17 + Math.max(0, value - 10) : 16 + 0.2 * value;
      expect(landedCostUsdPerUnit).toBeCloseTo(unit, 9);
      expect(landedCostUsdPerDay).toBeCloseTo(100 * unit, 7);
      expect(totalCostUsdPerDay).toBeCloseTo(landedCostUsdPerDay, 9);
    }
  });

  test("reaches beyond the last break-even, and no further than anything is looked at", () => {
    expect(usualReach("carbon-price", answers)).toBe(200);
    const far = { ...answers[0], crossings: [{ at: 9000, isCheaperBeyond: true }] };
    expect(usualReach("carbon-price", [far])).toBe(10_000);
    expect(usualReach("carbon-price", [{ ...far, crossings: [{ at: 1000, isCheaperBeyond: true }] }])).toBe(1200);
  });

  test("is written with units in its headings", () => {
    expect(encodeHeader(curveTable)).toContain("quantity,design_id,value,landed_cost_usd_per_day,");
    expect(encodeRows(curveTable, points).trimEnd().split("\n")).toHaveLength(points.length);
  });
});

describe("crossings", () => {
  test("of lines are exact, and a touch is none", () => {
    const wave = (x: number): number => ({ 0: 1, 1: 0, 2: 1, 3: -1, 4: -1, 5: 3 })[x] as number;
    expect(straightCrossings([0, 1, 2, 3, 4, 5], wave, 1)).toEqual([
      { at: 2.5, sign: -1 },
      { at: 4.25, sign: 1 },
    ]);
  });

  test("after a stretch without a gap, the end of the stretch counts", () => {
    const gap = (x: number): number => (x < 2 ? 1 : x < 5 ? 0 : -1);
    expect(straightCrossings([0, 1, 2, 3, 4, 5], gap, 1)).toEqual([{ at: 4, sign: -1 }]);
  });

  test("rounding is no gap", () => {
    expect(straightCrossings([0, 1], (x) => (x - 0.5) * 1e-10, 1e6)).toEqual([]);
  });

  test("of smooth curves lie between neighbouring doubles", () => {
    const [crossing] = smoothCrossings([0, 1, 2], (x) => x * x - 2, 1);
    expect(crossing).toEqual({ at: Math.SQRT2, sign: 1 });
  });
});
