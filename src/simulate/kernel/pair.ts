import { NETWORK_COLUMNS, type Network } from "../../model/network.ts";
import { CONTROL_COLUMNS, type Controls, type Segments } from "../../model/segments.ts";
import { COST_KINDS, type RunTotals, TOTAL_COLUMNS, type Trajectory } from "../../model/trajectory.ts";
import { type Compiled, compile, createMemory, instantiate } from "../../wasm/instantiate.ts";
import { applyChangePoint } from "../edit.ts";
import { createParcel, type DayRun } from "../run.ts";
import { allocateState, RINGS, type RingKind, resetState, STATE_COLUMNS, type State } from "../state.ts";
import { checkFixed, type FixedControls, fixedControls } from "./fixed-controls.ts";
import { generateKernel } from "./generate.ts";
import type { KernelForm } from "./kernel.ts";
import { CLOCK_BYTES, clockPlace, type Layout, layOut, RING_RECORD_BYTES, viewRun } from "./layout.ts";
import { type Numbering, numberByDay, numbersOf, renumberControls, renumberSegments } from "./numbering.ts";
import { type PairColumn, SCENARIOS } from "./records.ts";
import { spread } from "./spread.ts";

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
  /** Numbers of entities in `state`, where they are others than the network's. */
  readonly numbering: Numbering | undefined;
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

/** Code of a network, where it works and what it starts from. */
export interface PairProgram {
  readonly network: Network;
  readonly days: number;
  readonly layout: Layout;
  readonly fixed: FixedControls;
  readonly module: Compiled;
  /** At the undisturbed fixed point. */
  readonly start: State;
  /** Where code has numbers of its own for entities: `network` is by these, `fixed` and `start` are not, nor is what comes in. */
  readonly numbering?: Numbering;
}

/**
 * Code in loops numbers entities as the day comes by, so that on large networks what is needed next lies behind what was needed
 * last.
 *
 * @param days the longest run
 * @param code of this very network, days and form, where another thread has compiled it
 */
export function compilePair(
  network: Network,
  baseline: Controls,
  days: number,
  form: KernelForm,
  code?: Compiled,
): PairProgram {
  const fixed = fixedControls(network, baseline);
  const start = atFixedPoint(network, baseline);
  if (form.isUnrolled) {
    const layout = layOut(network, days);
    const module = code ?? compile(generateKernel({ network, layout, form, baseline, fixed }));
    return { network, days, layout, fixed, module, start };
  }
  const { network: own, numbering } = numberByDay(network);
  const layout = layOut(own, days, numbering);
  const controls = { baseline: renumberControls(baseline, numbering), fixed: renumberControls(fixed, numbering) };
  const module = code ?? compile(generateKernel({ network: own, layout, form, ...controls }));
  return { network: own, days, layout, fixed, module, start, numbering };
}

export function atFixedPoint(network: Network, baseline: Controls): State {
  const state = allocateState(network);
  resetState(network, baseline, state);
  return state;
}

/** The same arguments as `compilePair`. */
export function createPairSimulator(...parts: Parameters<typeof compilePair>): PairSimulator {
  const { network, days, layout, fixed, module, start, numbering } = compilePair(...parts);
  const { buffer, exports } = instantiate(module, createMemory(layout.byteLength));
  const state = viewState(layout, buffer);
  const totals = viewPairs(TOTAL_COLUMNS, layout, buffer) as unknown as RunTotals;
  const [memory] = state.memory;
  fillNetwork(network, layout, buffer, numbering);
  const demands = layout.demands.map((base) => new Float64Array(buffer, base, days * network.counts.markets));
  spread(start, state, numbering);
  const totalNames = Object.keys(TOTAL_COLUMNS) as (keyof RunTotals)[];
  const fixedPoint = memory.slice();
  const views = layout.trajectories.map((fills) => fills.map((base) => viewRun(layout, network, buffer, base, days)));
  const parcel = createParcel();

  function begin(segments: readonly Segments[], fill: number, fromDay: number): DayRun[] {
    const runs = segments.map((_, scenario): DayRun => {
      return { network, state, trajectory: views[scenario][fill], totals, demand: demands[scenario], parcel };
    });
    for (const { trajectory } of runs) {
      trajectory.dayCostUsd.fill(0, fromDay * COST_KINDS.length);
      trajectory.daySpoiledUsd.fill(0, fromDay);
    }
    for (const own of segments) checkFixed(fixed, own);
    if (fromDay === 0) for (const name of totalNames) clear(totals[name], state.strides[name]);
    setClock(layout, buffer, fromDay);
    return runs;
  }

  function runDays(fill: number, fromDay: number, toDay: number): void {
    const [first, second] = layout.trajectories;
    exports.days(fromDay, toDay, first[fill], second[fill], layout.demands[0], layout.demands[1]);
  }

  function end(runs: readonly DayRun[]): void {
    runs.forEach(({ trajectory }, scenario) => {
      gather(state.backorder, state.strides.backorder, trajectory.openBacklog, scenario);
      for (const name of totalNames) {
        const numbers = numbersOf(numbering, TOTAL_COLUMNS[name][1]);
        gather(totals[name], state.strides[name], trajectory[name], scenario, numbers);
      }
    });
  }

  return {
    state,
    memory,
    numbering,
    reset: () => memory.set(fixedPoint),
    setDemand: (scenario, demand) => demands[scenario].set(demand),
    trajectory: (scenario, fill, runDays) =>
      viewRun(layout, network, buffer, layout.trajectories[scenario][fill], runDays),
    run(segments, fill, fromDay, days) {
      const runs = begin(segments, fill, fromDay);
      const plans = numbering === undefined ? segments : segments.map((own) => renumberSegments(own, numbering));
      const next = segments.map(() => 0);
      for (let day = fromDay; day < days; ) {
        let until = days;
        for (let scenario = 0; scenario < plans.length; scenario++) {
          const own = plans[scenario];
          while (next[scenario] < own.count && own.days[next[scenario]] === day) {
            applyChangePoint(runs[scenario], own, next[scenario], day, scenario);
            next[scenario] += 1;
          }
          if (next[scenario] < own.count) until = Math.min(until, own.days[next[scenario]]);
        }
        runDays(fill, day, until);
        day = until;
      }
      end(runs);
    },
  };
}

/** Lets clocks show a day. */
export function setClock({ clock, clocks }: Layout, buffer: ArrayBuffer, day: number): void {
  const slots = new Int32Array(buffer, clock, (CLOCK_BYTES / 4) * clocks.length);
  clocks.forEach(({ length, stepBytes }, index) => {
    slots[2 * index] = (day % length) * stepBytes;
    slots[2 * index + 1] = ((day + length - 1) % length) * stepBytes;
  });
}

/** The numbers of one scenario out of those of both. */
function gather(pairs: Float64Array, stride: number, own: Float64Array, scenario: number, numbers?: Int32Array): void {
  for (let at = 0; at < own.length; at++) own[at] = pairs[(numbers?.[at] ?? at) * stride + scenario];
}

function clear(pairs: Float64Array, stride: number): void {
  for (let at = 0; at < pairs.length; at += stride) pairs.fill(0, at, at + SCENARIOS);
}

type PairTable = typeof STATE_COLUMNS | typeof CONTROL_COLUMNS | typeof TOTAL_COLUMNS;

/** Columns of a table, from their first number to their last, in a fleet to the last of the last pair: those of other columns lie between. */
export function viewPairs(
  table: PairTable,
  { pairs, fleet }: Layout,
  buffer: ArrayBuffer,
): Record<string, Float64Array> {
  return Object.fromEntries(
    (Object.keys(table) as PairColumn[]).map((name) => {
      const { base, stride, count } = pairs[name];
      if (count > 0 && fleet !== undefined) return [name, new Float64Array(buffer, base)];
      const length = count === 0 ? 0 : ((count - 1) * stride) / 8 + SCENARIOS;
      return [name, new Float64Array(buffer, base, length)];
    }),
  );
}

export function viewState(layout: Layout, buffer: ArrayBuffer): State {
  const controls = viewPairs(CONTROL_COLUMNS, layout, buffer) as unknown as Controls;
  const columns = viewPairs(STATE_COLUMNS, layout, buffer) as unknown as Omit<State, "controls">;
  const strides = Object.fromEntries(Object.entries(layout.pairs).map(([name, { stride }]) => [name, stride / 8]));
  const { from, to } = layout.memory;
  return {
    ...columns,
    width: SCENARIOS,
    strides: strides as State["strides"],
    rings: Object.fromEntries(
      Object.entries(layout.rings).map(([kind, { places }]) => [kind, places]),
    ) as State["rings"],
    controls,
    controlList: Object.values(controls),
    controlStrides: Object.keys(controls).map((name) => strides[name]),
    memory: [new Float64Array(buffer, from, (to - from) / 8)],
  };
}

/** Copies what code reads: the network's columns, some constants, and where each entity's ring lies. */
export function fillNetwork(network: Network, layout: Layout, buffer: ArrayBuffer, numbering?: Numbering): void {
  for (const [name, [type]] of Object.entries(NETWORK_COLUMNS)) {
    const column = network[name as keyof typeof NETWORK_COLUMNS];
    const base = layout.network[name];
    if (type === "i32") new Int32Array(buffer, base, column.length).set(column);
    else repeat(column, layout.copies, new Float64Array(buffer, base, layout.copies * column.length));
  }
  for (const kind of Object.keys(RINGS) as RingKind[]) {
    const lengths = network[RINGS[kind].length];
    const { column, places } = layout.rings[kind];
    const { stride } = layout.pairs[column];
    const records = new Int32Array(buffer, layout.ringRecords[kind], (RING_RECORD_BYTES / 4) * lengths.length);
    lengths.forEach((length, index) => {
      const step = places.step[index] * stride;
      const record = [places.start[index] * stride, step, length * step, clockPlace(layout, length, step)];
      records.set(record, record.length * index);
    });
  }
  if (numbering !== undefined && layout.order !== undefined) {
    new Int32Array(buffer, layout.order.stocks, numbering.stocks.length).set(numbering.stocks);
    new Int32Array(buffer, layout.order.lanesByDestination, numbering.lanes.length).set(numbering.lanesByDestination);
    new Int32Array(buffer, layout.order.lanes, numbering.lanes.length).set(numbering.lanes);
  }
  const { base, values } = layout.constants;
  repeat(values, SCENARIOS, new Float64Array(buffer, base, SCENARIOS * values.length));
}

/** Each number so many times. */
function repeat(numbers: ArrayLike<number>, copies: number, repeated: Float64Array): void {
  for (let at = 0; at < numbers.length; at++) repeated.fill(numbers[at], at * copies, (at + 1) * copies);
}
