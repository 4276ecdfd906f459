import { createMeasurer, type Measurer } from "./measure/measurer.ts";
import { baselineControls } from "./model/baseline.ts";
import { constantDemand } from "./model/constant-demand.ts";
import type { Scenario } from "./model/disruption.ts";
import type { Network } from "./model/network.ts";
import type { Segments } from "./model/segments.ts";
import type { Settings } from "./model/settings.ts";
import { copyFirstDays, type Trajectory } from "./model/trajectory.ts";
import { createPlanner } from "./plan/planner.ts";
import type { KernelForm } from "./simulate/kernel/kernel.ts";
import { compilePair, createPairSimulator, DISTURBED, UNDISTURBED } from "./simulate/kernel/pair.ts";
import { SCENARIOS } from "./simulate/kernel/records.ts";
import { eveningStepDays, lastEvening } from "./simulate/known-days.ts";
import { turnBackRings } from "./simulate/warm-up.ts";
import type { Compiled } from "./wasm/instantiate.ts";

/** Where the run of a scenario is found, and what measures it. */
export interface RunSeat {
  readonly trajectory: Trajectory;
  /** Without disruptions, under the same demand. */
  readonly undisturbed: Trajectory;
  readonly measurer: Measurer;
}

/** Runs scenarios of one design, as many at a time as it has seats. */
export interface SeatsRunner {
  readonly seats: readonly RunSeat[];
  /** plan -> simulate: leaves scenario k in seat k; there may be fewer than seats. */
  run(scenarios: readonly Scenario[]): void;
}

function longestRunDays({ horizonDays, warmUpDays }: Settings): number {
  return Math.max(horizonDays, warmUpDays);
}

/** Code of a design, to be given to as many runners of the same form as one likes, in whatever thread. */
export function generatePairCode(network: Network, settings: Settings, form: KernelForm): Compiled {
  return compilePair(network, baselineControls(network), longestRunDays(settings), form).module;
}

/**
 * Makes a design ready to run two scenarios at once on generated code: what `createDesignRunner` does with the reference
 * simulator, to the same bits.
 *
 * @param code by `generatePairCode`, where it is there already
 */
export function createPairRunner(
  network: Network,
  settings: Settings,
  structuralPricePremiumPct: number,
  form: KernelForm,
  code?: Compiled,
): SeatsRunner {
  const { horizonDays, warmUpDays } = settings;
  const baseline = baselineControls(network);
  const pair = createPairSimulator(network, baseline, longestRunDays(settings), form, code);
  const scenarioNumbers = Array.from({ length: SCENARIOS }, (_, scenario) => scenario);
  const planners = scenarioNumbers.map(() => createPlanner(network, baseline, horizonDays));
  // Not to be changed by the planner's next scenario: without change points nothing else is read.
  const calm: Segments = { ...planners[0]({ index: -1, disruptions: [] }) };
  const bothCalm = scenarioNumbers.map(() => calm);
  const runs = scenarioNumbers.map((scenario) => pair.trajectory(scenario, DISTURBED, horizonDays));
  const undisturbed = scenarioNumbers.map((scenario) => pair.trajectory(scenario, UNDISTURBED, horizonDays));
  const stepDays = eveningStepDays(horizonDays, pair.memory.byteLength);
  /** [evening] the memory before day (evening + 1) x stepDays of the undisturbed run under constant demand, as far as it was needed. */
  const evenings: Float64Array[] = [];
  const start = pair.memory.slice();
  /** [scenario] the demand under which the undisturbed runs are. */
  let drawn: readonly Float64Array[] = [];

  /** Days on which nothing has happened yet are those of the undisturbed run: copied, not simulated. */
  function jump(day: number): number {
    const at = lastEvening(day, stepDays, Math.floor(horizonDays / stepDays));
    if (at < 0) return 0;
    while (evenings.length <= at) {
      const before = evenings.length * stepDays;
      pair.memory.set(evenings[evenings.length - 1] ?? start);
      pair.run(bothCalm, DISTURBED, before, before + stepDays);
      evenings.push(pair.memory.slice());
    }
    const fromDay = (at + 1) * stepDays;
    pair.memory.set(evenings[at]);
    for (const scenario of scenarioNumbers) copyFirstDays(undisturbed[scenario], runs[scenario], fromDay);
    return fromDay;
  }

  function runConstant(): void {
    pair.reset();
    const demand = constantDemand(network, horizonDays);
    for (const scenario of scenarioNumbers) pair.setDemand(scenario, demand);
    pair.run(bothCalm, UNDISTURBED, 0, horizonDays);
    pair.reset();
    start.set(pair.memory);
  }

  /** Finds how day 0 starts under the demand of each scenario, and what an undisturbed run makes of it. */
  function runDrawn(demands: readonly Float64Array[]): void {
    const day0 = warmUpDays * network.counts.markets;
    pair.reset();
    if (warmUpDays > 0) {
      demands.forEach((demand, scenario) => {
        pair.setDemand(scenario, demand.subarray(0, day0));
      });
      pair.run(bothCalm, DISTURBED, 0, warmUpDays);
      turnBackRings(pair.state, warmUpDays);
    }
    start.set(pair.memory);
    demands.forEach((demand, scenario) => {
      pair.setDemand(scenario, demand.subarray(day0));
    });
    pair.run(bothCalm, UNDISTURBED, 0, horizonDays);
    for (const { measurer } of seats) measurer.updateUndisturbed();
  }

  runConstant();
  const seats = scenarioNumbers.map((scenario): RunSeat => {
    const measurer = createMeasurer(network, settings, undisturbed[scenario], structuralPricePremiumPct);
    return { trajectory: runs[scenario], undisturbed: undisturbed[scenario], measurer };
  });

  return {
    seats,
    run(scenarios) {
      // A seat without a scenario of its own repeats the other's.
      const repeated = <Item>(items: readonly Item[]): Item[] =>
        scenarioNumbers.map((scenario) => items[Math.min(scenario, items.length - 1)]);
      const plans = repeated(scenarios.map((scenario, seat) => planners[seat](scenario)));
      let fromDay = 0;
      const demands = repeated(scenarios).flatMap(({ demand }) => (demand === undefined ? [] : [demand]));
      if (demands.length === SCENARIOS) {
        // What leaves disruptions out of a scenario keeps its demand, and with it the undisturbed run.
        if (demands.some((demand, scenario) => demand !== drawn[scenario])) runDrawn(demands);
        drawn = demands;
      } else fromDay = jump(Math.min(...plans.map((plan) => (plan.count > 0 ? plan.days[0] : horizonDays))));
      if (fromDay === 0) pair.memory.set(start);
      pair.run(plans, DISTURBED, fromDay, horizonDays);
    },
  };
}
