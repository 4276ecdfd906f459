import { viewColumns } from "../../model/columns.ts";
import { NETWORK_COLUMNS, type Network, viewNetwork } from "../../model/network.ts";
import { CONTROL_COLUMNS, type Controls, type Segments } from "../../model/segments.ts";
import { COST_KINDS, clearTotals, type RunTotals, TOTAL_COLUMNS, type Trajectory } from "../../model/trajectory.ts";
import { instantiate } from "../../wasm/instantiate.ts";
import { applyChangePoint } from "../edit.ts";
import type { DayRun } from "../run.ts";
import { allocateState, resetState, STATE_COLUMNS, type State } from "../state.ts";
import { generateKernel } from "./generate.ts";
import type { KernelForm } from "./kernel.ts";
import { type Layout, layOut, pairLengths, RING_KINDS, type RingKind, SCENARIOS, viewRun } from "./layout.ts";

/** Which of the two trajectories of a scenario a run fills. */
export const DISTURBED = 0;
export const UNDISTURBED = 1;

/**
 * Two scenarios of one network, run side by side by generated code. Equal to the bit to two runs of the reference simulator;
 * which two scenarios share a run changes nothing.
 */
export interface PairSimulator {
  /** Everything that changes from day to day, of both scenarios. */
  readonly state: State;
  /** The same as it lies in memory, totals included. */
  readonly memory: Float64Array;
  /** Puts both scenarios at the undisturbed fixed point. */
  reset(): void;
  /** [day x market] units: the demand of a scenario from now on. */
  setDemand(scenario: number, demand: Float64Array): void;
  /**
   * Runs both scenarios from the state as it is.
   *
   * @param segments [scenario]
   * @param fill DISTURBED or UNDISTURBED
   * @param fromDay first day to simulate; days before it and totals stand
   */
  run(segments: readonly Segments[], fill: number, fromDay: number, days: number): void;
  /** A trajectory of a scenario, of so many days. */
  trajectory(scenario: number, fill: number, days: number): Trajectory;
}

/** @param days the longest run */
export function createPairSimulator(
  network: Network,
  baseline: Controls,
  days: number,
  form: KernelForm,
): PairSimulator {
  const layout = layOut(network, days);
  const { buffer, exports } = instantiate(generateKernel(network, layout, form), layout.byteLength);
  const state = viewState(network, layout, buffer);
  const totals = viewPairs(TOTAL_COLUMNS, network, layout, buffer) as RunTotals;
  const [memory] = state.memory;
  const clock = new Int32Array(buffer, layout.clock, layout.ringLengths.length);
  fillNetwork(network, layout, buffer);
  const demands = layout.demands.map((base) => new Float64Array(buffer, base, days * network.counts.markets));
  const single = allocateState(network);
  resetState(network, baseline, single);
  spread(single, state);
  const fixedPoint = memory.slice();
  const views = layout.trajectories.map((fills) => fills.map((base) => viewRun(layout, network, buffer, base, days)));

  return {
    state,
    memory,
    reset: () => memory.set(fixedPoint),
    setDemand: (scenario, demand) => demands[scenario].set(demand),
    trajectory: (scenario, fill, runDays) =>
      viewRun(layout, network, buffer, layout.trajectories[scenario][fill], runDays),
    run(segments, fill, fromDay, runDays) {
      const runs = segments.map((_, scenario): DayRun => {
        const trajectory = views[scenario][fill];
        return { network, state, trajectory, totals, demand: demands[scenario] };
      });
      for (const { trajectory } of runs) {
        trajectory.dayCostUsd.fill(0, fromDay * COST_KINDS.length);
        trajectory.daySpoiledUsd.fill(0, fromDay);
      }
      if (fromDay === 0) clearTotals(totals);
      layout.ringLengths.forEach((length, index) => {
        clock[index] = fromDay % length;
      });
      const [first, second] = layout.trajectories.map((fills) => fills[fill]);
      const [firstDemand, secondDemand] = layout.demands;
      const next = segments.map(() => 0);
      for (let day = fromDay; day < runDays; ) {
        let until = runDays;
        for (let scenario = 0; scenario < segments.length; scenario++) {
          const own = segments[scenario];
          while (next[scenario] < own.count && own.days[next[scenario]] === day) {
            applyChangePoint(runs[scenario], own, next[scenario], day, scenario);
            next[scenario] += 1;
          }
          if (next[scenario] < own.count) until = Math.min(until, own.days[next[scenario]]);
        }
        exports.days(day, until, first, second, firstDemand, secondDemand);
        day = until;
      }
      runs.forEach(({ trajectory }, scenario) => {
        gather(state.backorder, trajectory.openBacklog, scenario);
        for (const name of Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[]) {
          gather(totals[name], trajectory[name], scenario);
        }
      });
    },
  };
}

/** The numbers of one scenario out of those of both. */
function gather(pairs: Float64Array, own: Float64Array, scenario: number): void {
  for (let at = 0; at < own.length; at++) own[at] = pairs[at * SCENARIOS + scenario];
}

/** Gives both scenarios the state of one run. */
function spread(single: State, pair: State): void {
  const copy = (from: object, to: object): void => {
    for (const [name, column] of Object.entries(from)) {
      const pairs = (to as Record<string, unknown>)[name];
      if (!(column instanceof Float64Array) || !(pairs instanceof Float64Array)) continue;
      for (let at = 0; at < pairs.length; at++) pairs[at] = column[Math.floor(at / SCENARIOS)];
    }
  };
  copy(single, pair);
  copy(single.controls, pair.controls);
}

type PairTable = typeof STATE_COLUMNS | typeof CONTROL_COLUMNS | typeof TOTAL_COLUMNS;

function viewPairs(table: PairTable, network: Network, layout: Layout, buffer: ArrayBuffer) {
  const first = Object.keys(table)[0] as keyof typeof layout.pairs;
  return viewColumns(table, pairLengths(network.counts), buffer, layout.pairs[first]);
}

function viewState(network: Network, layout: Layout, buffer: ArrayBuffer): State {
  const controls = viewPairs(CONTROL_COLUMNS, network, layout, buffer) as Controls;
  const columns = viewPairs(STATE_COLUMNS, network, layout, buffer) as Omit<State, "controls">;
  const { from, to } = layout.memory;
  return {
    ...columns,
    width: SCENARIOS,
    controls,
    controlList: Object.values(controls),
    memory: [new Float64Array(buffer, from, (to - from) / 8)],
  };
}

/** Copies what looped code reads: the network's columns, and which ring length each entity has. */
function fillNetwork(network: Network, layout: Layout, buffer: ArrayBuffer): void {
  const copy = viewNetwork(network.counts, network.constants, buffer, layout.network[Object.keys(NETWORK_COLUMNS)[0]]);
  for (const name of Object.keys(NETWORK_COLUMNS) as (keyof typeof NETWORK_COLUMNS)[]) copy[name].set(network[name]);
  for (const kind of Object.keys(RING_KINDS) as RingKind[]) {
    const lengths = network[RING_KINDS[kind]];
    const clockOf = new Int32Array(buffer, layout.clockOf[kind], lengths.length);
    lengths.forEach((length, index) => {
      clockOf[index] = 4 * Math.max(0, layout.ringLengths.indexOf(length));
    });
  }
}
