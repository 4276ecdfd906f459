import type { Network } from "../../model/network.ts";
import type { Controls } from "../../model/segments.ts";
import type { Body } from "../../wasm/function.ts";
import { MATH_IMPORTS } from "../../wasm/instantiate.ts";
import { createModule, type ModuleBuilder } from "../../wasm/module.ts";
import { type I32, i32 } from "../../wasm/value.ts";
import { closeDay, holdMoney, holdStock, openDay } from "./account.ts";
import { arrive, passPort } from "./arrive.ts";
import { createKernel, writeStep } from "./create-kernel.ts";
import type { FixedControls } from "./fixed-controls.ts";
import { type Kernel, type KernelForm, knownPlace } from "./kernel.ts";
import { createKnownValues } from "./known-values.ts";
import { type Cell, CLOCK_BYTES, COST_DAY_BYTES, type Layout, type Sum } from "./layout.ts";
import { addTodaysDemand, order, releaseDelayedOrder } from "./order.ts";
import { addSale, clearSale, collect, isSoldAlone, sell, sellAlone, shareOut } from "./sell.ts";
import { setDemand } from "./set-demand.ts";
import { makeAndShip } from "./ship.ts";
import { spoilLane, spoilStock } from "./spoil.ts";

/** Arguments of `days`: run days [from, to) of two scenarios with their trajectories and demands (addresses of day 0). */
const DAYS_PARAMETERS = ["from", "to", "trajectory0", "trajectory1", "demand0", "demand1"] as const;

const SHIPPING_SUMS: Sum[] = ["goodsUsd", "production", "freight", "tariff", "carbon", "expedite", "emissions"];

/** A network with its layout in memory, the form its code is to have, and the controls that stay at their baseline. */
export interface KernelTask {
  readonly network: Network;
  readonly layout: Layout;
  readonly form: KernelForm;
  readonly baseline: Controls;
  readonly fixed: FixedControls;
}

/** A module with the steps of a day in it, to which functions that outsiders call are to be added. */
export interface DayModule {
  readonly module: ModuleBuilder;
  /** Numbers of the functions that make a day, in their order. */
  readonly day: readonly number[];
  /** Number of the function that lets clocks show the next day. */
  readonly passDay: number;
  /** Writes one function; returns its number. */
  once(sums: readonly Sum[], write: (kernel: Kernel) => void): number;
}

/**
 * Writes the day cycle of a network for two scenarios at once: the steps of `reference.ts`, in their order, on the same columns, with
 * the same arithmetic; steps that look at one entity after the other are one where none of them looks at another's.
 */
export function writeDay({ network, layout, form, baseline, fixed }: KernelTask): DayModule {
  const module = createModule(MATH_IMPORTS);
  const source = { network, layout, form, known: createKnownValues(network, baseline, fixed, form.isUnrolled) };
  const { stocks, lanes, processes, ports, markets } = network.counts;
  const step = (
    count: number,
    sums: readonly Sum[],
    write: (kernel: Kernel, index: I32) => void,
    order?: "stocks" | "lanes",
  ): number[] => writeStep(module, source, count, sums, write, order);
  const once: DayModule["once"] = (sums, write) =>
    module.add((body) => {
      const kernel = createKernel(module, body, source, sums);
      write(kernel);
      kernel.finish();
    });
  const spoils = (name: "stockSpoilage" | "laneSpoilage"): boolean =>
    fixed[name].includes(0) || baseline[name].some((fraction) => fraction > 0);
  const isAnyDelayed = network.laneOrderDelayDays.includes(1);
  const isAnyRecycled = network.processRecyclingRingLength.some((length) => length > 0);
  const sales = isSoldAlone(network)
    ? step(markets, ["goodsUsd"], sellAlone)
    : [
        ...step(markets, [], clearSale),
        ...step(markets, [], addSale),
        ...step(markets, [], shareOut),
        ...step(markets, ["goodsUsd"], sell),
      ];
  const day = [
    once([], openDay),
    ...step(markets, [], setDemand),
    ...step(spoils("stockSpoilage") ? stocks : 0, ["goodsUsd", "spoiled"], spoilStock, "stocks"),
    ...step(spoils("laneSpoilage") ? lanes : 0, ["goodsUsd", "spoiled"], spoilLane, "lanes"),
    ...step(stocks, [], arrive),
    ...step(ports, [], passPort),
    ...step(isAnyDelayed ? lanes : 0, [], releaseDelayedOrder, "lanes"),
    ...step(markets, [], addTodaysDemand),
    ...step(stocks, [], order),
    ...step(stocks, SHIPPING_SUMS, makeAndShip),
    ...sales,
    ...step(isAnyRecycled ? processes : 0, [], collect),
    once(["goodsUsd", "holding"], holdMoney),
    ...step(stocks, ["holding"], holdStock, "stocks"),
    once([], closeDay),
  ];
  return { module, day, passDay: module.add((body) => advanceClock(body, layout)), once };
}

/**
 * Generates the day cycle of a network as a WebAssembly module that exports `days`. It imports the memory laid out by `layout` and
 * `exp` and `log`.
 */
export function generateKernel(task: KernelTask): Uint8Array<ArrayBuffer> {
  const { module, day, passDay } = writeDay(task);
  const { layout } = task;
  const { markets } = task.network.counts;
  module.export("days", DAYS_PARAMETERS.length, (body, parameters) => {
    const [from, to, trajectory0, trajectory1, demand0, demand1] = parameters;
    body.loop(from, to, (today) => {
      const put = (name: Cell, base: I32, bytesADay: number): void => {
        const address = i32.add(base, i32.mul(today, i32.of(bytesADay)));
        body.storeInteger(knownPlace(layout.cells[name]), address);
      };
      body.storeInteger(knownPlace(layout.cells.day), today);
      put("demand0", demand0, 8 * markets);
      put("demand1", demand1, 8 * markets);
      put("market0", trajectory0, 8 * markets);
      put("market1", trajectory1, 8 * markets);
      put("cost0", trajectory0, COST_DAY_BYTES);
      put("cost1", trajectory1, COST_DAY_BYTES);
      put("day0", trajectory0, 8);
      put("day1", trajectory1, 8);
      for (const fn of day) body.call(fn);
      body.call(passDay);
    });
  });
  return module.finish();
}

/** What every clock shows tomorrow. */
function advanceClock(body: Body, { clock, clocks }: Layout): void {
  clocks.forEach(({ length, stepBytes }, index) => {
    const today = knownPlace(clock + CLOCK_BYTES * index);
    const yesterday = knownPlace(clock + CLOCK_BYTES * index + 4);
    body.scope(() => {
      const last = body.keep(i32.load(today));
      const next = body.keep(i32.add(last, i32.of(stepBytes)));
      body.storeInteger(yesterday, last);
      body.storeInteger(today, i32.select(i32.eq(next, i32.of(length * stepBytes)), i32.of(0), next));
    });
  });
}
