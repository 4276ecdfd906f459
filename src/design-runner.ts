import { createMeasurer, type Measurer } from "./measure/measurer.ts";
import { baselineControls } from "./model/baseline.ts";
import { constantDemand } from "./model/constant-demand.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import type { Controls } from "./model/segments.ts";
import type { Settings } from "./model/settings.ts";
import { allocateTrajectory, type Trajectory } from "./model/trajectory.ts";
import { createPlanner, type Planner } from "./plan/planner.ts";
import { createKnownDays } from "./simulate/known-days.ts";
import { type DayObserver, simulateFrom } from "./simulate/reference.ts";
import { allocateState, copyState, resetState, type State, type StateMemory } from "./simulate/state.ts";
import { createWarmUp } from "./simulate/warm-up.ts";

/** One design made ready to run scenarios: its planner, its state, its undisturbed run. Used by one thread. */
export interface DesignRunner {
  readonly network: Network;
  readonly trajectory: Trajectory;
  /** Without disruptions, under the demand of the scenario run last. */
  readonly undisturbed: Trajectory;
  readonly measurer: Measurer;
  /** The evening before day 0 of the run made last; nobody changes it. */
  readonly start: State;
  /** plan -> simulate: leaves the run in `trajectory`, and the undisturbed run beside it. */
  run(scenario: Scenario, observe?: DayObserver): void;
}

/** Makes a design ready; runs it once undisturbed, and again for every scenario that brings a demand of its own. */
export function createDesignRunner(
  network: Network,
  settings: Settings,
  structuralPricePremiumPct: number,
): DesignRunner {
  const baseline: Controls = baselineControls(network);
  const plan: Planner = createPlanner(network, baseline, settings.horizonDays);
  const state: State = allocateState(network);
  const start: State = allocateState(network);
  const constant = constantDemand(network, settings.horizonDays);
  const trajectory = allocateTrajectory(settings.horizonDays, network.counts);
  const undisturbed = allocateTrajectory(settings.horizonDays, network.counts);
  const warmUp = createWarmUp(network, baseline, settings.warmUpDays);
  const known = createKnownDays(undisturbed, sizeOf(state.memory));
  let drawn: Float64Array | undefined;
  let demand = constant;

  /** Finds how day 0 starts under this demand, and what an undisturbed run makes of it. */
  function runUndisturbed(): void {
    const calm = plan({ index: -1, disruptions: [] });
    if (drawn === undefined) {
      demand = constant;
      resetState(network, baseline, start);
    } else {
      const day0 = settings.warmUpDays * network.counts.markets;
      demand = drawn.subarray(day0);
      warmUp(calm, drawn.subarray(0, day0), start);
    }
    copyState(start, state);
    simulateFrom(network, calm, demand, state, undisturbed, drawn === undefined ? known.record : undefined);
  }

  runUndisturbed();
  const measurer = createMeasurer(network, settings, undisturbed, structuralPricePremiumPct);
  return {
    network,
    trajectory,
    undisturbed,
    measurer,
    start,
    run(scenario, observe) {
      if (scenario.demand !== drawn) {
        drawn = scenario.demand;
        runUndisturbed();
        measurer.updateUndisturbed();
      }
      const segments = plan(scenario);
      const firstChangeDay = segments.count > 0 ? segments.days[0] : settings.horizonDays;
      // An observer wants to see every day; random demand has an undisturbed run of its own, of which no day is kept.
      const mayJump = observe === undefined && drawn === undefined;
      const fromDay = mayJump ? known.jump(firstChangeDay, state, trajectory) : 0;
      if (fromDay === 0) copyState(start, state);
      simulateFrom(network, segments, demand, state, trajectory, observe, fromDay);
    },
  };
}

/** Bytes. */
function sizeOf(memory: StateMemory): number {
  return memory.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
}
