import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../../src/math/normal-quantile.ts";
import { CURVE_UNIT } from "../../../src/model/curve-grid.ts";
import { mergeSummaries } from "../../../src/silos/summary/merge-summaries.ts";
import { type Guard, type PartyRun, shareSummary } from "../../../src/silos/summary/share-summary.ts";
import { ADDITIVE, AVERAGED, sharedSummarySchema } from "../../../src/silos/summary/shared-summary.ts";

const TERMS = {
  parties: ["east", "west"],
  sharesPrices: true,
  designs: ["only"],
  seed: 1,
  scenarios: 400,
  horizonDays: 3,
  exposureDays: 3,
  engineVersion: "test",
};
const OPEN: Guard = { leastScenarios: 1, noiseFraction: 0, noiseSeed: "" };

/** A party whose every mean is `mean`, with standard error 2, and whose markets were hit in `hit` of 400 scenarios. */
function partyRun(party: string, mean: number, hit: number, revenueUsdPerDay = 100): PartyRun {
  const of = (metric: string, statistic: string, value: number) => ({ design: "only", metric, statistic, value });
  return {
    party,
    terms: TERMS,
    statistics: [
      ...[...ADDITIVE, ...AVERAGED].flatMap((metric) => [of(metric, "mean", mean), of(metric, "se", 2)]),
      of("impacted", "probability", hit / TERMS.scenarios),
      of("lostRevenueUsd", "cvar95", 10 * mean),
    ],
    designs: [
      {
        design: "only",
        costUsdPerDay: 7,
        revenueUsdPerDay,
        basketWeight: revenueUsdPerDay,
        isDemandDisturbed: false,
        meanService: [1, 0.5, mean / 100],
      },
    ],
  };
}

function merged(guard: Guard = OPEN, hit = 100) {
  const figures = mergeSummaries([
    shareSummary(partyRun("east", 40, hit, 100), guard),
    shareSummary(partyRun("west", 80, 40, 300), guard),
  ]);
  return new Map(figures.map((row) => [row.figure, row]));
}

describe("what parties share of their runs", () => {
  test("is put together exactly where it adds up, with an interval that holds whatever the correlation", () => {
    const lost = merged().get("mean lostRevenueUsd");
    expect(lost).toMatchObject({ value: 120, kind: "exact" });
    // Standard errors add where runs move together: 2 + 2.
    expect(lost?.high).toBeCloseTo(120 + normalQuantile(0.975) * 4, 12);
    expect(merged().get("costUsdPerDay")).toMatchObject({ value: 14, kind: "exact" });
  });

  test("is averaged by what markets sell, and bounded where only scenarios could tell", () => {
    const figures = merged();
    expect(figures.get("mean fillRate")).toMatchObject({ value: (40 + 3 * 80) / 4, kind: "exact" });
    expect(figures.get("lowest mean service of a day")).toMatchObject({ value: 0.5, kind: "exact" });
    expect(figures.get("mean resilienceLossDays")).toMatchObject({ kind: "bounds" });
    expect(figures.get("mean resilienceLossDays")?.low).toBeCloseTo(
      0.5 + (1 - (0.4 + 3 * 0.8) / 4) - (2 * CURVE_UNIT) / 2, // two days below 1
      12,
    );
    expect(figures.get("CVaR 95 of lostRevenueUsd")).toMatchObject({ low: 800, high: 1200, kind: "bounds" });
    const any = figures.get("probability that any party's markets fail");
    expect(any?.low).toBe(0.25);
    expect(any?.high).toBeCloseTo(0.35, 12);
  });

  test("is an estimate, not exact, where demand is disturbed", () => {
    const run = partyRun("east", 40, 100);
    const disturbed = { ...run, designs: run.designs.map((own) => ({ ...own, isDemandDisturbed: true })) };
    const figures = mergeSummaries([shareSummary(disturbed, OPEN), shareSummary(partyRun("west", 80, 40), OPEN)]);
    const kindOf = (name: string) => figures.find(({ figure }) => figure === name)?.kind;
    expect(["mean fillRate", "mean meanInflationPct", "mean resilienceLossDays"].map(kindOf)).toEqual([
      "estimate",
      "estimate",
      "estimate",
    ]);
    expect(kindOf("mean lostRevenueUsd")).toBe("exact");
  });

  test("leaves out what rests on fewer scenarios than the party wants, and says so", () => {
    const guard = { ...OPEN, leastScenarios: 30 };
    const [own] = shareSummary(partyRun("east", 40, 12), guard).designs;
    expect(own).toMatchObject({ probabilities: {}, cvar95: {}, meanService: [] });
    expect(Object.keys(own.means)).toEqual(
      ADDITIVE.filter((metric) => !["lostRevenueUsd", "delayedRevenueUsd", "openBacklogUsd"].includes(metric)),
    );
    expect(own.withheld).toContain("impacted: rests on fewer than 30 scenarios");
    expect(own.withheld).toContain("lostRevenueUsd: rests on fewer than 30 scenarios");
    expect(own.withheld).toContain("lostRevenueUsd CVaR 95: rests on 20 scenarios");
    expect(own.withheld).toContain("mean service by day: rests on fewer than 30 scenarios");
    const figures = merged(guard, 12);
    for (const name of ["mean lostRevenueUsd", "mean fillRate", "mean resilienceLossDays"]) {
      expect(figures.get(name)?.kind, name).toBe("n/a");
    }
    // Nothing is told of who was not hit either: 12 of 400 that were not.
    expect(shareSummary(partyRun("east", 40, 388), guard).designs[0].probabilities).toEqual({});
    expect(shareSummary(partyRun("east", 40, 100), guard).designs[0].probabilities).toEqual({ impacted: 0.25 });
  });

  test("of a run with fewer scenarios than that is next to nothing", () => {
    const run = partyRun("east", 40, 100);
    const few = { ...run, terms: { ...TERMS, scenarios: 5 } };
    const [own] = shareSummary(few, { ...OPEN, leastScenarios: 10 }).designs;
    expect(own).toMatchObject({ means: {}, probabilities: {}, cvar95: {}, meanService: [] });
  });

  test("is at the values agreed on where no prices are shared, and says so", () => {
    const terms = { ...TERMS, sharesPrices: false };
    const summaries = ["east", "west"].map((party) => shareSummary({ ...partyRun(party, 40, 100), terms }, OPEN));
    const kinds = new Map(mergeSummaries(summaries).map(({ figure, kind }) => [figure, kind]));
    for (const name of ["costUsdPerDay", "mean extraCostUsd", "mean extraHoldingCostUsd", "mean spoiledUsd"]) {
      expect(kinds.get(name), name).toBe("estimate");
    }
    expect(kinds.get("mean lostRevenueUsd")).toBe("exact");
  });

  test("has noise that is the same however often it is asked for, other for another secret, and as large as stated", () => {
    const guard = { ...OPEN, noiseFraction: 0.5, noiseSeed: "secret of the east" };
    const run = partyRun("east", 40, 100);
    const meanOf = (own: Guard): number => shareSummary(run, own).designs[0].means.lostRevenueUsd.mean;
    expect(meanOf(guard)).toBe(meanOf(guard));
    expect(meanOf(guard)).not.toBe(40);
    expect(meanOf({ ...guard, noiseSeed: "another" })).not.toBe(meanOf(guard));
    // Another fraction is other noise: two answers must not give the mean away.
    expect((meanOf({ ...guard, noiseFraction: 1 }) - 40) / (meanOf(guard) - 40)).not.toBeCloseTo(2, 6);
    const draws = Array.from({ length: 2000 }, (_, at) => meanOf({ ...guard, noiseSeed: `seed ${at}` }) - 40);
    const sd = Math.sqrt(draws.reduce((sum, noise) => sum + noise * noise, 0) / draws.length);
    expect(sd).toBeGreaterThan(0.95); // 0.5 x standard error 2 = 1; its estimate from 2,000 draws has error 0.016
    expect(sd).toBeLessThan(1.05);
    const figures = merged(guard);
    expect(figures.get("mean lostRevenueUsd")?.kind).toBe("estimate");
    expect(figures.get("mean peakInflationPct")?.kind).toBe("estimate");
    expect(figures.get("CVaR 95 of lostRevenueUsd")?.kind).toBe("n/a");
  });

  test("says nothing of markets where a party has none", () => {
    const shared = shareSummary(partyRun("east", 40, 0, 0), OPEN);
    expect(shared.designs[0].meanService).toEqual([]);
    expect(Object.keys(shared.designs[0].means)).toEqual([...ADDITIVE]);
  });

  test("is read back as it was written, and nothing else is taken for it", () => {
    const shared = shareSummary(partyRun("east", 40, 100), OPEN);
    const text = JSON.parse(JSON.stringify(shared));
    expect(sharedSummarySchema.parse(text)).toEqual(shared);
    expect(sharedSummarySchema.safeParse({ ...text, sites: ["secret"] }).success).toBe(false);
    expect(sharedSummarySchema.safeParse({ ...text, version: 2 }).success).toBe(false);
  });
});
