import { expect } from "vitest";
import { measureMoments } from "../../src/aggregate/moments.ts";
import type { Oracle } from "./oracle.ts";

export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Simulated means of named quantities over independent replications. */
export interface ReplicationMeans {
  readonly replications: number;
  seed(replication: number): string;
  set(name: string, replication: number, value: number): void;
  estimate(name: string): Estimate;
  /** Of `left` less `right`, replication by replication: both ran on the same random numbers. */
  estimateDifference(left: string, right: string): Estimate;
  /**
   * Checks a number of a case: the mean of `name` (as the case calls the quantity, if not given) lies within four
   * standard errors of it, and these are below 2 % of it.
   */
  check(oracle: Oracle, quantity: string, name?: string): void;
}

/** How far a mean may lie from its expected value: 4 standard errors, and these at most this part of the value. */
export const STANDARD_ERRORS = 4;
export const WIDEST_FRACTION = 0.02;
/** A mean without sampling error is still a sum of rounded numbers. */
const ROUNDING = 1e-12;

export function openMeans(study: string, replications: number): ReplicationMeans {
  const columns = new Map<string, Float64Array>();
  const columnOf = (name: string): Float64Array => {
    const column = columns.get(name);
    if (column === undefined) throw new Error(`no replication has set '${name}'`);
    return column;
  };
  const means: ReplicationMeans = {
    replications,
    seed: (replication) => `${study}/${replication}`,
    set(name, replication, value) {
      if (!columns.has(name)) columns.set(name, new Float64Array(replications).fill(Number.NaN));
      columnOf(name)[replication] = value;
    },
    estimate: (name) => estimateOf(columnOf(name)),
    estimateDifference(left, right) {
      const subtrahend = columnOf(right);
      return estimateOf(columnOf(left).map((value, replication) => value - subtrahend[replication]));
    },
    check(oracle, quantity, name = quantity) {
      const { mean, standardError } = means.estimate(name);
      const expected = oracle.find(quantity).value as number;
      const seeds = `seeds '${means.seed(0)}' to '${means.seed(replications - 1)}'`;
      const reach = STANDARD_ERRORS * standardError;
      const label = `${oracle.id}: ${quantity}: four standard errors beside ${expected}, ${seeds}`;
      expect(reach, label).toBeLessThanOrEqual(WIDEST_FRACTION * Math.abs(expected));
      const tolerance = Math.max(reach, ROUNDING * Math.abs(expected));
      oracle.checkWithin(quantity, mean, tolerance, `standard error ${standardError}, ${seeds}`);
    },
  };
  return means;
}

function estimateOf(values: Float64Array): Estimate {
  const { mean, standardError } = measureMoments(values);
  return { mean, standardError: standardError as number };
}

/** Mean over days `from` .. `to` - 1. */
export function meanOverDays(from: number, to: number, value: (day: number) => number): number {
  let total = 0;
  for (let day = from; day < to; day++) total += value(day);
  return total / (to - from);
}
