import { describe, expect, test } from "vitest";
import { createAttributor } from "../../../src/attribute.ts";
import { ATTRIBUTED_METRICS } from "../../../src/attribute-scenario.ts";
import { compileStudy, toBatchStudy } from "../../../src/compile-study.ts";
import { inline } from "../../../src/executors/inline.ts";
import { METRICS, metricIndex } from "../../../src/metrics/index.ts";
import { attributeStudy } from "../../../src/studies/attribution.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";

const EXACT = { exactUpTo: 8, orderPairs: 4 };
const values = ATTRIBUTED_METRICS.length;

describe("attribution over the disruptions of scenarios", () => {
  const compiled = compileStudy(parseInput(harbourStudy({ scenarios: 40 })));
  const study = toBatchStudy(compiled);
  const hazards = study.hazards.length;
  const designs = study.designIds.length;
  const block = createAttributor(study, EXACT)(0, 40);

  test("has the very outcomes of the run as totals, and shares that sum to them to 1e-9", async () => {
    let struck = 0;
    for await (const { from, to, outcomes } of inline.execute(study, [{ from: 0, to: 40 }])) {
      for (let row = 0; row < (to - from) * designs; row++) {
        ATTRIBUTED_METRICS.forEach((metric, value) => {
          const total = block.totals[row * values + value];
          expect(total).toBe(outcomes[row * METRICS.length + metricIndex(metric)]);
          if (total !== 0) struck += 1;
          for (const shares of [block.own, block.root]) {
            let sum = 0;
            for (let hazard = 0; hazard < hazards; hazard++) sum += shares[(row * hazards + hazard) * values + value];
            expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(total)));
          }
        });
      }
    }
    expect(struck).toBeGreaterThan(40);
  });

  test("with sampled orders still sums to the whole and says how sure it is", () => {
    const sampled = createAttributor(study, { exactUpTo: 1, orderPairs: 6 })(0, 40);
    expect(sampled.totals).toEqual(block.totals);
    for (let row = 0; row < 40 * designs; row++) {
      let sum = 0;
      for (let hazard = 0; hazard < hazards; hazard++) sum += sampled.own[(row * hazards + hazard) * values];
      expect(Math.abs(sum - sampled.totals[row * values])).toBeLessThanOrEqual(1e-9 * Math.max(1, sum));
    }
    expect(block.variances.every((variance) => variance === 0)).toBe(true);
    expect(sampled.variances.some((variance) => variance > 0)).toBe(true);
  });

  test("is the same to the bit for any number of workers", async () => {
    const short = compileStudy(parseInput(harbourStudy({ scenarios: 12 })));
    expect(await attributeStudy(short, EXACT, 2)).toEqual(await attributeStudy(short, EXACT, 0));
  }, 120_000);

  test("sums to the means and to CVaR", async () => {
    const long = compileStudy(parseInput(harbourStudy({ scenarios: 200 })));
    const rows = await attributeStudy(long, { exactUpTo: 2, orderPairs: 2 }, 0);
    for (const { id } of long.study.designs) {
      const own = rows.filter(({ design, metric }) => design === id && metric === "lostRevenueUsd");
      if (own.every(({ mean }) => mean === 0)) continue;
      expect(own.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(1, 9);
      expect(own.reduce((sum, { cvar95Share }) => sum + (cvar95Share as number), 0)).toBeCloseTo(1, 9);
      expect(own.reduce((sum, { rootMean }) => sum + rootMean, 0)).toBeCloseTo(
        own.reduce((sum, { mean }) => sum + mean, 0),
        6,
      );
    }
  }, 60_000);
});

describe("attribution to hazards", () => {
  /** The harbours with hazards of our own, each on fixed days. */
  const attributed = async (hazards: object[]) => {
    const compiled = compileStudy(parseInput(harbourStudy({ scenarios: 1 }, { hazards })));
    const rows = await attributeStudy(compiled, EXACT, 0);
    return rows.filter(({ metric }) => metric === "lostRevenueUsd");
  };
  const blockade = (id: string, days: number[], extra: object = {}) => ({
    id,
    kind: "blockade",
    arrival: { days },
    durationDays: 30,
    targets: { chokepoints: ["strait"] },
    ...extra,
  });

  test("gives equal parts to equals, and left-out says that one of two is not missed", async () => {
    const rows = await attributed([blockade("one", [3]), blockade("two", [3])]);
    const [one, two] = ["one", "two"].map((id) => rows.find(({ hazard, mean }) => hazard === id && mean > 0));
    expect(one?.mean).toBeGreaterThan(0);
    expect(one?.mean).toBeCloseTo(two?.mean as number, 9);
    expect(one?.leftOutMean).toBeCloseTo(0, 9);
  });

  test("gives exactly nothing to what touches nothing or has no severity", async () => {
    const idle = { ...blockade("idle", [3]), targets: { chokepoints: ["strait"] }, severity: 0 };
    const rows = await attributed([blockade("real", [3]), idle]);
    for (const row of rows.filter(({ hazard }) => hazard === "idle")) {
      expect([row.mean, row.leftOutMean, row.rootMean]).toEqual([0, 0, 0]);
    }
    const real = rows.find(({ hazard, mean }) => hazard === "real" && mean > 0);
    expect(real?.share).toBe(1);
  });

  test("counts what a disruption set off to its own hazard, and by root to the one at the beginning", async () => {
    const triggers = [{ hazard: "after", probability: 1, delayDays: 0 }];
    const rows = await attributed([
      { ...blockade("before", [3], { severity: 0.001, durationDays: 1 }), triggers },
      blockade("after", [], { arrival: { triggeredOnly: true } }),
    ]);
    const of = (id: string) => rows.find(({ hazard, mean, rootMean }) => hazard === id && (mean > 0 || rootMean > 0));
    expect(of("after")?.mean).toBeGreaterThan(0);
    expect(of("after")?.rootMean).toBe(0);
    expect(of("before")?.rootMean).toBeCloseTo((of("before")?.mean as number) + (of("after")?.mean as number), 6);
  });
});

test("draws are independent whatever the study's sampler", async () => {
  const harbour = (sampler: string) =>
    attributeStudy(compileStudy(parseInput(harbourStudy({ scenarios: 8, sampler }))), EXACT, 0);
  expect(await harbour("antithetic")).toEqual(await harbour("monte-carlo"));
});
