import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileStudy } from "../../../src/compile-study.ts";
import type { Study } from "../../../src/config/study.ts";
import { baselineControls } from "../../../src/model/baseline.ts";
import { RECOVERY_PROFILES } from "../../../src/model/disruption.ts";
import {
  CONTROL_NAMES,
  EDIT_CANCEL,
  EDIT_CANCEL_MAKING,
  EDIT_DISCOUNT,
  type Segments,
} from "../../../src/model/segments.ts";
import { createPlanner } from "../../../src/plan/planner.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { compileFor, indexOf } from "../../helpers/study.ts";
import { harbourStudy, parseInput } from "../run/studies.ts";
import { controlsOn, editsOf, type Strike, scenarioOf, sourceDown, supplyStudy } from "./supply.ts";

const HORIZON = 60;

/** Shares of a lane, day by day, and what else the planner wrote. */
function planOf(study: Study, strikes: readonly Strike[]) {
  const { network, labels } = compileFor(study);
  const segments = structuredClone(
    createPlanner(network, baselineControls(network), HORIZON)(scenarioOf(study, strikes)),
  );
  return {
    segments,
    network,
    labels,
    /** Days on which the lane's share changes, with the new share. */
    changes(lane: string): [number, number][] {
      const index = indexOf(labels.lanes, lane);
      const found: [number, number][] = [];
      let last = network.laneShare[index];
      for (let day = 0; day < HORIZON; day++) {
        const share = controlsOn(network, segments, day).laneShare[index];
        if (share !== last) found.push([day, Number(share.toFixed(12))]);
        last = share;
      }
      return found;
    },
    edits(kind: number, labelled: readonly string[] = labels.lanes): [number, string, number][] {
      return editsOf(segments, kind).map(([day, index, fraction]) => [
        day,
        labelled[index],
        Number(fraction.toFixed(12)),
      ]);
    },
  };
}

const SOURCES = [
  { id: "main", via: ["strait"] },
  { id: "soon", capacityUnitsPerDay: 40, backup: { priority: 2, activationDelayDays: 5 } },
  { id: "late", capacityUnitsPerDay: 100, backup: { priority: 1, activationDelayDays: 12 } },
];
/** A backup that is there at once. */
const now = (capacityUnitsPerDay: number): object => ({
  id: "now",
  capacityUnitsPerDay,
  backup: { priority: 1, activationDelayDays: 0 },
});
const BLOCKADE = { id: "blockade", kind: "blockade", targets: { chokepoints: ["strait"] } };
const BLOCKADE_TOO = { ...BLOCKADE, id: "blockade-too" };

function studyWith(detectionDelayDays: number, sources: readonly object[] = SOURCES): Study {
  return supplyStudy({
    sources: sources as typeof SOURCES,
    chokepoints: ["strait"],
    hazards: [BLOCKADE, BLOCKADE_TOO, ...sources.map((source) => sourceDown((source as { id: string }).id))],
    settings: { planner: { detectionDelayDays } },
  });
}

describe("a design", () => {
  test("sees a change when it happens where it has no delay", () => {
    const plan = planOf(studyWith(0), [{ hazard: "blockade", day: 10, days: 3 }]);
    expect(plan.changes("main")).toEqual([
      [10, 0],
      [13, 1],
    ]);
    expect(plan.changes("soon")).toEqual([]);
  });

  test("sees the end of a disruption as late as its start, while the world changes at once", () => {
    const study = studyWith(4, [SOURCES[0], now(100)]);
    const plan = planOf(study, [{ hazard: "blockade", day: 10, days: 3, severity: 0.7 }]);
    expect(plan.changes("main")).toEqual([
      [14, 0.3],
      [17, 1],
    ]);
    const lane = indexOf(plan.labels.lanes, "main");
    const limits = Array.from(
      { length: 20 },
      (_, day) => controlsOn(plan.network, plan.segments, day).laneDispatchLimit[lane],
    );
    expect(limits.slice(9, 14).map((limit) => Math.round(limit))).toEqual([200, 60, 60, 60, 200]);
  });

  test("calls a backup a fixed time after it first saw the lack, and lets it go when the lack is gone", () => {
    const plan = planOf(studyWith(3), [{ hazard: "blockade", day: 10, days: 20 }]);
    // Lacking from day 13; 40 units by `soon` from day 18; all by `late`, which comes first then, from day 25.
    expect(plan.changes("main")).toEqual([
      [13, 0],
      [33, 1],
    ]);
    expect(plan.changes("soon")).toEqual([
      [18, 0.4],
      [25, 0],
    ]);
    expect(plan.changes("late")).toEqual([
      [25, 1],
      [33, 0],
    ]);
  });

  test("starts the clock of a backup anew when nothing lacked in between", () => {
    const twice = [
      { hazard: "blockade", day: 10, days: 4 },
      { hazard: "blockade", day: 16, days: 20 },
    ];
    expect(planOf(studyWith(0), twice).changes("soon")).toEqual([
      [21, 0.4],
      [28, 0],
    ]);
  });

  test("goes on counting when one lack takes over from another", () => {
    const handedOver = [
      { hazard: "blockade", day: 10, days: 4 },
      { hazard: "blockade-too", day: 13, days: 20 },
    ];
    expect(planOf(studyWith(0), handedOver).changes("soon")).toEqual([
      [15, 0.4],
      [22, 0],
    ]);
    const sameDay = [
      { hazard: "blockade", day: 10, days: 4 },
      { hazard: "blockade-too", day: 14, days: 20 },
    ];
    expect(planOf(studyWith(0), sameDay).changes("soon")).toEqual([
      [15, 0.4],
      [22, 0],
    ]);
  });

  test("does not call a backup whose time has not come when the lack ends", () => {
    const plan = planOf(studyWith(0), [{ hazard: "blockade", day: 10, days: 5 }]);
    expect(plan.changes("soon")).toEqual([]);
    expect(planOf(studyWith(0), [{ hazard: "blockade", day: 10, days: 6 }]).changes("soon")).toEqual([
      [15, 0.4],
      [16, 0],
    ]);
  });

  test("uses a backup without delay on the day it sees the lack", () => {
    const sources = [SOURCES[0], { id: "now", capacityUnitsPerDay: 70, backup: { activationDelayDays: 0 } }];
    const plan = planOf(studyWith(2, sources), [{ hazard: "blockade", day: 10, days: 5 }]);
    expect(plan.changes("now")).toEqual([
      [12, 0.7],
      [17, 0],
    ]);
  });

  test("writes nothing on or after the horizon, and nothing for a scenario without disruptions", () => {
    const plan = planOf(studyWith(0), [{ hazard: "blockade", day: 50, days: 100 }]);
    expect(Math.max(...plan.segments.days.subarray(0, plan.segments.count))).toBeLessThan(HORIZON);
    expect(planOf(studyWith(0), []).segments.count).toBe(0);
    expect(planOf(studyWith(0), [{ hazard: "blockade", day: 3, days: 9, severity: 0 }]).segments.count).toBe(0);
    expect(planOf(studyWith(55), [{ hazard: "blockade", day: 10, days: 9 }]).changes("main")).toEqual([]);
  });
});

describe("orders that wait", () => {
  test("are withdrawn by the part that fell: from f to g, 1 - g / f; never when it rises", () => {
    const plan = planOf(studyWith(0, [SOURCES[0], now(100)]), [
      { hazard: "blockade", day: 10, days: 20, severity: 0.6 },
      { hazard: "blockade-too", day: 15, days: 5, severity: 0.75 },
    ]);
    // Kept: 0.4, then 0.1, then 0.4 again, then all.
    expect(plan.edits(EDIT_CANCEL)).toEqual([
      [10, "main", 0.6],
      [15, "main", 0.75],
    ]);
    expect(plan.changes("main")).toEqual([
      [10, 0.4],
      [15, 0.1],
      [20, 0.4],
      [30, 1],
    ]);
  });

  test("are withdrawn from a supplier that makes less only as far as others have room", () => {
    const weak = { ...SOURCES[0], process: { capacityUnitsPerDay: 100 } };
    const plan = planOf(studyWith(0, [weak, now(20)]), [{ hazard: "main-down", day: 10, days: 20, severity: 0.5 }]);
    expect(plan.edits(EDIT_CANCEL)).toEqual([[10, "main", 0.2]]);
    expect(plan.changes("main")).toEqual([
      [10, 0.8],
      [30, 1],
    ]);
    expect(planOf(studyWith(0, [weak]), [{ hazard: "main-down", day: 10, days: 20 }]).edits(EDIT_CANCEL)).toEqual([]);
  });

  test("at a plant are withdrawn when another source takes over what it cannot make", () => {
    const input = harbourStudy({ horizonDays: HORIZON, exposureDays: HORIZON, planner: { detectionDelayDays: 0 } });
    input.world.sites[3].processes = [{ output: "widget", capacityUnitsPerDay: 25, conversionCostUsdPerUnit: 9 }];
    input.world.lanes[2].share = 0.5;
    input.world.lanes[2].capacityUnitsPerDay = 50;
    input.hazards = [
      {
        id: "shop-works-down",
        kind: "site-outage",
        arrival: { days: [0] },
        durationDays: 5,
        targets: { sites: ["shop-north"] },
      },
    ];
    const { study } = parseInput(input);
    const plan = planOf(study, [{ hazard: "shop-works-down", day: 10, days: 5 }]);
    expect(plan.edits(EDIT_CANCEL_MAKING, plan.labels.processes)).toEqual([[10, "shop-north/widget", 1]]);
    expect(plan.changes("works-north")).toEqual([
      [10, 1],
      [15, 0.5],
    ]);
  });

  test("stay with a partly open lane as far as nobody else takes them, and are withdrawn when it shuts", () => {
    const twice = [
      { hazard: "blockade", day: 10, days: 20, severity: 0.5 },
      { hazard: "blockade-too", day: 15, days: 5 },
    ];
    const alone = planOf(studyWith(0, [SOURCES[0]]), twice);
    expect(alone.changes("main")).toEqual([
      [15, 0],
      [20, 1],
    ]);
    expect(alone.edits(EDIT_CANCEL)).toEqual([[15, "main", 1]]);
    const helped = planOf(studyWith(0, [SOURCES[0], now(30)]), twice);
    expect(helped.changes("main")).toEqual([
      [10, 0.7],
      [15, 0],
      [20, 0.7],
      [30, 1],
    ]);
    expect(helped.edits(EDIT_CANCEL)).toEqual([
      [10, "main", 0.3],
      [15, "main", 1],
    ]);
  });

  test.each([
    { capacity: 100, given: 1 },
    { capacity: 30, given: 0.5 },
  ])("on a lane that is held stop counting as far as others were asked for them: $given", ({ capacity, given }) => {
    const plan = planOf(studyWith(2, [SOURCES[0], now(capacity)]), [
      { hazard: "blockade", day: 10, days: 20, severity: 0.6 },
    ]);
    expect(plan.edits(EDIT_DISCOUNT)).toEqual([[12, "main", given]]);
  });

  test("on a lane that is held stop counting once more at every fall, from the day it is seen", () => {
    const twice = [
      { hazard: "blockade", day: 10, days: 20, severity: 0.6 },
      { hazard: "blockade-too", day: 15, days: 5, severity: 0.75 },
    ];
    expect(planOf(studyWith(2, [SOURCES[0], now(100)]), twice).edits(EDIT_DISCOUNT)).toEqual([
      [12, "main", 1],
      [17, "main", 1],
    ]);
    expect(planOf(studyWith(2, [SOURCES[0]]), twice).edits(EDIT_DISCOUNT)).toEqual([
      [12, "main", 0],
      [17, "main", 0],
    ]);
  });
});

describe("when everything is seen as open again", () => {
  const { study, designs } = compileStudy(parseInput(harbourStudy()));

  /** Every control is the baseline's on the last day. */
  function expectBaseline(network: (typeof designs)[number]["network"], segments: Segments, days: number): void {
    const baseline = baselineControls(network);
    const last = controlsOn(network, segments, days);
    for (const name of CONTROL_NAMES) expect(last[name], name).toEqual(baseline[name]);
  }

  test("every limit, share and target is the baseline's to the bit, whatever happened", () => {
    const { settings, hazards, markets } = study;
    let changes = 0;
    for (const { network } of designs) {
      const plan = createPlanner(network, baselineControls(network), 5000);
      for (let index = 0; index < 60; index++) {
        const sampled = createScenarioSampler({ settings, hazards, markets, commonCauses: [] })(index);
        // Everything ends well before the last day.
        const disruptions = sampled.disruptions.map((item) => ({
          ...item,
          durationDays: Math.min(item.durationDays, 400),
        }));
        const segments = plan({ index, disruptions });
        changes += segments.count;
        expectBaseline(network, segments, 5000);
      }
    }
    expect(changes).toBeGreaterThan(500);
  });

  test("also for any mixture of severities, recoveries and overlaps", () => {
    const { network } = designs[1];
    const plan = createPlanner(network, baselineControls(network), 2000);
    const disruption = fc.record({
      hazard: fc.integer({ min: 0, max: study.hazards.length - 1 }),
      onsetDay: fc.integer({ min: 0, max: 60 }),
      durationDays: fc.integer({ min: 1, max: 60 }),
      severity: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
      profile: fc.constantFrom(...RECOVERY_PROFILES),
      recoveryDays: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(disruption, { maxLength: 6 }), (disruptions) => {
        const first = structuredClone(plan({ index: 0, disruptions }));
        expectBaseline(network, first, 2000);
        // The planner remembers nothing of the scenario before.
        const again = plan({ index: 0, disruptions });
        expect(again.count).toBe(first.count);
        expect(again.writeValue).toEqual(first.writeValue);
      }),
      { numRuns: 100 },
    );
  });
});
