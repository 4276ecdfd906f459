import { describe, it } from "vitest";
import { differences } from "../oracles/independent/compare.ts";
import { runEngine } from "../oracles/independent/engine-under-test.ts";
import { buildNetwork } from "../oracles/independent/network.ts";
import { forRandomStudies } from "./support.ts";

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
});
