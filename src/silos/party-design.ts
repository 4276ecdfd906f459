import { createMeasurer, type Measurer } from "../measure/measurer.ts";
import { baselineControls } from "../model/baseline.ts";
import { constantDemand } from "../model/constant-demand.ts";
import type { Scenario } from "../model/disruption.ts";
import type { Network } from "../model/network.ts";
import { copySegments, type Segments } from "../model/segments.ts";
import { allocateTrajectory, copyFirstDays, copyTotals, type Trajectory } from "../model/trajectory.ts";
import { createPlanner } from "../plan/planner.ts";
import { type Fleet, openReferenceFleet } from "../simulate/fleet.ts";
import { openFleet } from "../simulate/kernel/fleet.ts";
import { compileFleet, mostRuns } from "../simulate/kernel/fleet-program.ts";
import type { KernelForm } from "../simulate/kernel/kernel.ts";
import { createShelf, type Shelf } from "../simulate/kernel/shelf.ts";
import { type LetterPlan, openMail, planLetters } from "./lockstep.ts";
import type { PartyStudy } from "./party-study.ts";

/** What crosses on the evening before a day; see `ExchangeKey.day`. */
export type ExchangeEvening = (
  day: number,
  outgoing: ReadonlyMap<string, Float64Array>,
) => Promise<ReadonlyMap<string, Float64Array>>;

/** Runs of a block, to be measured. */
export interface PartyRuns {
  /** Trajectory of a scenario by its place in the block, valid until the next call. */
  trajectory(index: number): Trajectory;
  /** Measures a scenario of the block; the measurer's curves are valid until the next call. */
  measure(scenario: Scenario, index: number, outcomes: Float64Array, offset: number): Measurer;
  /** Everything has been measured. */
  close(): void;
}

/** One party's part of one design. */
export interface PartyDesign {
  /** Runs all scenarios of a block side by side with the other parties. */
  run(scenarios: readonly Scenario[], exchange: ExchangeEvening): Promise<PartyRuns>;
}

/** Makes one party's part of a design ready: what `createDesignRunner` does for a whole network. */
export function createPartyDesign(
  network: Network,
  study: PartyStudy,
  design: number,
  form?: KernelForm,
  shelf = createShelf(),
): PartyDesign {
  const { horizonDays, warmUpDays } = study.settings;
  const { hasVariableDemand } = study.silo;
  const plan = createPlanner(network, baselineControls(network), horizonDays);
  const calm: Segments = copySegments(plan({ index: -1, disruptions: [] }));
  const { counts } = network;
  const firstDays = hasVariableDemand ? warmUpDays : 0;
  const constant = constantDemand(network, horizonDays + firstDays);
  const letters = planLetters(study.neighbours[design], network.constants.sharesPrices);
  /** Where demand is the same for all runs, the first of them is undisturbed. */
  const isFirstCalm = !hasVariableDemand;
  const openFleets = createFleetYard(network, Math.max(horizonDays, firstDays), letters, isFirstCalm, shelf, form);
  const undisturbed = allocateTrajectory(horizonDays, counts);
  let measurer: Measurer | undefined;

  /** Days [0, days) of all runs; numbers of evenings begin with `firstEvening`. What was shipped last crosses as well. */
  async function runDays(
    fleets: readonly Fleet[],
    segments: readonly Segments[],
    days: number,
    firstEvening: number,
    exchange: ExchangeEvening,
  ): Promise<void> {
    let from = 0;
    for (const fleet of fleets) {
      fleet.begin(segments.slice(from, from + fleet.size));
      fleet.openEvening();
      from += fleet.size;
    }
    const mail = openMail(network, study.neighbours[design], letters, fleets);
    for (let day = 0; day <= days; day++) {
      mail.collect();
      mail.deliver(await exchange(firstEvening + day, mail.outgoing), day);
      for (const fleet of fleets) {
        if (day < days) fleet.pass(day);
        else fleet.closeEvening(day);
      }
    }
  }

  /** Runs of every scenario undisturbed and disturbed, both after a warm-up of the scenario's own demand. */
  async function runVariable(
    scenarios: readonly Scenario[],
    plans: readonly Segments[],
    exchange: ExchangeEvening,
  ): Promise<readonly [calm: readonly Fleet[], disturbed: readonly Fleet[]]> {
    const day0 = warmUpDays * counts.markets;
    const disturbed = openFleets(scenarios.length);
    const undisturbedFleets = openFleets(scenarios.length);
    const calms = scenarios.map(() => calm);
    const demands = scenarios.map(({ demand = constant }) => demand);
    if (warmUpDays > 0) {
      setDemands(
        disturbed,
        demands.map((demand) => demand.subarray(0, day0)),
      );
      await runDays(disturbed, calms, warmUpDays, -warmUpDays - 1, exchange);
      for (const fleet of disturbed) fleet.turnBack(warmUpDays);
    }
    for (const [at, fleet] of undisturbedFleets.entries()) fleet.copyFrom(disturbed[at]);
    for (const fleets of [undisturbedFleets, disturbed]) {
      setDemands(
        fleets,
        demands.map((demand) => demand.subarray(day0)),
      );
    }
    await runDays([...undisturbedFleets, ...disturbed], [...calms, ...plans], horizonDays, 0, exchange);
    return [undisturbedFleets, disturbed];
  }

  return {
    async run(scenarios, exchange) {
      const plans = scenarios.map((scenario) => copySegments(plan(scenario)));
      let calms: readonly Fleet[];
      let disturbed: readonly Fleet[];
      /** Which of the disturbed runs is the first scenario's. */
      let first = 0;
      if (hasVariableDemand) [calms, disturbed] = await runVariable(scenarios, plans, exchange);
      else {
        // Every scenario is measured against one undisturbed run, which goes along as the first.
        first = 1;
        disturbed = openFleets(scenarios.length + first);
        calms = disturbed;
        setDemands(disturbed, [constant, ...scenarios.map(() => constant)]);
        await runDays(disturbed, [calm, ...plans], horizonDays, 0, exchange);
      }
      const trajectory = (index: number): Trajectory => trajectoryOf(disturbed, index + first, horizonDays);
      return {
        trajectory,
        measure(scenario, index, outcomes, offset) {
          if (hasVariableDemand || index === 0) {
            copyTrajectory(trajectoryOf(calms, index, horizonDays), undisturbed);
            measurer?.updateUndisturbed();
          }
          measurer ??= createMeasurer(network, study.settings, undisturbed, study.structuralPricePremiumPct[design]);
          measurer.measure(scenario, trajectory(index), outcomes, offset);
          return measurer;
        },
        close() {
          for (const fleet of new Set([...calms, ...disturbed])) fleet.close();
        },
      };
    },
  };
}

/** Opens fleets of a network for so many runs: one, where one memory has room for all. */
function createFleetYard(
  network: Network,
  days: number,
  { columns }: LetterPlan,
  isFirstCalm: boolean,
  shelf: Shelf,
  form: KernelForm | undefined,
): (runs: number) => readonly Fleet[] {
  const baseline = baselineControls(network);
  if (form === undefined) return (runs) => [openReferenceFleet(network, baseline, days, runs, columns)];
  const program = compileFleet(network, baseline, days, form, columns);
  const most = mostRuns(program, shelf.mostBytes);
  return (runs) =>
    Array.from({ length: Math.ceil(runs / most) }, (_, at) =>
      openFleet(program, Math.min(most, runs - at * most), isFirstCalm && at === 0, shelf),
    );
}

/** @param demands [run] */
function setDemands(fleets: readonly Fleet[], demands: readonly Float64Array[]): void {
  let from = 0;
  for (const fleet of fleets) {
    for (let index = 0; index < fleet.size; index++) fleet.setDemand(index, demands[from + index]);
    from += fleet.size;
  }
}

function trajectoryOf(fleets: readonly Fleet[], index: number, days: number): Trajectory {
  let at = index;
  for (const fleet of fleets) {
    if (at < fleet.size) return fleet.trajectory(at, days);
    at -= fleet.size;
  }
  throw new RangeError(`invalid run ${index}, there are fewer`);
}

function copyTrajectory(from: Trajectory, to: Trajectory): void {
  copyFirstDays(from, to, from.days);
  copyTotals(from, to);
  to.openBacklog.set(from.openBacklog);
}
