import { openNetworks, type SharedNetworks } from "./compile/share-networks.ts";
import { SimulationError } from "./errors.ts";
import { measureEventLosses } from "./event-losses.ts";
import type { CommonCause } from "./hazards/common-cause.ts";
import type { Hazard } from "./hazards/index.ts";
import { BeyondGridError, type CollectedCurves, collectCurves } from "./measure/collect-curves.ts";
import { createMeasurer, type Measurer } from "./measure/measurer.ts";
import { LOSS_METRICS, METRICS } from "./metrics/index.ts";
import { baselineControls } from "./model/baseline.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import type { Controls } from "./model/segments.ts";
import type { Settings } from "./model/settings.ts";
import { allocateTrajectory, type Trajectory } from "./model/trajectory.ts";
import type { Market } from "./model/world.ts";
import { createPlanner, type Planner } from "./plan/planner.ts";
import { createScenarioSampler } from "./sample/scenario-sampler.ts";
import { findSampler } from "./samplers/index.ts";
import { createKnownDays } from "./simulate/known-days.ts";
import { type DayObserver, simulateFrom } from "./simulate/reference.ts";
import { allocateState, copyState, resetState, type State, type StateMemory } from "./simulate/state.ts";
import { createWarmUp } from "./simulate/warm-up.ts";

/** All a thread needs to compute any scenario of a study. Plain values and one shared buffer: it can be posted. */
export interface BatchStudy {
  readonly settings: Settings;
  readonly hazards: readonly Hazard[];
  readonly markets: readonly Market[];
  readonly commonCauses: readonly CommonCause[];
  readonly networks: SharedNetworks;
  /** [design] */
  readonly designIds: readonly string[];
  readonly structuralPricePremiumPct: readonly number[];
}

/** Numbers of one disruption in `BlockOutcome.disruptions`. */
export const DISRUPTION_FIELDS = [
  "scenario",
  "hazard",
  "onsetDay",
  "durationDays",
  "recoveryDays",
  "severity",
  "triggeredBy", // -1: by itself
] as const;

/** Outcomes of the scenarios [from, to) of a study, for every design. Arrays are the receiver's to keep. */
export interface BlockOutcome extends CollectedCurves {
  readonly from: number;
  readonly to: number;
  /** [scenario] what each counts, 1 unless the sampler weights. */
  readonly weights: Float64Array;
  /** [scenario x design x metric], row-major. */
  readonly outcomes: Float64Array;
  /** [scenario x design x loss metric] the largest loss of a single event; empty unless the study asks for it. */
  readonly eventLosses: Float64Array;
  /** [disruption x DISRUPTION_FIELDS]. */
  readonly disruptions: Float64Array;
}

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

/** [day x market] units. */
function constantDemand(network: Network, days: number): Float64Array {
  const { markets } = network.counts;
  const demand = new Float64Array(days * markets);
  for (let day = 0; day < days; day++) demand.set(network.marketDemandUnitsPerDay, day * markets);
  return demand;
}

/**
 * Makes the function that computes blocks of a study: sample -> plan -> simulate -> measure, every scenario for every
 * design. What it returns depends on the study and the scenario numbers alone.
 */
export function createBatchRunner(study: BatchStudy): (from: number, to: number) => BlockOutcome {
  const { settings, structuralPricePremiumPct } = study;
  const sampleScenario = createScenarioSampler(study);
  const { isWeighted } = findSampler(settings.sampler);
  const runners = openNetworks(study.networks).map((network, design) =>
    createDesignRunner(network, settings, structuralPricePremiumPct[design]),
  );
  const days = settings.horizonDays;
  const scratch = new Float64Array(METRICS.length);

  return function runBatch(from, to) {
    const rows = (to - from) * runners.length;
    const outcomes = new Float64Array(rows * METRICS.length);
    const disruptions: number[] = [];
    const eventLosses = new Float64Array(settings.eventLosses ? rows * LOSS_METRICS.length : 0);
    const weights = new Float64Array(to - from);
    const curves = collectCurves(runners.length, days, rows, isWeighted);
    for (let index = from; index < to; index++) {
      const scenario = sampleScenario(index);
      weights[index - from] = scenario.weight ?? 1;
      for (const { hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy = -1 } of scenario.disruptions) {
        disruptions.push(index, hazard, onsetDay, durationDays, recoveryDays, severity, triggeredBy);
      }
      runners.forEach((runner, design) => {
        const row = (index - from) * runners.length + design;
        const offset = row * METRICS.length;
        const { measurer } = runner;
        try {
          runner.run(scenario);
          measurer.measure(scenario, runner.trajectory, outcomes, offset);
          checkOutcome(outcomes, offset);
          curves.add(row, design, measurer.curves.service, measurer.curves.priceIndex);
          if (settings.eventLosses) {
            const rerun = (other: Scenario, target: Float64Array): void => {
              runner.run(other);
              measurer.measure(other, runner.trajectory, target, 0);
            };
            measureEventLosses(rerun, scenario, outcomes, offset, scratch, eventLosses, row * LOSS_METRICS.length);
          }
        } catch (error) {
          const designId = study.designIds[design];
          const what = error instanceof Error ? error.message : String(error);
          const isOfStudy = error instanceof BeyondGridError;
          throw new SimulationError(`${what}, design '${designId}' in scenario ${index}`, index, designId, isOfStudy);
        }
      });
    }
    return {
      from,
      to,
      weights,
      outcomes,
      eventLosses,
      disruptions: Float64Array.from(disruptions),
      ...curves.finish(),
    };
  };
}

/** A value that cannot be is a fault of the engine: it stops the run instead of becoming a number in a table. */
function checkOutcome(outcomes: Float64Array, offset: number): void {
  for (let metric = 0; metric < METRICS.length; metric++) {
    const value = outcomes[offset + metric];
    const { name, isOptional } = METRICS[metric];
    if (Number.isFinite(value) || (isOptional === true && Number.isNaN(value))) continue;
    throw new RangeError(`invalid ${name} ${value}`);
  }
}
