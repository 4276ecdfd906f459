import { describe, expect, test } from "vitest";
import type { Distribution } from "../../src/distributions/index.ts";
import { openChain } from "../helpers/chain.ts";
import { drawDemand, drawOrderLimits } from "../helpers/chain-draws.ts";
import {
  meanOverDays,
  openMeans,
  type ReplicationMeans,
  STANDARD_ERRORS,
  WIDEST_FRACTION,
} from "../helpers/chain-means.ts";
import { type Oracle, openOracle } from "../helpers/oracle.ts";

/*
 * One stock with random demand and lead time L whose supplier goes down and up as a Markov chain: outages pause orders, what
 * is under way arrives. A day ends with S less the demand of the last n + L days, where n counts the missed orders in a row
 * up to the order day L days before. The first L days are the warm-up (they answer order days before the run), the last
 * day answers the last order day.
 */

const REPLICATIONS = 40;

interface Inputs {
  readonly demand: { readonly dist: "normal" | "poisson"; readonly mean: number; readonly sd?: number };
  readonly h: number;
  readonly p: number;
  readonly alpha: number;
  readonly beta: number;
  readonly lead_time_L: number;
}

describe("a base-stock node with random demand, a lead time and Markov outages of supply", () => {
  test.each([
    ["BSD-BS-N-A1", 1000],
    ["BSD-BS-N-A2", 1000],
  ])("%s: the mean cost is that of the mixture law, and the best level is its critical fractile", (id, cycles) => {
    const oracle = openOracle(id);
    const best = oracle.find("optimal base-stock level").value as number;
    const { means, shortfalls } = simulate(oracle, best, [], cycles);
    checkCosts(oracle, means, best);
    checkFractile(oracle, means, shortfalls);
    oracle.close();
  });

  test("BSD-BS-P-A1: the mean cost is that of the mixture law, and the neighbours of the best level cost more", () => {
    const oracle = openOracle("BSD-BS-P-A1");
    const best = oracle.find("optimal base-stock level").value as number;
    const { means, levels } = simulate(oracle, best, [best - 1, best + 1], 1000);
    checkCosts(oracle, means, best);
    const cost = (level: number) => means.estimate(`cost at S=${level}`).mean;
    for (const level of [best - 1, best + 1]) {
      const { mean, standardError } = means.estimateDifference(`cost at S=${level}`, `cost at S=${best}`);
      expect(mean, `cost at S=${level} over that at S=${best}`).toBeGreaterThan(STANDARD_ERRORS * standardError);
    }
    const cheapest = levels.reduce((left, right) => (cost(right) < cost(left) ? right : left));
    oracle.check("optimal base-stock level", cheapest);
    oracle.close();
  });
});

interface Simulated {
  readonly means: ReplicationMeans;
  readonly levels: readonly number[];
  /** [replication][day] S less the inventory level, at the end of the days that count. */
  readonly shortfalls: readonly Float64Array[];
}

/** Costs at every level the case lists, at the best one and at `more`, all on the same demands and outages. */
function simulate(oracle: Oracle, best: number, more: readonly number[], cycles: number): Simulated {
  const { demand, h, p, alpha, beta, lead_time_L: leadDays } = oracle.inputs as Inputs;
  const law: Distribution =
    demand.dist === "poisson"
      ? { distribution: "poisson", mean: demand.mean }
      : { distribution: "normal", mean: demand.mean, standardDeviation: demand.sd as number };
  const levels = [...new Set([best, ...listedLevels(oracle), ...more])];
  const runNode = openChain({ leadDays: [leadDays], unmet: "backorder" });
  const means = openMeans(oracle.id, REPLICATIONS);
  const shortfalls: Float64Array[] = [];
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const units = drawOrderLimits(means.seed(replication), alpha, beta, cycles);
    const days = units.length + leadDays;
    const demands = drawDemand(means.seed(replication), law, days);
    for (const level of levels) {
      const run = runNode([level], demands, { control: "stockOrderLimit", units });
      const [onHand] = run.onHand;
      const [owed] = run.owed;
      const cost = meanOverDays(leadDays, days, (day) => h * onHand[day] + p * owed[day]);
      means.set(`cost at S=${level}`, replication, cost);
      if (level !== best) continue;
      shortfalls.push(Float64Array.from(units, (_, at) => best - onHand[at + leadDays] + owed[at + leadDays]));
    }
  }
  return { means, levels, shortfalls };
}

function listedLevels(oracle: Oracle): number[] {
  return oracle.expected.flatMap(({ quantity }) => {
    const [, level] = /^expected cost at S=(\d+)$/.exec(quantity) ?? [];
    return level === undefined ? [] : [Number(level)];
  });
}

function checkCosts(oracle: Oracle, means: ReplicationMeans, best: number): void {
  means.check(oracle, "expected cost at the optimum", `cost at S=${best}`);
  for (const level of listedLevels(oracle)) means.check(oracle, `expected cost at S=${level}`, `cost at S=${level}`);
}

/**
 * The best level is the p / (p + h) quantile of S - IL. Its interval lies between two order statistics of all simulated
 * days: as many ranks away as four standard errors of the share of days below the quantile are.
 */
function checkFractile(oracle: Oracle, means: ReplicationMeans, shortfalls: readonly Float64Array[]): void {
  const { h, p } = oracle.inputs as Inputs;
  const fractile = p / (p + h);
  const sorted = Float64Array.from(shortfalls.flatMap((days) => Array.from(days))).sort();
  const quantile = (probability: number) => sorted[Math.ceil(probability * sorted.length) - 1];
  const level = quantile(fractile);
  shortfalls.forEach((days, replication) => {
    const below = meanOverDays(0, days.length, (day) => (days[day] <= level ? 1 : 0));
    means.set("share of days below the fractile", replication, below);
  });
  const reach = STANDARD_ERRORS * means.estimate("share of days below the fractile").standardError;
  const low = quantile(fractile - reach);
  const high = quantile(fractile + reach);
  const widest = Math.max(level - low, high - level);
  const expected = oracle.find("optimal base-stock level").value as number;
  expect(widest, `${oracle.id}: reach of the interval of the best level`).toBeLessThan(WIDEST_FRACTION * expected);
  expect(low, `${oracle.id}: low end of the interval of the best level`).toBeLessThanOrEqual(expected);
  expect(high, `${oracle.id}: high end of the interval of the best level`).toBeGreaterThanOrEqual(expected);
  oracle.checkWithin("optimal base-stock level", level, widest, `inside the interval ${low} to ${high}`);
}
