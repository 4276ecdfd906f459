import { describe, expect, test } from "vitest";
import { baselineControls } from "../../src/model/baseline.ts";
import { allocateTrajectory } from "../../src/model/trajectory.ts";
import { createSegmentWriter } from "../../src/plan/segment-writer.ts";
import { simulateFrom } from "../../src/simulate/reference.ts";
import { allocateState } from "../../src/simulate/state.ts";
import { hasOraclesInPlace, openOracleInPlace } from "../helpers/oracle.ts";
import { compileFor, makeStudy } from "../helpers/study.ts";

/*
 * Deterministic replenishment as a commercial simulator runs it. Our own order rule is base-stock, every day, any quantity;
 * reorder points and lots are decided here, by the adapter, from the engine's state, and handed to it as each day's order
 * limit: 0 or the lot. Everything else is the engine's: arrivals before demand, review after it on on hand + on order less
 * demand, a lead time of whole days, sales from the shelf. An order of the case is a stream's demand on a day; it is lost if
 * the shelf cannot give all of it, which happens in none of these cases. A delivery to a customer takes the lead time too and
 * counts if it is over before the horizon is.
 */
interface Distributor {
  readonly pol: "RQ" | "SS";
  readonly pp: {
    readonly R?: number;
    readonly Q?: number;
    readonly s?: number;
    readonly S?: number;
    readonly safety_stock?: number;
  };
  readonly cap: number;
  readonly init: number;
  readonly dem: readonly (readonly [number, number])[];
}

interface Inputs {
  readonly distributors: readonly Distributor[];
  readonly horizon_days: number;
  readonly lead_time: number;
  readonly fixed_cost_per_shipment: number;
}

/** A number no order reaches. */
const AMPLE = 1e9;

describe("reorder points against a commercial simulator", () => {
  test.skipIf(!hasOraclesInPlace).each(["RQ-M1", "RQ-M4"])(
    "%s (skipped where ../shared/reference is missing)",
    (id) => {
      const oracle = openOracleInPlace(id);
      const inputs = oracle.inputs as Inputs;
      const run = replenish(inputs);
      oracle.check("on hand at the end", run.onHand);
      oracle.check("customer orders placed [count, units]", run.demanded);
      oracle.check("replenishment orders placed [count, units]", run.ordered);
      oracle.check("replenishment received [count, units]", run.received);
      oracle.check("unit-days held (sum of end-of-day on-hand, days 0..T-1)", run.unitDays);
      oracle.check("lost orders", run.lostUnits);
      oracle.check(
        "customer deliveries completed within the horizon (delivery lead time applies) [count, units]",
        run.delivered,
      );
      const shipments = run.ordered[0] + run.demanded[0];
      oracle.check(
        "transport cost (fixed per shipment, replenishment + customer)",
        shipments * inputs.fixed_cost_per_shipment,
      );
      oracle.close();
    },
  );

  test("a lot below the reorder point is ordered when position falls to it, not before", () => {
    // 10 a day from 50, 20 at a time at 30 or below, two days later.
    const run = replenish({
      distributors: [{ pol: "RQ", pp: { R: 30, Q: 20 }, cap: 100, init: 50, dem: [[10, 1]] }],
      horizon_days: 6,
      lead_time: 2,
      fixed_cost_per_shipment: 1,
    });
    // Positions after demand: 40, 30 -> 50, 40, 30 -> 50, 40, 30 -> 50; received of days 1 and 3.
    expect(run.ordered).toEqual([3, 60]);
    expect(run.received).toEqual([2, 40]);
    expect(run.onHand).toBe(50 - 60 + 40);
  });
});

type CountAndUnits = [count: number, units: number];

function replenish({ distributors: [site], horizon_days: days, lead_time: leadDays }: Inputs): {
  onHand: number;
  unitDays: number;
  lostUnits: number;
  demanded: CountAndUnits;
  delivered: CountAndUnits;
  ordered: CountAndUnits;
  received: CountAndUnits;
} {
  const { network } = compileFor(depot(leadDays));
  network.laneCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.processCapacityUnitsPerDay.fill(Number.POSITIVE_INFINITY);
  network.stockTargetUnits[network.laneFrom[0]] = 0;
  const stock = network.laneTo[0];
  const demand = new Float64Array(days);
  const demanded: CountAndUnits = [0, 0];
  const delivered: CountAndUnits = [0, 0];
  for (const [units, interval] of site.dem) {
    for (let day = 0; day < days; day += interval) {
      demand[day] += units;
      add(demanded, units);
      if (day + leadDays < days) add(delivered, units);
    }
  }
  const baseline = baselineControls(network);
  const state = allocateState(network);
  for (const [name, column] of Object.entries(baseline)) state.controls[name as keyof typeof baseline].set(column);
  state.onHand[stock] = site.init;
  state.controls.stockTargetUnits[stock] = AMPLE;
  const ordered: CountAndUnits = [0, 0];
  const review = (day: number): void => {
    // On hand after demand and on order: what arrives today changes neither sum nor decision.
    const position = state.onHand[stock] + state.onOrder[stock] - (demand[day] ?? 0);
    const lot = day < days ? lotAt(site, position) : 0;
    state.controls.stockOrderLimit[stock] = lot;
    if (lot > 0) add(ordered, lot);
  };
  const trajectory = allocateTrajectory(days, network.counts);
  const writer = createSegmentWriter(baseline);
  writer.restart();
  const received: CountAndUnits = [0, 0];
  let unitDays = 0;
  let shipped = 0;
  review(0);
  simulateFrom(network, writer.finish(), demand, state, trajectory, (day) => {
    unitDays += state.onHand[stock];
    // What the unlimited source was asked for it sent the same day.
    expect(trajectory.laneShipped[0] - shipped).toBe(state.controls.stockOrderLimit[stock]);
    shipped = trajectory.laneShipped[0];
    review(day + 1);
  });
  const under = state.moving.reduce((sum, units) => sum + units, 0);
  received[1] = shipped - under;
  // Lots are received whole: as many as were ordered early enough to arrive.
  received[0] = ordered[0] - state.moving.filter((units) => units > 0).length;
  const lostUnits = trajectory.lost.reduce((sum, units) => sum + units, 0);
  return { onHand: state.onHand[stock], unitDays, lostUnits, demanded, delivered, ordered, received };
}

/** What a policy orders at a position: a lot of Q at R or below; up to S at s or below, both raised by safety stock. */
function lotAt({ pol, pp }: Distributor, position: number): number {
  if (pol === "RQ") return position <= (pp.R as number) ? (pp.Q as number) : 0;
  const safety = pp.safety_stock ?? 0;
  return position <= (pp.s as number) + safety ? (pp.S as number) + safety - position : 0;
}

function add(total: CountAndUnits, units: number): void {
  total[0] += 1;
  total[1] += units;
}

function depot(leadTimeDays: number): ReturnType<typeof makeStudy> {
  return makeStudy({
    world: {
      regions: [{ id: "here" }],
      products: [{ id: "goods", massTonnesPerUnit: 1 }],
      sites: [
        {
          id: "source",
          region: "here",
          processes: [{ output: "goods", capacityUnitsPerDay: AMPLE, conversionCostUsdPerUnit: 1 }],
        },
        { id: "depot", region: "here" },
      ],
      lanes: [
        {
          id: "supply",
          product: "goods",
          from: "source",
          to: "depot",
          mode: "road",
          distanceKm: 1,
          leadTimeDays,
          costUsdPerUnit: 0,
        },
      ],
    },
    markets: [{ id: "m", site: "depot", product: "goods", demandUnitsPerDay: 1, priceUsdPerUnit: 1, unmet: "lost" }],
    designs: [{ id: "only", lanes: ["supply"] }],
  });
}
