import { describe, it } from "vitest";
import type { DesignRunner } from "../../src/design-runner.ts";
import type { State } from "../../src/simulate/state.ts";
import { differences } from "../oracles/independent/compare.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { buildNetwork } from "../oracles/independent/network.ts";
import { forRandomStudies, runnersOf } from "./support.ts";

const DAYS = 1000;

describe("an undisturbed network", () => {
  it("stays where it is for 1,000 days: every stock, pipeline, backlog, cost and unit cost, to 1e-9", () => {
    forRandomStudies({ hasHazards: false, horizonDays: DAYS }, ({ study, compiled }) => {
      for (const [index, design] of study.designs.entries()) {
        const [first, last] = runEngine(study, compiled[index], { index: 0, disruptions: [] }, [0, DAYS - 1]);
        const [drift] = differences(buildNetwork(study, design), [first], [last]);
        if (drift !== undefined)
          return `${design.id}: ${drift.series} was ${drift.engine}, became ${drift.independent}`;
        for (const [id, { demand, servedOnTime, soldCostUsd }] of last.markets) {
          if (servedOnTime < demand * (1 - 1e-9)) return `${design.id}: market ${id} is not served in full`;
          const before = first.markets.get(id)?.soldCostUsd ?? 0;
          if (Math.abs(soldCostUsd - before) > 1e-9 * before) return `${design.id}: the cost of market ${id} drifts`;
        }
      }
      return undefined;
    });
  });

  it("stays where it is with spoilage, reserves, recycling, recipes and all that waits as well", () => {
    forRandomStudies({ hasHazards: false, horizonDays: DAYS, features: "plain" }, (drawn) => {
      for (const [design, runner] of runnersOf(drawn).entries()) {
        let last: State | undefined;
        runner.run({ index: 0, disruptions: [] }, (day, state) => {
          if (day === DAYS - 1) last = state;
        });
        const drift = driftOf(runner, last as State);
        if (drift !== undefined) return `${drawn.study.designs[design].id}: ${drift}`;
      }
      return undefined;
    });
  });
});

/** Columns that stay as they are, and those whose slots turn round while what is in a lane or process stays. */
const STEADY = [
  "onHand",
  "onHandUsd",
  "reserve",
  "reserveUsd",
  "onOrder",
  "backlog",
  "waiting",
  "unitCostUsd",
] as const;
const TURNING = [
  ["moving", "laneRingStart", "laneRingLength"],
  ["movingUsd", "laneRingStart", "laneRingLength"],
  ["inProgress", "processRingStart", "processRingLength"],
  ["collected", "processRecyclingRingStart", "processRecyclingRingLength"],
] as const;

function driftOf({ network, start }: DesignRunner, end: State): string | undefined {
  const differs = (one: number, other: number, scale = 1): boolean =>
    Math.abs(one - other) > 1e-9 * Math.max(scale, Math.abs(one), Math.abs(other));
  for (const name of STEADY) {
    // An empty shelf keeps the rounding of what passed over it.
    const scale = start[name].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const at = start[name].findIndex((value, index) => differs(value, end[name][index], scale));
    if (at >= 0) return `${name}[${at}] was ${start[name][at]}, became ${end[name][at]}`;
  }
  for (const [name, starts, lengths] of TURNING) {
    for (let ring = 0; ring < network[starts].length; ring++) {
      const slots = [network[starts][ring], network[starts][ring] + network[lengths][ring]] as const;
      const total = (state: State): number => state[name].subarray(...slots).reduce((sum, value) => sum + value, 0);
      if (differs(total(start), total(end))) return `${name} of ${ring} was ${total(start)}, became ${total(end)}`;
    }
  }
  return undefined;
}
