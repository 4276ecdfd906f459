import { describe, expect, test } from "vitest";
import { openChain } from "../helpers/chain.ts";
import { drawOrderLimits } from "../helpers/chain-draws.ts";
import { meanOverDays, openMeans, STANDARD_ERRORS } from "../helpers/chain-means.ts";
import { openOracle } from "../helpers/oracle.ts";

/*
 * One stock with constant demand d whose supplier goes down and up as a Markov chain. The case wants a day without a missed
 * replenishment to end with S - d on hand; an order placed after demand is seen and delivered on the next day does that, so
 * the lead time is one day here and outages pause orders. What a day ends with then follows from the order days up to the
 * day before: day 0 is the warm-up, the last day answers the last order day.
 */

const LEAD_DAYS = 1;
const REPLICATIONS = 40;

interface Inputs {
  readonly h: number;
  readonly p: number;
  readonly demand_per_period: number;
  readonly alpha: number;
  readonly beta: number;
}

describe("a base-stock node with constant demand and Markov outages of supply", () => {
  test.each([
    ["NVD-FoSCT-9.3", 800],
    ["NVD-ND-A2", 800],
    ["NVD-ND-A3", 1000],
  ])("%s: after n missed orders a day ends with S - (n + 1) d, and the means are the textbook's", (id, cycles) => {
    const oracle = openOracle(id);
    const { h, p, demand_per_period: d, alpha, beta } = oracle.inputs as Inputs;
    const levels = oracle.expected.flatMap(({ quantity }) => {
      const [, level] = /^expected cost per period at S=(\d+)/.exec(quantity) ?? [];
      return level === undefined ? [] : [Number(level)];
    });
    const best = oracle.find("optimal base-stock level S*").value as number;
    const neighbours = [best - d, best + d];
    const simulated = [...new Set([...levels, ...neighbours])];
    const chains = simulated.map((level) => openChain({ targets: [level], leadDays: [LEAD_DAYS], unmet: "backorder" }));
    const means = openMeans(id, REPLICATIONS);

    for (let replication = 0; replication < REPLICATIONS; replication++) {
      const units = drawOrderLimits(means.seed(replication), alpha, beta, cycles);
      const days = units.length + LEAD_DAYS;
      const demand = new Float64Array(days).fill(d);
      simulated.forEach((level, at) => {
        const run = chains[at](demand, { control: "stockOrderLimit", units });
        const [onHand] = run.onHand;
        const [owed] = run.owed;
        const surprise = findSurprise(onHand, owed, units, level, d);
        expect(surprise, `${id}, seed '${means.seed(replication)}', S=${level}: first day off the law`).toBe(-1);
        const mean = (value: (day: number) => number) => meanOverDays(LEAD_DAYS, days, value);
        const meanOnHand = mean((day) => onHand[day]);
        const meanOwed = mean((day) => owed[day]);
        means.set(`cost at S=${level}`, replication, h * meanOnHand + p * meanOwed);
        if (!levels.includes(level)) return;
        means.set(`E[on hand] at S=${level}`, replication, meanOnHand);
        means.set(`E[backorders] at S=${level}`, replication, meanOwed);
        means.set(
          `P(backlog) at S=${level}`,
          replication,
          mean((day) => (owed[day] > 0 ? 1 : 0)),
        );
        if (level !== best) return;
        // A day ends below S - d exactly when the supplier was down on its order day.
        means.set(
          "P(supplier down)",
          replication,
          mean((day) => (onHand[day] - owed[day] < best - d ? 1 : 0)),
        );
      });
    }

    for (const level of levels) {
      const note = level === best ? " (optimal)" : "";
      means.check(oracle, `expected cost per period at S=${level}${note}`, `cost at S=${level}`);
      means.check(oracle, `E[on hand] at S=${level}`);
      means.check(oracle, `E[backorders] at S=${level}`);
      means.check(oracle, `P(backlog) at S=${level}`);
    }
    means.check(oracle, "P(supplier down)");
    // The cost is convex in S and linear between multiples of d: best is the multiple whose neighbours cost more.
    for (const level of neighbours) {
      const { mean, standardError } = means.estimateDifference(`cost at S=${level}`, `cost at S=${best}`);
      expect(mean, `cost at S=${level} over that at S=${best}`).toBeGreaterThan(STANDARD_ERRORS * standardError);
    }
    oracle.check(
      "optimal base-stock level S*",
      cheapest(simulated, (level) => means.estimate(`cost at S=${level}`).mean),
    );
    oracle.close();
  });
});

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

function cheapest(levels: readonly number[], cost: (level: number) => number): number {
  return levels.reduce((left, right) => (cost(right) < cost(left) ? right : left));
}
