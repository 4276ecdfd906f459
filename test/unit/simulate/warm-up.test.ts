import { describe, expect, test } from "vitest";
import { baselineControls } from "../../../src/model/baseline.ts";
import { allocateTrajectory } from "../../../src/model/trajectory.ts";
import { createPlanner } from "../../../src/plan/planner.ts";
import { simulate, simulateFrom } from "../../../src/simulate/reference.ts";
import { allocateState } from "../../../src/simulate/state.ts";
import { createWarmUp } from "../../../src/simulate/warm-up.ts";
import { drawStudies } from "../../helpers/random-study.ts";
import { scenarioOf } from "../../properties/support.ts";

/** Demand that jumps about, so that every pipeline, queue and backorder differs from the fixed point. */
function restless(mean: Float64Array, days: number): Float64Array {
  return Float64Array.from({ length: days * mean.length }, (_, at) => {
    return mean[at % mean.length] * (0.4 + 1.2 * ((at * 0.6180339887) % 1));
  });
}

describe("a warm-up", () => {
  const DAYS = 40;
  const studies = drawStudies(60, 1);

  test.each([1, 7, 23])(
    "of %i days and the run after it are one run, to the bit, whatever strikes after it",
    (warmUpDays) => {
      let checked = 0;
      for (const { study, compiled, number } of studies) {
        const { network } = compiled[0];
        const baseline = baselineControls(network);
        const disruptions = scenarioOf({ study }, 0).disruptions.filter(({ onsetDay }) => onsetDay < DAYS);
        const demand = restless(network.marketDemandUnitsPerDay, warmUpDays + DAYS);

        const whole = allocateTrajectory(warmUpDays + DAYS, network.counts);
        const later = disruptions.map((item) => ({ ...item, onsetDay: item.onsetDay + warmUpDays }));
        const state = allocateState(network);
        const planWhole = createPlanner(network, baseline, warmUpDays + DAYS);
        simulate(network, baseline, planWhole({ index: 0, disruptions: later }), demand, state, whole);

        const after = allocateTrajectory(DAYS, network.counts);
        const plan = createPlanner(network, baseline, DAYS);
        const warmUp = createWarmUp(network, baseline, warmUpDays);
        const day0 = warmUpDays * network.counts.markets;
        warmUp(plan({ index: -1, disruptions: [] }), demand.subarray(0, day0), state);
        simulateFrom(network, plan({ index: 0, disruptions }), demand.subarray(day0), state, after);

        for (const name of [
          "servedOnTime",
          "servedLate",
          "lost",
          "soldCostUsd",
          "dayCostUsd",
          "dayEmissionsTonnes",
        ] as const) {
          const expected = whole[name].subarray(whole[name].length - after[name].length);
          expect(after[name], `study ${number}, ${name}`).toEqual(expected);
        }
        expect(after.openBacklog, `study ${number}`).toEqual(whole.openBacklog);
        if (disruptions.length > 0) checked += 1;
      }
      expect(checked).toBeGreaterThan(20);
    },
  );
});
