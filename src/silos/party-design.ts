import { createMeasurer, type Measurer } from "../measure/measurer.ts";
import { baselineControls } from "../model/baseline.ts";
import { constantDemand } from "../model/constant-demand.ts";
import type { Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import { copySegments, type Segments } from "../model/segments.ts";
import { allocateTrajectory, copyFirstDays, copyTotals, type Trajectory } from "../model/trajectory.ts";
import { createPlanner } from "../plan/planner.ts";
import type { KernelForm } from "../simulate/kernel/kernel.ts";
import { createFleetYard, type Fleet } from "./fleet.ts";
import { createCrossings, type LockstepRun } from "./lockstep.ts";
import type { PartyStudy } from "./party-study.ts";

/** What crosses on the evening before a day; see `ExchangeKey.day`. */
export type ExchangeEvening = (
  day: number,
  outgoing: ReadonlyMap<string, Float64Array>,
) => Promise<ReadonlyMap<string, Float64Array>>;

/** Runs of a block, to be measured. */
export interface PartyRuns {
  /** Trajectory of a scenario by its place in the block. */
  trajectory(index: number): Trajectory;
  /** Measures a scenario of the block; the measurer's curves are valid until the next call. */
  measure(scenario: Scenario, index: number, outcomes: Float64Array, offset: number): Measurer;
}

/** One party's part of one design. */
export interface PartyDesign {
  /** Runs all scenarios of a block side by side with the other parties. */
  run(scenarios: readonly Scenario[], exchange: ExchangeEvening): Promise<PartyRuns>;
}

/** Makes one party's part of a design ready: what `createDesignRunner` does for a whole network. */
export function createPartyDesign(network: Network, study: PartyStudy, design: number, form?: KernelForm): PartyDesign {
  const { horizonDays, warmUpDays } = study.settings;
  const { hasVariableDemand } = study.silo;
  const plan = createPlanner(network, baselineControls(network), horizonDays);
  const calm: Segments = copySegments(plan({ index: -1, disruptions: [] }));
  const { counts } = network;
  const firstDays = hasVariableDemand ? warmUpDays : 0;
  const constant = constantDemand(network, horizonDays + firstDays);
  const openFleet = createFleetYard(network, Math.max(horizonDays, firstDays), form);
  const undisturbed = allocateTrajectory(horizonDays, counts);
  let measurer: Measurer | undefined;

  /** Days [0, days) of all runs; numbers of evenings begin with `firstEvening`. What was shipped last crosses as well. */
  async function runDays(
    fleets: readonly Fleet[],
    segments: readonly (readonly Segments[])[],
    days: number,
    firstEvening: number,
    exchange: ExchangeEvening,
  ): Promise<void> {
    const runs = fleets.flatMap((fleet, at) =>
      fleet.begin(segments[at]).map((seat, index): LockstepRun => {
        return { ...seat, segments: segments[at][index], change: 0 };
      }),
    );
    const crossings = createCrossings(network, study.neighbours[design], runs.length);
    for (const [index, run] of runs.entries()) crossings.send(run, index, 0, false);
    for (let day = 0; day <= days; day++) {
      crossings.take(await exchange(firstEvening + day, crossings.outgoing), day);
      let from = 0;
      for (const [at, fleet] of fleets.entries()) {
        const count = segments[at].length;
        for (let first = 0; first < count; first += fleet.width) {
          const end = Math.min(count, first + fleet.width);
          for (let index = first; index < end; index++) {
            crossings.receive(runs[from + index], from + index, day, day > 0);
          }
          if (day === days) continue;
          fleet.runDay(first, day);
          for (let index = first; index < end; index++) crossings.send(runs[from + index], from + index, day + 1, true);
        }
        from += count;
      }
    }
    for (const fleet of fleets) fleet.end();
  }

  /** Runs of every scenario undisturbed and disturbed, both after a warm-up of the scenario's own demand. */
  async function runVariable(
    scenarios: readonly Scenario[],
    plans: readonly Segments[],
    exchange: ExchangeEvening,
  ): Promise<readonly [calm: Fleet, disturbed: Fleet]> {
    const day0 = warmUpDays * counts.markets;
    const disturbed = openFleet(scenarios.length);
    const undisturbedFleet = openFleet(scenarios.length);
    const calms = scenarios.map(() => calm);
    const demands = scenarios.map(({ demand = constant }) => demand);
    if (warmUpDays > 0) {
      for (const [index, demand] of demands.entries()) disturbed.setDemand(index, demand.subarray(0, day0));
      await runDays([disturbed], [calms], warmUpDays, -warmUpDays - 1, exchange);
      disturbed.turnBack(warmUpDays);
    }
    undisturbedFleet.copyFrom(disturbed);
    for (const fleet of [undisturbedFleet, disturbed]) {
      for (const [index, demand] of demands.entries()) fleet.setDemand(index, demand.subarray(day0));
    }
    await runDays([undisturbedFleet, disturbed], [calms, plans], horizonDays, 0, exchange);
    return [undisturbedFleet, disturbed];
  }

  return {
    async run(scenarios, exchange) {
      const plans = scenarios.map((scenario) => copySegments(plan(scenario)));
      let trajectory: (index: number) => Trajectory;
      let calmRun: (index: number) => Trajectory;
      if (hasVariableDemand) {
        const [calms, disturbed] = await runVariable(scenarios, plans, exchange);
        trajectory = (index) => disturbed.trajectory(index, horizonDays);
        calmRun = (index) => calms.trajectory(index, horizonDays);
      } else {
        // Every scenario is measured against one undisturbed run, which goes along as the first.
        const fleet = openFleet(scenarios.length + 1);
        for (let index = 0; index <= scenarios.length; index++) fleet.setDemand(index, constant);
        await runDays([fleet], [[calm, ...plans]], horizonDays, 0, exchange);
        trajectory = (index) => fleet.trajectory(index + 1, horizonDays);
        calmRun = () => fleet.trajectory(0, horizonDays);
      }
      return {
        trajectory,
        measure(scenario, index, outcomes, offset) {
          if (hasVariableDemand || index === 0) {
            copyTrajectory(calmRun(index), undisturbed);
            measurer?.updateUndisturbed();
          }
          measurer ??= createMeasurer(network, study.settings, undisturbed, study.structuralPricePremiumPct[design]);
          measurer.measure(scenario, trajectory(index), outcomes, offset);
          return measurer;
        },
      };
    },
  };
}

function copyTrajectory(from: Trajectory, to: Trajectory): void {
  copyFirstDays(from, to, from.days);
  copyTotals(from, to);
  to.openBacklog.set(from.openBacklog);
}
