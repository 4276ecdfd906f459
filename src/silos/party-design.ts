import { createMeasurer, type Measurer } from "../measure/measurer.ts";
import { baselineControls } from "../model/baseline.ts";
import { constantDemand } from "../model/constant-demand.ts";
import type { Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import { copySegments, type Segments } from "../model/segments.ts";
import { allocateTrajectory, clearTotals, copyFirstDays, copyTotals, type Trajectory } from "../model/trajectory.ts";
import { createPlanner } from "../plan/planner.ts";
import { runDay } from "../simulate/reference.ts";
import { createParcel } from "../simulate/run.ts";
import { allocateState, copyState, resetState, type State } from "../simulate/state.ts";
import { turnBackRings } from "../simulate/warm-up.ts";
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
export function createPartyDesign(network: Network, study: PartyStudy, design: number): PartyDesign {
  const { horizonDays, warmUpDays } = study.settings;
  const { hasVariableDemand } = study.silo;
  const baseline = baselineControls(network);
  const plan = createPlanner(network, baseline, horizonDays);
  const calm: Segments = copySegments(plan({ index: -1, disruptions: [] }));
  const crossings = createCrossings(network, study.neighbours[design]);
  const { counts } = network;
  const constant = constantDemand(network, horizonDays + (hasVariableDemand ? warmUpDays : 0));
  const parcel = createParcel();
  const undisturbed = allocateTrajectory(horizonDays, counts);
  let measurer: Measurer | undefined;

  function seatOf(state: State, trajectory: Trajectory, segments: Segments, demand: Float64Array): LockstepRun {
    return { run: { network, state, trajectory, totals: trajectory, demand, parcel }, at: 0, segments, change: 0 };
  }

  /** Days [0, days) of all runs; numbers of evenings begin with `firstEvening`. What was shipped last crosses as well. */
  async function runDays(
    seats: readonly LockstepRun[],
    days: number,
    firstEvening: number,
    exchange: ExchangeEvening,
  ): Promise<void> {
    for (const { run } of seats) clearTotals(run.trajectory);
    for (let day = 0; day <= days; day++) {
      await crossings.evening(day, seats, day > 0, (outgoing) => exchange(firstEvening + day, outgoing));
      if (day === days) break;
      for (const { run } of seats) runDay(run, day);
    }
    for (const { run } of seats) run.trajectory.openBacklog.set(run.state.backorder);
  }

  /** The evening before day 0 of every scenario, after a warm-up of its own demand. */
  async function warmUp(demands: readonly Float64Array[], exchange: ExchangeEvening): Promise<State[]> {
    const scratch = demands.map(() => allocateTrajectory(warmUpDays, counts));
    const seats = demands.map((demand, index) => seatOf(atFixedPoint(), scratch[index], calm, demand));
    if (warmUpDays > 0) await runDays(seats, warmUpDays, -warmUpDays - 1, exchange);
    return seats.map(({ run: { state } }) => {
      turnBackRings(network, state, warmUpDays);
      return state;
    });
  }

  function atFixedPoint(): State {
    const state = allocateState(network);
    resetState(network, baseline, state);
    return state;
  }

  function twinOf(state: State): State {
    const twin = allocateState(network);
    copyState(state, twin);
    return twin;
  }

  return {
    async run(scenarios, exchange) {
      const trajectories = scenarios.map(() => allocateTrajectory(horizonDays, counts));
      const plans = scenarios.map((scenario) => copySegments(plan(scenario)));
      let seats: LockstepRun[];
      let calmRuns: readonly Trajectory[];
      if (hasVariableDemand) {
        const day0 = warmUpDays * counts.markets;
        const demands = scenarios.map(({ demand = constant }) => demand);
        const starts = await warmUp(
          demands.map((demand) => demand.subarray(0, day0)),
          exchange,
        );
        calmRuns = scenarios.map(() => allocateTrajectory(horizonDays, counts));
        seats = scenarios.flatMap((_, index) => {
          const demand = demands[index].subarray(day0);
          return [
            seatOf(twinOf(starts[index]), calmRuns[index], calm, demand),
            seatOf(starts[index], trajectories[index], plans[index], demand),
          ];
        });
      } else {
        // Every scenario is measured against one undisturbed run, which goes along.
        calmRuns = [undisturbed];
        seats = [
          seatOf(atFixedPoint(), undisturbed, calm, constant),
          ...scenarios.map((_, index) => seatOf(atFixedPoint(), trajectories[index], plans[index], constant)),
        ];
      }
      for (const { run } of seats) clearDays(run.trajectory);
      await runDays(seats, horizonDays, 0, exchange);
      return {
        trajectory: (index) => trajectories[index],
        measure(scenario, index, outcomes, offset) {
          const calmRun = calmRuns[hasVariableDemand ? index : 0];
          if (calmRun !== undisturbed) copyTrajectory(calmRun, undisturbed);
          if (measurer === undefined) {
            const premiumPct = study.structuralPricePremiumPct[design];
            measurer = createMeasurer(network, study.settings, undisturbed, premiumPct);
          } else measurer.updateUndisturbed();
          measurer.measure(scenario, trajectories[index], outcomes, offset);
          return measurer;
        },
      };
    },
  };
}

/** Clears what days add to. */
function clearDays({ dayCostUsd, dayEmissionsTonnes, daySpoiledUsd }: Trajectory): void {
  dayCostUsd.fill(0);
  dayEmissionsTonnes.fill(0);
  daySpoiledUsd.fill(0);
}

function copyTrajectory(from: Trajectory, to: Trajectory): void {
  copyFirstDays(from, to, from.days);
  copyTotals(from, to);
  to.openBacklog.set(from.openBacklog);
}
