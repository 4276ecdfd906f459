import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Study } from "../../../src/config/study.ts";
import { createDesignRunner } from "../../../src/design-runner.ts";
import { compileFor } from "../../helpers/study.ts";
import { daysOf, runDays, type Strike, scenarioOf, supplyStudy } from "./supply.ts";

const LEAD = 10;
const DAYS = 60;
// The first strait lies a quarter of the way along: passed with 7.5 days to go; the second is passed with 2.5 to go.
const PASS_DAYS: Record<string, number> = { "near-origin": 7.5, "near-shop": 2.5 };

const hazard = (id: string, chokepoint: string) => ({ id, kind: "blockade", targets: { chokepoints: [chokepoint] } });
const study: Study = supplyStudy({
  sources: [
    {
      id: "lane",
      leadTimeDays: LEAD,
      via: [
        { at: "near-origin", atShare: 0.25 },
        { at: "near-shop", atShare: 0.75 },
      ],
    },
  ],
  shop: { coverDays: 4 },
  chokepoints: ["near-origin", "near-shop"],
  hazards: [hazard("early", "near-origin"), hazard("late", "near-shop"), hazard("late-too", "near-shop")],
  settings: { horizonDays: DAYS, exposureDays: DAYS },
});
const POINT_OF: Record<string, string> = { early: "near-origin", late: "near-shop", "late-too": "near-shop" };

/** Units that reach the shop each day. */
function arrivals(strikes: readonly Strike[]): number[] {
  const { trajectory, evenings } = runDays(study, strikes);
  return evenings.map(({ onHand }, day) => {
    const before = day === 0 ? 400 : evenings[day - 1].onHand[shopOf()];
    return Number((onHand[shopOf()] - before + trajectory.servedOnTime[day]).toFixed(9));
  });
}

const { network, labels } = compileFor(study);
const shopOf = (): number => labels.stocks.indexOf("shop/p");

describe("goods under way when a strait is shut", () => {
  test("go on when they are past it, and stand still where they are when they are not", () => {
    const arrived = arrivals([{ hazard: "late", day: 5, days: 10 }]);
    // 0, 1 and 2 days to go: past. 3 to 9 days to go wait for ten days and then come with their old spacing.
    expect(arrived.slice(0, 8)).toEqual(new Array(8).fill(100));
    expect(arrived.slice(8, 18)).toEqual(new Array(10).fill(0));
    expect(arrived.slice(18, 25)).toEqual(new Array(7).fill(100));
  });

  test("of a strait near the origin go on sooner", () => {
    const arrived = arrivals([{ hazard: "early", day: 5, days: 10 }]);
    expect(arrived.slice(0, 13)).toEqual(new Array(13).fill(100));
    expect(arrived.slice(13, 23)).toEqual(new Array(10).fill(0));
    expect(arrived.slice(23, 25)).toEqual([100, 100]);
  });

  test("stop at the second strait although the first is open again", () => {
    const arrived = arrivals([
      { hazard: "early", day: 5, days: 3 },
      { hazard: "late", day: 6, days: 10 },
    ]);
    // Day 5: 8 and 9 to go stop. Day 6: those with 3 to 6 to go (4 to 7 on day 5) stop as well, until day 16.
    expect(arrived.slice(5, 9)).toEqual([100, 100, 100, 100]);
    expect(arrived.slice(9, 19)).toEqual(new Array(10).fill(0));
    expect(arrived.slice(19, 23)).toEqual([100, 100, 100, 100]);
    // Those that stopped with 8 and 9 to go on day 5 still have them on day 16: there is a gap of one day before them.
    expect(arrived.slice(23, 26)).toEqual([0, 100, 100]);
  });

  test("stop in part where the strait is open in part, and what stands goes on as it opens", () => {
    const arrived = arrivals([{ hazard: "late", day: 5, days: 10, severity: 0.4 }]);
    expect(arrived.slice(5, 8)).toEqual([100, 100, 100]);
    expect(arrived.slice(8, 15)).toEqual(new Array(7).fill(60));
    // What was shipped on days 5 to 14: orders fell to 60 %, and 40 % of what had been held comes from day 18 on.
    expect(arrived.slice(18, 25).every((units) => units >= 40)).toBe(true);
  });
});

describe("day by day, whatever happens to two straits,", () => {
  interface Parcel {
    units: number;
    daysToGo: number;
    readonly isHeld: boolean;
  }

  /** Open fraction ahead of goods with so many days to go: the product over straits they have not passed. */
  const openAhead = (daysToGo: number, strikes: readonly Strike[], day: number): number =>
    strikes
      .toSorted((a, b) => (a.hazard < b.hazard ? -1 : a.hazard > b.hazard ? 1 : a.day - b.day))
      .filter((strike) => strike.day <= day && day < strike.day + strike.days)
      .filter((strike) => daysToGo > PASS_DAYS[POINT_OF[strike.hazard]])
      .reduce((open, strike) => open * (1 - (strike.severity ?? 1)), 1);

  /**
   * The rule of the model page in parcels: when the open fraction ahead falls from f to g, 1 - g/f of what moves stops
   * where it is; when it rises, (g - f)/(1 - f) of what stands goes on; what is shipped beyond open x capacity waits.
   */
  function follow(parcels: readonly Parcel[], strikes: readonly Strike[], day: number): Parcel[] {
    return parcels.flatMap((parcel) => {
      if (parcel.daysToGo === 0) return [parcel];
      const before = openAhead(parcel.daysToGo, strikes, day - 1);
      const after = openAhead(parcel.daysToGo, strikes, day);
      let changed = 0;
      if (after < before && !parcel.isHeld) changed = 1 - after / before;
      if (after > before && parcel.isHeld) changed = (after - before) / (1 - before);
      return [
        { ...parcel, units: parcel.units * (1 - changed) },
        { ...parcel, units: parcel.units * changed, isHeld: !parcel.isHeld },
      ];
    });
  }

  const strike = fc.record({
    hazard: fc.constantFrom("early", "late", "late-too"),
    day: fc.integer({ min: 0, max: 30 }),
    days: fc.integer({ min: 1, max: 20 }),
    severity: fc.oneof(fc.constant(1), fc.constantFrom(0.25, 0.5), fc.double({ min: 0.01, max: 0.99, noNaN: true })),
  });

  test("what moves and what stands is where the rule puts it, and no unit gets lost", () => {
    const runner = createDesignRunner(network, study.settings, 0);
    const shop = shopOf();
    fc.assert(
      fc.property(fc.array(strike, { minLength: 1, maxLength: 5 }), (strikes) => {
        let parcels: Parcel[] = Array.from({ length: LEAD }, (_, daysToGo) => ({
          units: 100,
          daysToGo,
          isHeld: false,
        }));
        let shippedBefore = 0;
        let onHandBefore = 400;
        runner.run(scenarioOf(study, strikes), (day, state) => {
          parcels = follow(parcels, strikes, day);
          const arrived = parcels.filter((parcel) => !parcel.isHeld && parcel.daysToGo === 0);
          const received = arrived.reduce((sum, parcel) => sum + parcel.units, 0);
          parcels = parcels.filter((parcel) => !arrived.includes(parcel));
          const shipped = runner.trajectory.laneShipped[0] - shippedBefore;
          shippedBefore = runner.trajectory.laneShipped[0];
          const open = openAhead(LEAD, strikes, day);
          const entering = open === 1 ? shipped : Math.min(shipped, open * 200);
          parcels.push({ units: entering, daysToGo: LEAD, isHeld: false });
          parcels.push({ units: shipped - entering, daysToGo: LEAD, isHeld: true });

          const sold = runner.trajectory.servedOnTime[day];
          expect(state.onHand[shop] + sold - onHandBefore).toBeCloseTo(received, 6);
          onHandBefore = state.onHand[shop];
          for (let daysToGo = 1; daysToGo <= LEAD; daysToGo++) {
            const of = (isHeld: boolean): number =>
              parcels.reduce(
                (sum, item) => sum + (item.isHeld === isHeld && item.daysToGo === daysToGo ? item.units : 0),
                0,
              );
            expect(state.moving[(day + daysToGo) % (LEAD + 1)], `moving, ${daysToGo} to go on day ${day}`).toBeCloseTo(
              of(false),
              6,
            );
            expect(state.held[daysToGo], `held, ${daysToGo} to go on day ${day}`).toBeCloseTo(of(true), 6);
          }
          for (const parcel of parcels) if (!parcel.isHeld) parcel.daysToGo -= 1;
          parcels = parcels.filter((parcel) => parcel.units !== 0);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("money goes with the goods: nothing under way is free, nothing costs twice", () => {
    const strikes: Strike[] = [
      { hazard: "early", day: 4, days: 9, severity: 0.6 },
      { hazard: "late", day: 7, days: 20, severity: 0.5 },
      { hazard: "late-too", day: 9, days: 5 },
    ];
    const { evenings } = runDays(study, strikes);
    for (const { moving, movingUsd, held, heldUsd } of evenings) {
      // Every unit on the lane cost 1 to make and 1 to ship.
      for (let slot = 0; slot < moving.length; slot++) {
        expect(movingUsd[slot]).toBeCloseTo(2 * moving[slot], 8);
        expect(heldUsd[slot]).toBeCloseTo(2 * held[slot], 8);
      }
    }
    expect(daysOf(evenings[DAYS - 1].held, 0, LEAD + 1)).toEqual(new Array(LEAD + 1).fill(0));
  });
});
