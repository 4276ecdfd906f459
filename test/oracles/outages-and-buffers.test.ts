import { describe, expect, test } from "vitest";
import { findEpisode } from "../../src/measure/episode.ts";
import { baselineControls } from "../../src/model/baseline.ts";
import { CONTROL_ID } from "../../src/model/segments.ts";
import { allocateTrajectory, type Trajectory } from "../../src/model/trajectory.ts";
import { createSegmentWriter } from "../../src/plan/segment-writer.ts";
import { simulate } from "../../src/simulate/reference.ts";
import { allocateState } from "../../src/simulate/state.ts";
import { type ChainRun, openChain } from "../helpers/chain.ts";
import { openOracle } from "../helpers/oracle.ts";
import { compileFor, makeStudy } from "../helpers/study.ts";

/** Any demand that is not served at once counts. */
const STRICT = {
  failBelowFraction: 1,
  recoverAtFraction: 1,
  holdDays: 1,
  backlogToleranceFraction: 0,
  restrictedMeanDays: 1,
};

interface SiteOutage {
  readonly initial_and_target_stock: number;
  readonly demand_per_day: number;
  readonly capacity_per_day: number;
  readonly outage_days: number;
}

/*
 * A site makes what its stock orders, up to its capacity, and is down from day 0 on. The engine orders, makes and sells on
 * one day in this order, as the cases' recursion does, so no "first day" shifts.
 *
 * Orders in backorder mode restore the target, and what is wanted is what is missing. In lost-sales mode a day's demand is
 * owed when the order is placed and lost only in the evening, so the day of the first loss orders for demand that nobody
 * waits for any more: the stock's position ends above the target by what was lost. That surplus is not made on top. It
 * stands in for the order of every further day of losses and of the first day of full service, and stock never passes the
 * target.
 */
describe("an outage of the only process behind a buffer", () => {
  const horizonDays = 100;

  test.each(["OUT-A1", "OUT-A2"])("%s: survival, backlog, losses and refill are those of the closed form", (id) => {
    const oracle = openOracle(id);
    const { initial_and_target_stock, demand_per_day, capacity_per_day, outage_days } = oracle.inputs as SiteOutage;
    const runSite = (unmet: "backorder" | "lost", outageDays: number): ChainRun => {
      const runNode = openChain({ leadDays: ["made"], unmet });
      const units = Array.from({ length: horizonDays }, (_, day) => (day < outageDays ? 0 : capacity_per_day));
      const demand = new Float64Array(horizonDays).fill(demand_per_day);
      return runNode([initial_and_target_stock], demand, { control: "processCapacity", units });
    };
    const firstDayOfRefill = (onHand: Float64Array): number =>
      onHand.findIndex((units, day) => day >= outage_days && units >= initial_and_target_stock);

    // Continuous time to survive: full days of an outage without end, and the part of the next day that is still served.
    const endless = serviceOf(runSite("backorder", horizonDays).trajectory);
    const firstFailure = findEpisode(endless, 0, STRICT).failDay;
    oracle.check("TTS = S0/d (days of full service, continuous)", firstFailure + endless[firstFailure]);

    const patient = runSite("backorder", outage_days);
    const [owed] = patient.owed;
    const { failDay, recoverDay } = findEpisode(serviceOf(patient.trajectory), 0, STRICT);
    oracle.check("first day with unmet demand (0-based)", failDay < 0 ? "none" : failDay);
    oracle.check("peak backlog (backorder mode)", Math.max(...owed));
    oracle.check("backlog unit-days (sum of end-of-day backlog)", sum(owed));
    const cleared = owed.findIndex((units, day) => day >= outage_days && units === 0);
    oracle.check("first day (0-based) with zero end-of-day backlog", cleared);
    oracle.check("first day with stock back at S0 (backorder mode)", firstDayOfRefill(patient.onHand[0]));
    // The oldest backorders come first: demand is met in full on its day again once nobody waits.
    expect(recoverDay).toBe(failDay < 0 ? -1 : cleared);
    // Within the day of clearance the net stock rises evenly from minus yesterday's backlog to today's stock.
    const before = owed[cleared - 1];
    const partOfDay = before === 0 ? 0 : before / (before + patient.onHand[0][cleared]);
    oracle.check(
      "days after restart to clear the backlog: (dT-S0)/(c-d) continuous",
      cleared - outage_days + partOfDay,
    );
    expect(sum(patient.trajectory.lost)).toBe(0);

    const impatient = runSite("lost", outage_days);
    oracle.check("lost sales total (lost-sales mode)", sum(impatient.trajectory.lost));
    oracle.check("first day with stock back at S0 (lost-sales mode)", firstDayOfRefill(impatient.onHand[0]));
    expect(findEpisode(serviceOf(impatient.trajectory), 0, STRICT).failDay).toBe(failDay);
    expect(sum(impatient.owed[0])).toBe(0);
    for (const { onHand } of [patient, impatient]) expect(Math.max(...onHand[0])).toBe(initial_and_target_stock);
    oracle.close();
  });
});

/*
 * A market's stock behind one lane, from the engine's own undisturbed start: target, stock and pipeline follow from flow,
 * cover and lead time. The lane ships nothing on days 0 .. T - 1; what is under way arrives. Orders go on and wait at the
 * origin, and leave on day T: at once, or at the lane's capacity of half as much again as the flow. Losses are the same,
 * for from then on enough arrives every day.
 */
describe("a closed lane behind a buffer", () => {
  test.each([
    ["at once", 1e9],
    ["at half as much again as the flow", 1.5],
  ])(
    "OUT-A3: delays the loss by lead time and buffer and loses what these do not cover; the backlog leaves %s",
    (_, factor) => {
      const oracle = openOracle("OUT-A3");
      const instances = new Set(oracle.expected.map(({ quantity }) => quantity.split(":")[0]));
      for (const instance of instances) {
        const numbers = /^S1=(\d+) d=(\d+) L=(\d+) T=(\d+)$/.exec(instance)?.slice(1).map(Number) as number[];
        const { lost } = closeLane(numbers, factor);
        oracle.check(`${instance}: lost units = max(0, dT - S1)`, sum(lost));
        const firstLoss = lost.findIndex((units) => units > 0);
        oracle.check(`${instance}: first day with lost sales = L + floor(S1/d)`, firstLoss);
      }
      oracle.close();
    },
  );
});

function closeLane([buffer, flow, leadDays, closedDays]: readonly number[], factor: number): Trajectory {
  const study = makeStudy({
    world: {
      regions: [{ id: "here" }],
      products: [{ id: "goods", massTonnesPerUnit: 1 }],
      sites: [
        {
          id: "works",
          region: "here",
          processes: [{ output: "goods", capacityUnitsPerDay: 1e9, conversionCostUsdPerUnit: 1 }],
        },
        { id: "shop", region: "here", stocks: [{ product: "goods", coverDays: buffer / flow }] },
      ],
      lanes: [
        {
          id: "road",
          from: "works",
          to: "shop",
          product: "goods",
          mode: "road",
          distanceKm: 1,
          costUsdPerUnit: 0,
          leadTimeDays: leadDays,
          capacityUnitsPerDay: factor * flow,
        },
      ],
    },
    markets: [
      { id: "market", site: "shop", product: "goods", demandUnitsPerDay: flow, priceUsdPerUnit: 1, unmet: "lost" },
    ],
    designs: [{ id: "one-lane", lanes: ["road"] }],
  });
  const { network } = compileFor(study);
  const baseline = baselineControls(network);
  const writer = createSegmentWriter(baseline);
  writer.restart();
  writer.startChange(0);
  writer.set(CONTROL_ID.laneDispatchLimit, 0, 0);
  writer.startChange(closedDays);
  writer.set(CONTROL_ID.laneDispatchLimit, 0, factor * flow);
  const days = 10 * (leadDays + closedDays);
  const trajectory = allocateTrajectory(days, network.counts);
  simulate(network, baseline, writer.finish(), new Float64Array(days).fill(flow), allocateState(network), trajectory);
  return trajectory;
}

function serviceOf({ servedOnTime, demand }: Trajectory): Float64Array {
  return servedOnTime.map((units, day) => units / demand[day]);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
