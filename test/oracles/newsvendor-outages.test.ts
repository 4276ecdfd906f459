import { describe, expect, test } from "vitest";
import { openChain } from "../helpers/chain.ts";
import { drawOrderLimits } from "../helpers/chain-draws.ts";
import { meanOverDays, openMeans, type ReplicationMeans, STANDARD_ERRORS } from "../helpers/chain-means.ts";
import { openOracle } from "../helpers/oracle.ts";

/*
 * One stock with constant demand d whose supplier goes down and up as a Markov chain. The case wants a day without a missed
 * replenishment to end with S - d on hand; an order placed after demand is seen and delivered on the next day does that, so
 * the lead time is one day here and outages pause orders. What a day ends with then follows from the order days up to the
 * day before: day 0 is the warm-up, the last day answers the last order day.
 */

const LEAD_DAYS = 1;
const REPLICATIONS = 40;
/** Outages a replication in the search for the best level: differences on the same outages need few. */
const SEARCH_CYCLES = 300;

const runNode = openChain({ leadDays: [LEAD_DAYS], unmet: "backorder" });

interface Inputs {
  readonly h: number;
  readonly p: number;
  readonly demand_per_period: number;
  readonly alpha: number;
  readonly beta: number;
}

describe("a base-stock node with constant demand and Markov outages of supply", () => {
  test.each([
    ["NVD-FoSCT-9.3", 1000],
    ["NVD-ND-A2", 800],
    ["NVD-ND-A3", 800],
  ])("%s: after n missed orders a day ends with S - (n + 1) d, and the means are the textbook's", (id, cycles) => {
    const oracle = openOracle(id);
    const inputs = oracle.inputs as Inputs;
    const best = oracle.find("optimal base-stock level S*").value as number;
    const levels = oracle.expected.flatMap(({ quantity }) => {
      const [, level] = /^expected cost per period at S=(\d+)/.exec(quantity) ?? [];
      return level === undefined ? [] : [Number(level)];
    });
    const means = simulate(inputs, levels, openMeans(id, REPLICATIONS), cycles);
    for (const level of levels) {
      means.check(
        oracle,
        `expected cost per period at S=${level}${level === best ? " (optimal)" : ""}`,
        `cost ${level}`,
      );
      means.check(oracle, `E[on hand] at S=${level}`);
      means.check(oracle, `E[backorders] at S=${level}`);
      means.check(oracle, `P(backlog) at S=${level}`);
    }
    means.check(oracle, "P(supplier down)");

    // The cost is convex in S and linear between multiples of d: best is the multiple whose neighbours cost more.
    const steps = [-1, 0, 1].map((step) => best + step * inputs.demand_per_period);
    const search = simulate(inputs, steps, openMeans(`${id}/search`, REPLICATIONS), SEARCH_CYCLES);
    const cost = (level: number) => search.estimate(`cost ${level}`).mean;
    const cheapest = steps.reduce((left, right) => (cost(right) < cost(left) ? right : left));
    for (const level of steps.filter((step) => step !== cheapest)) {
      const { mean, standardError } = search.estimateDifference(`cost ${level}`, `cost ${cheapest}`);
      expect(mean, `${id}: cost at ${level} over ${cheapest}`).toBeGreaterThan(STANDARD_ERRORS * standardError);
    }
    oracle.check("optimal base-stock level S*", cheapest);
    oracle.close();
  });
});

/** Runs every level through the same outages and holds every day of every run against the law. */
function simulate(
  { h, p, demand_per_period: d, alpha, beta }: Inputs,
  levels: readonly number[],
  means: ReplicationMeans,
  cycles: number,
): ReplicationMeans {
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const units = drawOrderLimits(means.seed(replication), alpha, beta, cycles);
    const days = units.length + LEAD_DAYS;
    const demand = new Float64Array(days).fill(d);
    levels.forEach((level, at) => {
      const run = runNode([level], demand, { control: "stockOrderLimit", units });
      const [onHand] = run.onHand;
      const [owed] = run.owed;
      const surprise = findSurprise(onHand, owed, units, level, d);
      expect(surprise, `seed '${means.seed(replication)}', S=${level}: first day off the law`).toBe(-1);
      const set = (name: string, value: (day: number) => number): void => {
        means.set(name, replication, meanOverDays(LEAD_DAYS, days, value));
      };
      set(`cost ${level}`, (day) => h * onHand[day] + p * owed[day]);
      set(`E[on hand] at S=${level}`, (day) => onHand[day]);
      set(`E[backorders] at S=${level}`, (day) => owed[day]);
      set(`P(backlog) at S=${level}`, (day) => (owed[day] > 0 ? 1 : 0));
      // A day ends below S - d exactly when the supplier was down on its order day.
      if (at === 0) set("P(supplier down)", (day) => (onHand[day] - owed[day] < level - d ? 1 : 0));
    });
  }
  return means;
}

/** First day that does not end with S - (n + 1) d after n missed orders in a row up to the day before; -1 if none. */
function findSurprise(
  onHand: Float64Array,
  owed: Float64Array,
  limits: Float64Array,
  level: number,
  d: number,
): number {
  let missed = 0;
  for (let day = 0; day < onHand.length; day++) {
    const net = level - (missed + 1) * d;
    if (onHand[day] !== Math.max(0, net) || owed[day] !== Math.max(0, -net)) return day;
    missed = limits[day] === 0 ? missed + 1 : 0;
  }
  return -1;
}
