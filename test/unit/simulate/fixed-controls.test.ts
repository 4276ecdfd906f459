import { expect, test } from "vitest";
import { baselineControls } from "../../../src/model/baseline.ts";
import { CONTROL_NAMES, EDIT_HOLD, type Segments } from "../../../src/model/segments.ts";
import { createPlanner } from "../../../src/plan/planner.ts";
import { createScenarioSampler } from "../../../src/sample/scenario-sampler.ts";
import { checkFixed, type FixedControls, fixedControls } from "../../../src/simulate/kernel/fixed-controls.ts";
import { drawStudies } from "../../helpers/random-study.ts";

const SCENARIOS = 20;
const cases = drawStudies(12, 40, { features: "all" }).flatMap(({ study, compiled }) =>
  compiled.map(({ network }) => {
    const baseline = baselineControls(network);
    const plan = createPlanner(network, baseline, study.settings.horizonDays);
    return { study, network, plan, fixed: fixedControls(network, baseline) };
  }),
);

test("no scenario moves a control that code takes for fixed, and of others many move", () => {
  const moved = new Set<string>();
  let held = 0;
  for (const { study, plan, fixed } of cases) {
    const sample = createScenarioSampler(study);
    for (let index = 0; index < SCENARIOS; index++) {
      const segments = plan(sample(index));
      expect(() => checkFixed(fixed, segments)).not.toThrow();
      for (let write = 0; write < segments.writeStart[segments.count]; write++) {
        moved.add(CONTROL_NAMES[segments.writeControl[write]]);
      }
      const edits = segments.editKind.subarray(0, segments.editStart[segments.count]);
      held += edits.filter((kind) => kind === EDIT_HOLD).length;
    }
  }
  // A check that nothing moves says nothing of what never could.
  const neverMoved = CONTROL_NAMES.filter((name) => !moved.has(name));
  expect(neverMoved).toEqual([]);
  expect(held).toBeGreaterThan(0);
});

test("some controls of every network are fixed: code is left out", () => {
  for (const { network, fixed } of cases) {
    const names = CONTROL_NAMES.filter((name) => fixed[name].includes(1));
    expect(names.length, `${network.counts.lanes} lanes`).toBeGreaterThan(0);
    // What plans decide is never taken for fixed.
    expect(names).not.toContain("laneShare");
    expect(names).not.toContain("stockTargetUnits");
  }
});

test("what moves a fixed control all the same stops the run", () => {
  const none = Object.fromEntries(CONTROL_NAMES.map((name) => [name, new Uint8Array(3)])) as FixedControls;
  const fixed = { ...none, laneTariffFraction: Uint8Array.of(0, 1, 0), laneEntryLimit: Uint8Array.of(1, 0, 0) };
  const segments = (index: number, heldLane: number): Segments => ({
    count: 1,
    days: Int32Array.of(5),
    writeStart: Int32Array.of(0, 1),
    writeControl: Int32Array.of(CONTROL_NAMES.indexOf("laneTariffFraction")),
    writeIndex: Int32Array.of(index),
    writeValue: Float64Array.of(0.1),
    editStart: Int32Array.of(0, 1),
    editKind: Int32Array.of(EDIT_HOLD),
    editIndex: Int32Array.of(heldLane),
    editFrom: Int32Array.of(1),
    editTo: Int32Array.of(2),
    editFraction: Float64Array.of(1),
  });
  expect(() => checkFixed(fixed, segments(0, 1))).not.toThrow();
  expect(() => checkFixed(fixed, segments(1, 1))).toThrow("laneTariffFraction[1] moved, no hazard reaches it");
  expect(() => checkFixed(fixed, segments(0, 0))).toThrow("goods of lane 0 were held, no hazard reaches it");
});
