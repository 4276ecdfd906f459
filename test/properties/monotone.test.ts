import { describe, it } from "vitest";
import type { DesignRunner } from "../../src/design-runner.ts";
import { metricIndex } from "../../src/metrics/index.ts";
import type { Disruption } from "../../src/model/disruption.ts";
import { type DrawnStudy, type RandomStudyOptions, tryStudy } from "../helpers/random-study.ts";
import type { StudyInput } from "../helpers/study.ts";
import { forRandomStudies, outcomeOf, runnerOf } from "./support.ts";

/*
 * Chains and assemblies with one market, one source for every stock, no backups and no detours. Beyond them "worse is
 * worse" does not hold, and need not:
 * - a slow detour fills while the lane is shut, and the design then orders too little over the lane: a milder blockade can
 *   lose more than a whole one;
 * - markets that compete for goods have different prices: more stock for one can be taken from a dearer one;
 * - a design that sees late reacts to what is over: with a delay a shorter outage can lose more (so: seen at once here);
 * - a larger wave of catching up can be worse than a smaller one where orders are smoothed (so: lanes are not widened here
 *   where restockDays is above 1).
 */
const SERIAL: RandomStudyOptions = { isSerial: true, mostMarkets: 1, horizonDays: 110 };
const OUTAGE = { onsetDay: 10, durationDays: 18, severity: 0.8, profile: "linear", recoveryDays: 8 } as const;

/** Revenue lost, or still waiting at the end, when one of the study's hazards strikes once. */
function lossOf(runner: DesignRunner, hazard: number, change: Partial<Disruption> = {}): number {
  const outcome = outcomeOf(runner, { index: 0, disruptions: [{ hazard, ...OUTAGE, ...change }] });
  return outcome[metricIndex("lostRevenueUsd")] + outcome[metricIndex("openBacklogUsd")];
}

/** Hazards that can stop goods. */
function stoppers({ study }: DrawnStudy): number[] {
  return [...study.hazards.keys()].filter((hazard) => study.hazards[hazard].kind !== "carbon-price-shock");
}

function isMore(loss: number, than: number): boolean {
  return loss > than * (1 + 1e-9) + 1e-6;
}

/** Losses must not fall along a list of ever worse disruptions. */
function firstFall(drawn: DrawnStudy, changes: readonly Partial<Disruption>[]): string | undefined {
  const runner = runnerOf(drawn);
  for (const hazard of stoppers(drawn)) {
    let worst = 0;
    for (const change of changes) {
      const loss = lossOf(runner, hazard, change);
      if (isMore(worst, loss)) return `hazard ${hazard}, ${JSON.stringify(change)}: ${worst} lost, then only ${loss}`;
      worst = loss;
    }
  }
  return undefined;
}

/** The study with something larger must not lose more in any outage. */
function harm(drawn: DrawnStudy, grow: (input: StudyInput) => void): string | undefined {
  const input = structuredClone(drawn.input);
  grow(input);
  const grown = tryStudy(input);
  if (Array.isArray(grown)) return `the grown study is rejected: ${grown[0]}`;
  const [runner, grownRunner] = [runnerOf(drawn), runnerOf(grown)];
  for (const hazard of stoppers(drawn)) {
    const [loss, grownLoss] = [lossOf(runner, hazard), lossOf(grownRunner, hazard)];
    if (isMore(grownLoss, loss)) return `hazard ${hazard}: ${loss} lost, with more ${grownLoss}`;
  }
  return undefined;
}

describe("on a serial network", () => {
  it("a longer outage that is seen at once never loses less revenue", () => {
    forRandomStudies(SERIAL, (drawn) => {
      const input = {
        ...drawn.input,
        settings: { ...drawn.input.settings, planner: { ...drawn.input.settings.planner, detectionDelayDays: 0 } },
      };
      const alert = tryStudy(input);
      if (Array.isArray(alert)) return `the study is rejected: ${alert[0]}`;
      return firstFall(
        { ...drawn, ...alert },
        [1, 2, 4, 7, 12, 18].map((durationDays) => ({ durationDays })),
      );
    });
  });

  it("a more severe outage never loses less revenue", () => {
    forRandomStudies(SERIAL, (drawn) =>
      firstFall(
        drawn,
        [0, 0.2, 0.4, 0.7, 0.9, 1].map((severity) => ({ severity })),
      ),
    );
  });

  it("more stock never loses more revenue", () => {
    forRandomStudies(SERIAL, (drawn) =>
      harm(drawn, (input) => {
        const stocks = input.world.sites.flatMap((site: StudyInput) => site.stocks);
        stocks[drawn.number % stocks.length].coverDays += 2;
      }),
    );
  });

  it("more production capacity never loses more revenue", () => {
    forRandomStudies(SERIAL, (drawn) =>
      harm(drawn, (input) => {
        const processes = input.world.sites.flatMap((site: StudyInput) => site.processes);
        processes[drawn.number % processes.length].capacityUnitsPerDay *= 1.5;
      }),
    );
  });

  it("more port and, where gaps are closed at once, lane capacity never loses more revenue", () => {
    forRandomStudies(SERIAL, (drawn) =>
      harm(drawn, (input) => {
        for (const port of input.world.ports) port.headroomFactor *= 1.5;
        if (input.settings.planner.restockDays === 1) input.settings.laneHeadroomFactor *= 1.5;
      }),
    );
  });
});
