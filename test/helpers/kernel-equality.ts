import { baselineControls } from "../../src/model/baseline.ts";
import { constantDemand } from "../../src/model/constant-demand.ts";
import type { Network } from "../../src/model/network.ts";
import type { Segments } from "../../src/model/segments.ts";
import { allocateTrajectory, type Trajectory } from "../../src/model/trajectory.ts";
import { createPlanner } from "../../src/plan/planner.ts";
import { createScenarioSampler } from "../../src/sample/scenario-sampler.ts";
import type { KernelForm } from "../../src/simulate/kernel/kernel.ts";
import { createPairSimulator, DISTURBED, type PairSimulator } from "../../src/simulate/kernel/pair.ts";
import { placesOf } from "../../src/simulate/kernel/spread.ts";
import { simulate } from "../../src/simulate/reference.ts";
import { allocateState, type RunColumn, type State } from "../../src/simulate/state.ts";
import type { DrawnStudy } from "./random-study.ts";

const SCENARIOS = [0, 1] as const;

/** Where two scenarios run side by side differ from the same scenarios run one by one, in any series, total or state. */
export function kernelDifference(
  drawn: Pick<DrawnStudy, "study">,
  network: Network,
  form: KernelForm,
): string | undefined {
  const { horizonDays } = drawn.study.settings;
  const baseline = baselineControls(network);
  const pair = createPairSimulator(network, baseline, horizonDays, form);
  const plans = SCENARIOS.map((index): Segments => {
    return createPlanner(network, baseline, horizonDays)(createScenarioSampler(drawn.study)(index));
  });
  const demands = SCENARIOS.map((index) => demandOf(drawn, network, index));
  pair.reset();
  demands.forEach((demand, scenario) => {
    pair.setDemand(scenario, demand);
  });
  pair.run(plans, DISTURBED, 0, horizonDays);
  for (const scenario of SCENARIOS) {
    const state = allocateState(network);
    const trajectory = allocateTrajectory(horizonDays, network.counts);
    simulate(network, baseline, plans[scenario], demands[scenario], state, trajectory);
    const differing =
      differingSeries(trajectory, pair.trajectory(scenario, DISTURBED, horizonDays)) ??
      differingState(state, pair, scenario);
    if (differing !== undefined) return `${differing} of scenario ${scenario} differs`;
  }
  return undefined;
}

function demandOf(drawn: Pick<DrawnStudy, "study">, network: Network, index: number): Float64Array {
  const { horizonDays, warmUpDays } = drawn.study.settings;
  const { markets } = network.counts;
  const { demand } = createScenarioSampler(drawn.study)(index);
  if (demand !== undefined) return demand.subarray(warmUpDays * markets);
  return constantDemand(network, horizonDays);
}

function differingSeries(expected: Trajectory, found: Trajectory): string | undefined {
  for (const [name, column] of Object.entries(expected)) {
    if (!(column instanceof Float64Array)) continue;
    const other = found[name as "demand"] as Float64Array;
    const at = column.findIndex((value, index) => !Object.is(value, other[index]));
    if (at >= 0) return `${name}[${at}] ${column[at]} became ${other[at]}`;
  }
  return undefined;
}

function differingState(expected: State, { state, numbering }: PairSimulator, scenario: number): string | undefined {
  for (const [name, column] of [...Object.entries(expected), ...Object.entries(expected.controls)]) {
    if (!(column instanceof Float64Array)) continue;
    const pairs = (state[name as "onHand"] ?? state.controls[name as "laneShare"]) as Float64Array;
    const places = placesOf(name as RunColumn, expected, state, numbering);
    const own = column.map((_, at) => pairs[(places?.[at] ?? at) * state.strides[name as RunColumn] + scenario]);
    // A zero may have the other sign where nothing is released from an empty shelf: no sum can tell.
    const at = column.findIndex((value, index) => !Object.is(value + 0, own[index] + 0));
    if (at >= 0) return `state ${name}[${at}] ${column[at]} became ${own[at]}`;
  }
  return undefined;
}
